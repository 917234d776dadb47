import FileSystem

/// Where a tour works: a folder of its own, in which are its ticks, its homes and its pages.
///
/// It is taken away when the tour is over, unless somebody wants to keep it. No home of the user's is touched.
struct TourFolder {
  /// Its path.
  let path: String
  /// Whether it stays when the tour has come to its end.
  let isKept: Bool

  /// How many names are tried where others have been left behind.
  private static let mostNames = 100

  /// Makes the folder: the one that is to be kept, which must not be there, else one for temporary files.
  ///
  /// - Throws: `uncreatable`.
  init(keeping path: String?) throws {
    isKept = path != nil
    if let path {
      try OutputRules.checkNamed(path, place: "--keep", advice: "name the folder to make")
      guard FileStatus.find(path, followsLinks: false) == nil else {
        throw FileError.uncreatable(path: path, reason: "it is there already and is left as it is")
      }
      try OutputRules.checkFolder(path, place: "--keep", home: path)
      self.path = path
      try Folders.make(path)
    } else {
      self.path = try Self.makeTemporary()
    }
  }

  private static func makeTemporary() throws(FileError) -> String {
    let base = "\(Machine.variable("TMPDIR") ?? "/tmp")/slipway-quickstart-\(Machine.process)"
    for number in 1...mostNames {
      let path = number == 1 ? base : "\(base)-\(number)"
      do {
        if try Paths.makeFolder(path, permissions: 0o700) { return path }
      } catch { throw .uncreatable(path: path, reason: error.reason) }
    }
    throw .uncreatable(path: base, reason: "\(mostNames) folders of that name are there; remove them")
  }

  /// The path of something in it.
  func place(_ name: String) -> String { "\(path)/\(name)" }

  /// Takes it away, with all that is in it.
  func discard() { Folders.discardAll(path) }
}
