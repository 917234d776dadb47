/// What went wrong with a file, and which one. The command line maps each kind to an exit code.
package enum FileError: Error, Sendable, Hashable {
  /// There is no such file.
  case missing(path: String)
  /// It is there and can't be opened or read.
  case unreadable(path: String, reason: String)
  /// An output path can't be made: no such folder, no permission, a folder in the way.
  case uncreatable(path: String, reason: String)
  /// Writing or syncing failed part-way, a full disk most often.
  case writeFailed(path: String, reason: String)
  /// Somebody pressed Ctrl-C, or the process was asked to end, and the work stopped cleanly.
  case interrupted(signal: Int32)
}

extension FileError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .missing(let path): "no such file (\(path)): check the path"
    case .unreadable(let path, let reason): "can't read (\(path)): \(reason)"
    case .uncreatable(let path, let reason):
      "can't make the output file (\(path)): \(reason); choose a path that can be written"
    case .writeFailed(let path, let reason): "writing failed (\(path)): \(reason); nothing was kept"
    case .interrupted: "stopped: nothing half-written was left"
    }
  }
}
