/// The file that an output path names once every link on the way is followed: what is written takes the place of
/// that file, and links to it stay what they are.
package struct OutputPath: Sendable, Hashable {
  /// The file's folder, from the root, without links.
  package let folder: String
  /// The file's name in it.
  package let name: String
  /// Who may read and write the file that is there, `nil` when there is none yet.
  let permissions: Int?

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
      let folder: String
      do { folder = try Paths.resolved(parent) } catch {
        throw .uncreatable(path: path, reason: error.reason)
      }
      guard !["", ".", ".."].contains(name) else { throw .uncreatable(path: path, reason: "it is a folder") }
      guard folder != "/proc", !folder.hasPrefix("/proc/") else {
        throw .uncreatable(path: path, reason: "it is a descriptor of a process, not a file")
      }
      let file = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
      let found: FileStatus
      do { found = try FileStatus(of: file, followsLinks: false) } catch {
        guard error == .missing, followed == 0 else {
          let reason = error == .missing ? "it is a link to \(file), which is not there" : error.reason
          throw .uncreatable(path: path, reason: reason)
        }
        (self.folder, self.name, permissions) = (folder, name, nil)
        return
      }
      switch found.kind {
      case .file:
        (self.folder, self.name, permissions) = (folder, name, found.permissions)
        return
      case .link:
        let target: String
        do { target = try Paths.target(of: file) } catch {
          throw .uncreatable(path: path, reason: error.reason)
        }
        next = target.hasPrefix("/") ? target : "\(folder)/\(target)"
      case .folder: throw .uncreatable(path: path, reason: "it is a folder")
      case .pipe, .other: throw .uncreatable(path: path, reason: "it is a device or a pipe, not a file")
      }
    }
    throw .uncreatable(path: path, reason: "its links lead in circles")
  }

  /// Whether the file lies in a folder or in one inside of it, by whatever name; `false` when there is no such folder.
  package func isInside(_ other: String) -> Bool { Self.isFolder(folder, inside: other) }

  /// Whether a path names something in a folder, or the folder itself; what is not there yet counts as what its
  /// nearest folder is.
  package static func isPlace(_ path: String, inside other: String) -> Bool {
    nearestPlace(path).map { isFolder($0, inside: other) } ?? false
  }

  /// What is there already of a path, from the root, without links; `nil` where that can't be told.
  package static func nearestPlace(_ path: String) -> String? {
    var place = path.isEmpty ? "." : path
    while true {
      if let found = try? Paths.resolved(place) { return found }
      let parent = split(place).parent
      guard parent != place else { return nil }
      place = parent
    }
  }

  private static func isFolder(_ folder: String, inside other: String) -> Bool {
    guard let wanted = FileStatus.find(other)?.identity else { return false }
    var place = folder
    while true {
      if FileStatus.find(place)?.identity == wanted { return true }
      guard place != "/" else { return false }
      place = split(place).parent
    }
  }

  private static func split(_ path: String) -> (parent: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let name = String(path[path.index(after: slash)...])
    return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
  }
}
