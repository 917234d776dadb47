import Crypto
import FileSystem
import TradingCore

/// Folders with all that is in them.
enum FileTree {
  private static let chunk = 1 << 18

  /// The names in a folder, sorted, hidden ones too; `nil` when there is no such folder.
  static func names(_ folder: String) throws(JournalError) -> [String]? {
    do { return try Paths.names(in: folder) } catch {
      if error == .missing { return nil }
      throw .file(.unreadable(path: folder, reason: error.reason))
    }
  }

  /// Whether a folder holds nothing, or isn't there.
  static func isEmpty(_ folder: String) throws(JournalError) -> Bool { try names(folder)?.isEmpty ?? true }

  /// The files at and below a path within a folder, by their paths in it, sorted; none when it isn't there.
  ///
  /// Links to files are followed, links to folders are not; what is half-written (`.NAME.partial-…`) is left out.
  static func files(_ name: String, in folder: String) throws(JournalError) -> [String] {
    let path = folder + "/" + name
    if Folders.isFile(path) { return [name] }
    guard FileStatus.find(path, followsLinks: false)?.kind == .folder else { return [] }
    var found: [String] = []
    for child in try names(path) ?? [] where !(child.hasPrefix(".") && child.contains(".partial-")) {
      found += try files(name + "/" + child, in: folder)
    }
    return found
  }

  /// Makes a folder for its owner alone, with those between it and `root`.
  static func make(_ path: String) throws(JournalError) {
    do { try Paths.makeFolder(path, permissions: 0o700) } catch { throw failure(path, error) }
  }

  /// Copies a file as long as it is now, with its permissions, durably; what grows on it meanwhile stays out.
  ///
  /// The folders between `folder` and the copy are made.
  static func copy(
    _ name: String, from source: String, to folder: String, _ cancellation: Cancellation
  ) throws(JournalError) -> FileDigest {
    var made = folder
    for part in name.split(separator: "/").dropLast() {
      made += "/" + part
      try make(made)
    }
    let path = folder + "/" + name
    let input: InputFile
    do { input = try InputFile(path: source + "/" + name) } catch { throw .file(error) }
    let permissions = FileStatus.find(source + "/" + name)?.permissions ?? 0o600
    let output: OpenFile
    do { output = try OpenFile(path, [.write, .new], permissions: permissions) } catch {
      throw failure(path, error)
    }
    var hasher = SHA256()
    var done = 0
    while done < input.size {
      let bytes: [UInt8]
      do {
        try cancellation.check()
        bytes = try input.read(at: done, count: min(chunk, input.size - done))
      } catch { throw .file(error) }
      // Somebody cut it off meanwhile.
      if bytes.isEmpty { break }
      hasher.update(data: bytes)
      do { try output.write(bytes) } catch { throw failure(path, error) }
      done += bytes.count
    }
    do { try output.sync() } catch { throw failure(path, error) }
    return FileDigest(name: name, bytes: done, sha256: Hexadecimal.text(hasher.finalize()))
  }

  /// The digest of a file as it is.
  static func digest(
    _ name: String, in folder: String, _ cancellation: Cancellation = .never
  ) throws(JournalError) -> FileDigest {
    do {
      let input = try InputFile(path: folder + "/" + name)
      var hasher = SHA256()
      var done = 0
      while done < input.size {
        try cancellation.check()
        let bytes = try input.read(at: done, count: min(chunk, input.size - done))
        if bytes.isEmpty { break }
        hasher.update(data: bytes)
        done += bytes.count
      }
      return FileDigest(name: name, bytes: done, sha256: Hexadecimal.text(hasher.finalize()))
    } catch { throw .of(error, path: folder) }
  }

  /// Makes durable which names a folder and those in it have.
  static func sync(_ folder: String) throws(JournalError) {
    for name in try names(folder) ?? [] {
      let child = folder + "/" + name
      if FileStatus.find(child, followsLinks: false)?.kind == .folder { try sync(child) }
    }
    Folders.syncNames(folder)
  }

  /// Gives a folder another name, durably; an empty folder of that name is replaced.
  static func rename(_ path: String, to target: String) throws(JournalError) {
    do { try Paths.rename(path, to: target) } catch { throw failure(target, error) }
    Folders.syncNames(parent(of: target))
  }

  /// Lets two folders change names in one step, durably.
  ///
  /// Returns `false` where the system or the file system has no such step.
  static func exchange(_ path: String, with other: String) throws(JournalError) -> Bool {
    do { guard try Paths.exchange(path, with: other) else { return false } } catch {
      throw failure(other, error)
    }
    Folders.syncNames(parent(of: other))
    return true
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func failure(_ path: String, _ error: SystemError) -> JournalError {
    if error == .noSpace || error == .overQuota { return .diskFull(path: path) }
    return .unwritable(path: path, reason: error.reason)
  }
}
