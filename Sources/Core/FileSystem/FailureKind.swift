/// What kind of failure an error is: what a program's exit code, and the status of an answer over HTTP, are chosen from.
///
/// It stands beside `FileError`, as that is the cause which every other layer wraps and passes on.
package enum FailureKind: Sendable, Hashable {
  /// The work was done, and the answer is no.
  case no
  /// What was asked for can't be: an unknown name, a value out of range.
  case usage
  /// The data is wrong.
  case data
  /// An input file is missing.
  case missingInput
  /// A service or a strategy program that the work needs is not there or does not answer as it should.
  case unavailable
  /// A fault of ours.
  case fault
  /// An output file can't be made.
  case uncreatable
  /// Reading or writing failed.
  case inputOutput
  /// Another instance holds the lock, or the same may succeed a little later.
  case tryAgain
  /// A signature, role, passphrase or grant is missing or invalid.
  case notPermitted
  /// The configuration is wrong.
  case configuration
  /// A signal of this number asked to stop.
  case interrupted(signal: Int32)
}

/// An error that states what kind of failure it is.
package protocol ClassifiedError: Error {
  /// The kind; of an error that only passes another one on, that one's.
  var failureKind: FailureKind { get }
}

extension FailureKind {
  /// The kind of any error: what nobody expected and therefore nobody classified is a fault of ours.
  package init(of error: any Error) { self = (error as? any ClassifiedError)?.failureKind ?? .fault }
}
