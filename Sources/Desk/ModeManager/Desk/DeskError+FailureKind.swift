import Feeds
package import FileSystem
import Journal
import SessionRecording
import TickStore

extension DeskError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .journal(let error): error.failureKind
    case .ticks(let error): error.failureKind
    case .file(let error): error.failureKind
    case .feed(let error): error.failureKind
    case .log(let error): error.failureKind
    case .noBots, .noTicks, .unknownSession: .usage
    case .noVenue, .program: .unavailable
    case .openSession: .tryAgain
    case .unwritten: .inputOutput
    case .sizesMissing, .state, .diverged, .intentDiverged: .data
    case .sessionTicks: .missingInput
    case .digits, .recipe, .risk: .configuration
    }
  }
}
