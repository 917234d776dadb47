import Crypto
import FileSystem
import TradingCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Folders with all that is in them.
enum FileTree {
  private static let chunk = 1 << 18

  /// The names in a folder, sorted, hidden ones too; `nil` when there is no such folder.
  static func names(_ folder: String) throws(JournalError) -> [String]? {
    guard let stream = opendir(folder) else {
      if errno == ENOENT { return nil }
      throw .file(.unreadable(path: folder, reason: String(cString: strerror(errno))))
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Whether a folder holds nothing, or isn't there.
  static func isEmpty(_ folder: String) throws(JournalError) -> Bool { try names(folder)?.isEmpty ?? true }

  /// The files at and below a path within a folder, by their paths in it, sorted; none when it isn't there.
  ///
  /// Links to files are followed, links to folders are not; what is half-written (`.NAME.partial-…`) is left out.
  static func files(_ name: String, in folder: String) throws(JournalError) -> [String] {
    let path = folder + "/" + name
    var own = stat()
    var target = stat()
    guard lstat(path, &own) == 0, stat(path, &target) == 0 else { return [] }
    if target.st_mode & S_IFMT == S_IFREG { return [name] }
    guard own.st_mode & S_IFMT == S_IFDIR else { return [] }
    var found: [String] = []
    for child in try names(path) ?? [] where !(child.hasPrefix(".") && child.contains(".partial-")) {
      found += try files(name + "/" + child, in: folder)
    }
    return found
  }

  /// Takes a folder away with all that is in it, as far as that can be done.
  static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    for name in (try? names(path)) ?? [] { remove(path + "/" + name) }
    rmdir(path)
  }

  /// Makes a folder for its owner alone, with those between it and `root`.
  static func make(_ path: String) throws(JournalError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    throw failure(path, errno)
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
    var status = stat()
    let mode = stat(source + "/" + name, &status) == 0 ? status.st_mode & 0o777 : 0o600
    let output = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard output >= 0 else { throw failure(path, errno) }
    defer { close(output) }
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
      try write(bytes, to: output, path: path)
      done += bytes.count
    }
    guard fsync(output) == 0 else { throw failure(path, errno) }
    return FileDigest(name: name, bytes: done, sha256: Hexadecimal.text(hasher.finalize()))
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(JournalError) {
    var done = 0
    while done < bytes.count {
      let written = bytes[done...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure(path, errno) }
      done += written
    }
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes, count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes, count)
    #else
      Darwin.write(descriptor, bytes, count)
    #endif
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
      var status = stat()
      if lstat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        try sync(folder + "/" + name)
      }
    }
    syncNames(folder)
  }

  /// Makes durable which names a folder has.
  static func syncNames(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Gives a folder another name, durably; an empty folder of that name is replaced.
  static func rename(_ path: String, to target: String) throws(JournalError) {
    guard systemRename(path, target) == 0 else { throw failure(target, errno) }
    syncNames(parent(of: target))
  }

  /// Lets two folders change names in one step, durably.
  ///
  /// Returns `false` where the system or the file system has no such step.
  static func exchange(_ path: String, with other: String) throws(JournalError) -> Bool {
    #if os(Linux)
      // Looked up by name: the headers show it to C programs alone.
      // Source: renameat2(2), RENAME_EXCHANGE
      typealias Rename =
        @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
      guard let symbol = dlsym(nil, "renameat2") else { return false }
      guard unsafeBitCast(symbol, to: Rename.self)(AT_FDCWD, path, AT_FDCWD, other, 2) == 0 else {
        if errno == EINVAL || errno == ENOSYS { return false }
        throw failure(other, errno)
      }
      syncNames(parent(of: other))
      return true
    #else
      return false
    #endif
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func systemRename(_ path: String, _ target: String) -> Int32 {
    #if canImport(Glibc)
      Glibc.rename(path, target)
    #elseif canImport(Musl)
      Musl.rename(path, target)
    #else
      Darwin.rename(path, target)
    #endif
  }

  static func failure(_ path: String, _ code: Int32) -> JournalError {
    if code == ENOSPC || code == EDQUOT { return .diskFull(path: path) }
    return .unwritable(path: path, reason: String(cString: strerror(code)))
  }
}
