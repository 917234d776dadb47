#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Folders that a program keeps its own files in.
package enum Folders {
  /// Makes a folder and those above it, where they are not there yet.
  ///
  /// - Throws: `uncreatable`, also when a file is in the way.
  package static func make(_ path: String) throws(FileError) {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw .uncreatable(path: path, reason: "a file is in the way")
      }
      return
    }
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    if !parent.isEmpty { try make(parent) }
    // Another process may have made it in between.
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw .uncreatable(path: path, reason: String(cString: strerror(errno)))
    }
  }

  /// Whether there is a folder at the path.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder but for hidden ones, sorted; none when it isn't there or can't be read.
  package static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// The path from the root, for whoever looks at it from another working directory; links stay as they are.
  package static func absolutePath(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    var rest = path[...]
    while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
    let base = String(cString: folder)
    return base == "/" ? "/\(rest)" : "\(base)/\(rest)"
  }

  /// The size of a file, `nil` when there is none.
  ///
  /// - Throws: `unreadable` when that can't be told.
  package static func sizeOfFile(_ path: String) throws(FileError) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "expected a file")
    }
    return Int(status.st_size)
  }

  /// Takes back a file that was just made; one that is not there is no error.
  package static func discard(_ path: String) { _ = unlink(path) }
}
