/// Whether somebody has asked to stop; passed to long work, which looks at it between steps.
///
/// Work that is to stop unwinds through a thrown `FileError.interrupted`, so that output files are dropped and not left
/// half-written. Who asks, and how, is the business of whoever starts the work: a program's signals, a test, a client
/// that hangs up.
package struct Cancellation: Sendable {
  private let read: @Sendable () -> Int32?

  /// A cancellation that `signal` tells of: the number of the signal that asked, `nil` while nobody has.
  package init(signal: @escaping @Sendable () -> Int32?) { read = signal }

  /// Nobody asks.
  package static let never = Cancellation { nil }

  /// The signal that asked to stop, or `nil`.
  package var signal: Int32? { read() }

  /// Stops the work in hand when somebody asked for it.
  ///
  /// - Throws: `FileError.interrupted`.
  package func check() throws(FileError) {
    if let signal = read() { throw .interrupted(signal: signal) }
  }
}
