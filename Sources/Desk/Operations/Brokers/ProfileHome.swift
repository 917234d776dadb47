import BrokerProfiles
import FileSystem

/// The place of one profile in the home.
struct ProfileHome {
  let profiles: BrokerProfiles
  let name: String
  let folder: String
  let path: String

  /// - Throws: `usage` when the name can't be one.
  init(name: String, home: String) throws(OperationError) {
    profiles = BrokerProfiles(home: home)
    guard BrokerProfiles.isName(name), let place = profiles.place(of: name) else {
      throw .usage(
        what: "'\(name)' can't be a profile's name", place: "NAME",
        advice: "give up to 64 letters, digits, _ or -")
    }
    self.name = name
    (folder, path) = place
  }

  /// Where the name leads now.
  var listing: BrokerProfiles.Listing? { profiles.list().first { $0.name == name } }

  /// Keeps other changes out until the lock is gone.
  ///
  /// - Throws: `uncreatable`.
  func lock() throws(FileError) -> FolderLock { try FolderLock(folder: folder) }

  /// Replaces the file at once.
  ///
  /// - Throws: `uncreatable` or `writeFailed`.
  func write(_ text: String) throws(FileError) {
    let file = try AtomicFile(path: path)
    try file.write(text)
    try file.commit()
  }
}
