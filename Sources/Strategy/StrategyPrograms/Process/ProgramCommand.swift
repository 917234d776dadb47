import Crypto
import FileSystem
import TradingCore

/// The words after `exec:`, the file they start, and what identifies it all.
///
/// No shell takes part: words are separated by spaces, and quotes, single or double, hold one together.
package struct ProgramCommand: Sendable, Hashable {
  /// What a strategy's name starts with when it is a program.
  package static let prefix = "exec:"

  /// Bytes of a file that are read for the identity at most: somebody waits for it.
  private static let mostBytes = 8 << 30

  /// As it was given, for messages.
  package let text: String
  /// The program and its arguments.
  let words: [String]
  /// Where the program is.
  let executable: String

  /// Splits the text after `exec:` and finds the program, by its path or on PATH.
  ///
  /// - Throws: `badCommand` or `missing`.
  package init(_ text: String) throws(ProgramError) {
    self.text = text
    words = try Self.split(text)
    guard let name = words.first, !name.isEmpty else {
      throw .badCommand(text, problem: "no strategy program is named")
    }
    guard let path = Self.find(name) else { throw .missing(program: name) }
    executable = path
  }

  private static func split(_ text: String) throws(ProgramError) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text.dropFirst(prefix.count) {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " || character == "\t" {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { throw .badCommand(text, problem: "a quote is not closed") }
    if let word { words.append(word) }
    return words
  }

  private static func find(_ name: String) -> String? {
    if name.contains("/") { return Folders.isFile(name) ? name : nil }
    let path = Machine.variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin"
    return path.split(separator: ":").lazy.map { "\($0)/\(name)" }.first {
      Folders.isFile($0) && (try? Paths.check($0, for: .start)) != nil
    }
  }

  /// The same command with words that name files by their paths from the root, so that it means the same in another
  /// working directory; a program found on PATH stays a name.
  package var absoluteText: String {
    let absolute = words.enumerated().map { index, word in
      let isPath = index == 0 ? word.contains("/") : Folders.isFile(word)
      return isPath ? Folders.absolutePath(word) : word
    }
    return Self.prefix + absolute.map(Self.quoted).joined(separator: " ")
  }

  private static func quoted(_ word: String) -> String {
    let needsQuotes = word.isEmpty || word.contains { " \t'\"".contains($0) }
    guard needsQuotes else { return word }
    // A word with both kinds of quotes is put together from pieces.
    return word.split(separator: "'", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "'\($0)'" }
      .joined(separator: "\"'\"").nonEmpty ?? "''"
  }

  /// What the bot's identity covers of the program: a digest of the executable's bytes, of every argument that
  /// names a file likewise, and the other arguments as they stand. Paths are left out. Files that the program
  /// itself loads, such as modules, are not covered.
  ///
  /// - Throws: `cannotStart` when a file can't be read.
  package func identityLines() throws(ProgramError) -> [String] {
    var lines: [String] = []
    for (index, word) in words.enumerated() {
      let path = index == 0 ? executable : word
      guard Folders.isFile(path) else {
        lines.append("program.\(index)=word:\(word)")
        continue
      }
      do throws(FileError) {
        lines.append("program.\(index)=sha256:\(try Self.digest(of: path))")
      } catch {
        throw .cannotStart(program: word, reason: "\(error)")
      }
    }
    return lines
  }

  private static func digest(of path: String) throws(FileError) -> String {
    let file = try InputFile(path: path)
    guard file.size <= mostBytes else {
      throw .unreadable(path: path, reason: "it has more than \(mostBytes >> 30) GiB")
    }
    var hash = SHA256()
    let step = 1 << 18
    for start in stride(from: 0, to: file.size, by: step) {
      hash.update(data: try file.read(at: start, count: min(step, file.size - start)))
    }
    return Hexadecimal.text(hash.finalize())
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
