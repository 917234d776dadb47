import FileSystem

/// A file in the home that stops everything while it is there: `STOP`. What is in it is the reason.
///
/// Whoever can write a file can pull the kill switch, with no program at hand. One that is there and can't be read counts as
/// there; one that is gone does not release anything.
package struct StopFile: Sendable {
  /// Its name in the home.
  package static let name = "STOP"
  /// Its path.
  package let path: String
  private static let longestReason = 200

  /// The file of a home.
  package init(home: String) { path = home + "/" + Self.name }

  /// Whether it is there, or nobody can say that it is not.
  package var isThere: Bool { Folders.mayBeThere(path) }

  /// What is in it, in a line; else that it is there.
  package var reason: String {
    guard let text = try? TextFile.contents(of: path, kind: "text", mostMebibytes: 1) else {
      return "the file is there"
    }
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let plain = line.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
    let words = String(String.UnicodeScalarView(plain)).prefix(Self.longestReason)
    return words.contains(where: \.isLetter) ? String(words) : "the file is there"
  }
}
