package import FileSystem

/// Why a tour can't go on.
package enum TourError: Error, Sendable, Hashable {
  /// The run of the bots did not start.
  case notStarted(reason: String)
  /// It ended with an exit code that it should not have.
  case failed(code: Int32, said: String)
  /// It was over before it could be killed.
  case tooFast
  /// What was killed and went on, or was run again, came to something else.
  case different(what: String)
}

extension TourError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .notStarted(let reason): "the bots' run can't be started (slipway run): \(reason)"
    case .failed(let code, let said): "the bots' run ended with \(code) (slipway run): \(said)"
    case .tooFast: "the bots' run was over before it could be killed (slipway run): try again"
    case .different(let what): "\(what) is not as it should be"
    }
  }
}

extension TourError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .notStarted, .failed: .unavailable
    case .tooFast: .tryAgain
    case .different: .fault
    }
  }
}
