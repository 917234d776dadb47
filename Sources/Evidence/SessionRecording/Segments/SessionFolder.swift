import FileSystem

/// The files of a session: `segment-0001.log`, and once sealed `segment-0001.seal.json`, `segment-0001.controls` and
/// `segment-0001-EURUSD.ticks`.
struct SessionFolder: Sendable, Hashable {
  let path: String

  /// A file of a segment.
  func file(_ number: Int, _ ending: String) -> String { "\(path)/\(Self.stem(number))\(ending)" }

  func log(_ number: Int) -> String { file(number, ".log") }
  func seal(_ number: Int) -> String { file(number, ".seal.json") }

  /// Whether a segment has been sealed; what is left of its raw log then counts no more.
  func isSealed(_ number: Int) throws(SessionLogError) -> Bool { try exists(seal(number)) }

  func exists(_ path: String) throws(SessionLogError) -> Bool {
    try wrappingFileErrors { () throws(FileError) in try Folders.sizeOfFile(path) != nil }
  }

  /// How many segments the session has.
  ///
  /// - Throws: `segmentMissing` when one before the last is not there.
  func segmentCount() throws(SessionLogError) -> Int {
    let numbers = try names().compactMap(Self.number).sorted()
    guard let last = numbers.last else { return 0 }
    let present = Set(numbers)
    for number in 1...last where !present.contains(number) { throw .segmentMissing(path: log(number)) }
    return last
  }

  /// Removes what a kill left of files that were never completed.
  func removePartialFiles(of number: Int) throws(SessionLogError) {
    for name in try names() where name.hasPrefix("." + Self.stem(number)) && name.contains(".partial-") {
      Folders.discard("\(path)/\(name)")
    }
  }

  /// Removes a file, durably; it is no error when it is gone already.
  func remove(_ file: String) throws(SessionLogError) {
    do { try Paths.removeFile(file) } catch { throw .file(.writeFailed(path: file, reason: error.reason)) }
    Folders.syncNames(path)
  }

  private func names() throws(SessionLogError) -> [String] {
    do { return try Paths.names(in: path) } catch {
      if error == .missing { return [] }
      throw .file(.unreadable(path: path, reason: error.reason))
    }
  }

  private static func stem(_ number: Int) -> String {
    let digits = String(number)
    return "segment-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The segment that a raw log or seal is of.
  private static func number(of name: String) -> Int? {
    guard name.hasPrefix("segment-"), let ending = [".log", ".seal.json"].first(where: name.hasSuffix) else {
      return nil
    }
    let digits = name.dropFirst("segment-".count).dropLast(ending.count)
    guard let number = Int(digits), number > 0, name == stem(number) + ending else { return nil }
    return number
  }
}
