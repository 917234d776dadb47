package import FileSystem
import TickStore

extension SessionLogError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .file(let error): error.failureKind
    case .ticks(let error): error.failureKind
    case .damaged, .unsupported, .segmentMissing, .notASession, .quoteRefused, .controlTooLong,
      .unknownInput:
      .data
    }
  }
}
