import Crypto
import FileSystem
import JSONText
import Journal
import TradingCore

/// A text file that heads are appended to, a line each. Every line has the digest of the line before it, so that none can
/// be changed, moved or taken out from among them; one file serves any number of homes.
///
/// The end can be cut off all the same: that it was longer, the homes know that have told it something.
struct FileWitness: HeadKeeper {
  /// Bytes of a file at most: decades of heads.
  private static let mostBytes = 256 << 20
  /// How long another process may keep the file's lock, in milliseconds.
  private static let patience = 10_000

  let path: String

  func heads(of home: String) throws(WitnessFault) -> [KeptHead] {
    let bytes: [UInt8]
    do throws(FileError) {
      let file = try InputFile(path: path)
      guard file.size <= Self.mostBytes else { throw .unreadable(path: path, reason: "it is too large") }
      bytes = try file.read(at: 0, count: file.size)
    } catch {
      // One that is yet to be made; whoever has told it something misses that.
      if case .missing = error, Folders.isFolder(folder) { return [] }
      throw .unreachable("\(error)")
    }
    return try WitnessLines(bytes, path: path).heads[home] ?? []
  }

  private var folder: String {
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    return parent.isEmpty ? "/" : parent
  }

  func keep(
    _ head: KeptHead, of home: String, after last: KeptHead?, isFork: Bool
  ) throws(WitnessFault) -> KeptHead? {
    // Pipes and devices are not opened.
    guard [.file, nil].contains(FileStatus.find(path)?.kind) else {
      throw .unreachable("can't write (\(path)): it is no file")
    }
    do {
      // Appending only, which is all that a file system may allow whom a witness is to hold out against.
      let file = try OpenFile(path, [.readAndWrite, .append, .create])
      try file.lock(milliseconds: Self.patience)
      defer { file.unlock() }
      let size = try file.status().size
      guard size <= Self.mostBytes else { throw WitnessFault.unreachable("\(path) is too large") }
      let lines = try WitnessLines(try file.read(size, at: 0), path: path)
      let present = lines.heads[home]?.last
      guard present == last else { return present }
      // What a loss of power has left of a line that was being written gets an end, and stays.
      try file.write((lines.isTorn ? [0x0A] : []) + lines.next(head, of: home, isFork: isFork) + [0x0A])
      try file.syncContents()
      if size == 0 { Folders.syncNames(folder) }
      return head
    } catch let fault as WitnessFault {
      throw fault
    } catch let error as SystemError {
      throw .unreachable("can't write (\(path)): \(error.reason)")
    } catch {
      throw .unreachable("can't write (\(path))")
    }
  }
}

/// The lines of such a file, each held against the one before it.
struct WitnessLines {
  /// What every line begins with.
  private static let beginning = Array("{\"line\":".utf8)

  /// What the file says of each home, in order.
  private(set) var heads: [String: [KeptHead]] = [:]
  /// Whether the last line has no end.
  private(set) var isTorn = false
  private var count = 0
  private var digest = String(repeating: "0", count: 64)

  /// Reads a file's bytes. A line that a loss of power has torn is left out, and whatever else is no line of a
  /// witness is a fault, so that nobody's file is taken for one.
  init(_ content: [UInt8], path: String) throws(WitnessFault) {
    var place = 0
    while place < content.count {
      let end = content[place...].firstIndex(of: 0x0A)
      let line = Array(content[place..<(end ?? content.count)])
      isTorn = end == nil
      place = (end ?? content.count) + 1
      let document = try? JSONValue(json: line)
      if document == nil, line.starts(with: Self.beginning.prefix(line.count)) { continue }
      guard let document, take(document) else {
        throw .faulty("line \(count + 1) of \(path) does not follow from the lines before it")
      }
      count += 1
      digest = Hexadecimal.text(SHA256.hash(data: line))
    }
  }

  private mutating func take(_ document: JSONValue) -> Bool {
    guard document["line"] == .count(count + 1), document["previous"] == .string(digest),
      case .string(let home)? = document["home"], case .integer(let seq)? = document["seq"],
      case .string(let hash)? = document["hash"], case .string(let at)? = document["at"],
      let head = KeptHead(seq: seq, hash: hash, at: at)
    else { return false }
    if let last = heads[home]?.last, document["fork"] != .boolean(true), head.head.seq <= last.head.seq {
      return false
    }
    heads[home, default: []].append(head)
    return true
  }

  /// The line that says where a home has come to.
  func next(_ head: KeptHead, of home: String, isFork: Bool) -> [UInt8] {
    var line: JSONValue = [
      "line": .count(count + 1), "home": .string(home), "seq": .integer(head.head.seq),
      "hash": .string(head.head.text), "at": .string(head.timeText),
    ]
    if isFork { line = line.adding("fork", true) }
    return Array(line.adding("previous", .string(digest)).compactText.utf8)
  }
}
