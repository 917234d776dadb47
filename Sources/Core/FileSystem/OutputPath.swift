#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The file that an output path names once every link on the way is followed: what is written takes the place of
/// that file, and links to it stay what they are.
package struct OutputPath: Sendable, Hashable {
  /// The file's folder, from the root, without links.
  package let folder: String
  /// The file's name in it.
  package let name: String
  /// What another file there may be read and written by, `nil` when there is none yet.
  let mode: mode_t?

  /// The file's path, from the root, without links.
  package var path: String { folder == "/" ? "/\(name)" : "\(folder)/\(name)" }

  private static let mostLinks = 40

  /// Follows the links of a path whose file need not be there.
  ///
  /// - Throws: `uncreatable` where no file can be made: a folder that is missing or in the way, a link to a file that
  ///   is not there or round in circles, a device, a pipe, a socket, a descriptor of a process.
  package init(following path: String) throws(FileError) {
    var next = path
    for followed in 0..<Self.mostLinks {
      let (parent, name) = Self.split(next)
      guard let folder = Self.real(parent) else {
        throw .uncreatable(path: path, reason: String(cString: strerror(errno)))
      }
      guard !["", ".", ".."].contains(name) else { throw .uncreatable(path: path, reason: "it is a folder") }
      guard folder != "/proc", !folder.hasPrefix("/proc/") else {
        throw .uncreatable(path: path, reason: "it is a descriptor of a process, not a file")
      }
      let file = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
      var status = stat()
      guard lstat(file, &status) == 0 else {
        guard errno == ENOENT, followed == 0 else {
          let reason = errno == ENOENT ? "it is a link to \(file), which is not there" : Self.lastError
          throw .uncreatable(path: path, reason: reason)
        }
        (self.folder, self.name, mode) = (folder, name, nil)
        return
      }
      switch status.st_mode & S_IFMT {
      case S_IFREG:
        (self.folder, self.name, mode) = (folder, name, status.st_mode & 0o777)
        return
      case S_IFLNK:
        guard let target = Self.target(of: file) else {
          throw .uncreatable(path: path, reason: Self.lastError)
        }
        next = target.hasPrefix("/") ? target : "\(folder)/\(target)"
      case S_IFDIR: throw .uncreatable(path: path, reason: "it is a folder")
      default: throw .uncreatable(path: path, reason: "it is a device or a pipe, not a file")
      }
    }
    throw .uncreatable(path: path, reason: "its links lead in circles")
  }

  /// Whether the file lies in a folder or in one inside of it, by whatever name; `false` when there is no such folder.
  package func isInside(_ other: String) -> Bool { Self.isFolder(folder, inside: other) }

  /// Whether a path names something in a folder, or the folder itself; what is not there yet counts as what its
  /// nearest folder is.
  package static func isPlace(_ path: String, inside other: String) -> Bool {
    var place = path.isEmpty ? "." : path
    while true {
      if let folder = real(place) { return isFolder(folder, inside: other) }
      let parent = split(place).parent
      guard parent != place else { return false }
      place = parent
    }
  }

  private static func isFolder(_ folder: String, inside other: String) -> Bool {
    var wanted = stat()
    guard stat(other, &wanted) == 0 else { return false }
    var place = folder
    while true {
      var status = stat()
      if stat(place, &status) == 0, status.st_dev == wanted.st_dev, status.st_ino == wanted.st_ino {
        return true
      }
      guard place != "/" else { return false }
      place = split(place).parent
    }
  }

  private static var lastError: String { String(cString: strerror(errno)) }

  private static func split(_ path: String) -> (parent: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let name = String(path[path.index(after: slash)...])
    return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
  }

  /// A path from the root without links; `nil`, and `errno`, when there is nothing.
  private static func real(_ path: String) -> String? {
    guard let text = realpath(path, nil) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }

  private static func target(of link: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(link, &bytes, bytes.count)
    return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
