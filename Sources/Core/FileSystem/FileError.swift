/// What went wrong with a file, and which one.
package enum FileError: Error, Sendable, Hashable {
  /// There is no such file.
  case missing(path: String)
  /// It is there and can't be opened or read.
  case unreadable(path: String, reason: String)
  /// Text in UTF-16, where it should be in UTF-8.
  case wideText(path: String)
  /// No text in UTF-8, or more of it than any such file has: `kind` names what was expected.
  case notText(path: String, kind: String, mostMebibytes: Int)
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
    case .wideText(let path): "this is text in UTF-16 (\(path)): save it as UTF-8"
    case .notText(let path, let kind, let most):
      "not a \(kind) file (\(path)): expected UTF-8 text of at most \(most) MiB"
    case .uncreatable(let path, let reason):
      "can't make the output file (\(path)): \(reason); choose a path that can be written"
    case .writeFailed(let path, let reason): "writing failed (\(path)): \(reason); nothing was kept"
    case .interrupted: "stopped: nothing half-written was left"
    }
  }
}

extension FileError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .missing: .missingInput
    // Texts that are read whole are what people write to set something.
    case .wideText, .notText: .configuration
    case .uncreatable: .uncreatable
    case .unreadable, .writeFailed: .inputOutput
    case .interrupted(let signal): .interrupted(signal: signal)
    }
  }
}
