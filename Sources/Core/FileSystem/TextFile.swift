/// Files of text that people write.
package enum TextFile {
  /// Reads the text of a whole file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - kind: what it should be, for the error: `YAML`.
  ///   - mostMebibytes: no such file comes near this size; a tick file that is given by mistake does.
  /// - Returns: the text, without a mark.
  /// - Throws: `missing`, `unreadable`, `wideText` or `notText`.
  package static func contents(
    of path: String, kind: String, mostMebibytes: Int
  ) throws(FileError) -> String {
    try read(path, kind: kind, mostMebibytes: mostMebibytes).text
  }

  /// Reads the text of a whole file, and the bytes that it is made of.
  ///
  /// - Parameters: as of `contents`.
  /// - Returns: the text without a mark, and the bytes as they are.
  /// - Throws: as `contents`.
  package static func read(
    _ path: String, kind: String, mostMebibytes: Int
  ) throws(FileError) -> (text: String, bytes: [UInt8]) {
    let file = try InputFile(path: path)
    guard file.size <= mostMebibytes << 20 else {
      throw .notText(path: path, kind: kind, mostMebibytes: mostMebibytes)
    }
    let bytes = try file.read(at: 0, count: file.size)
    guard !TextMark.isUTF16(bytes) else { throw .wideText(path: path) }
    guard let text = TextMark.text(bytes) else {
      throw .notText(path: path, kind: kind, mostMebibytes: mostMebibytes)
    }
    return (text, bytes)
  }

  /// The text of a YAML file: a configuration, of at most 1 MiB.
  ///
  /// - Throws: `missing`, `unreadable`, `wideText` or `notText`.
  package static func yaml(_ path: String) throws(FileError) -> String {
    try contents(of: path, kind: "YAML", mostMebibytes: 1)
  }
}
