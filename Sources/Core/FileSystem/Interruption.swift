import Synchronization

/// A request to stop, set by a signal handler and looked at by long work between steps.
///
/// An atomic store is all a signal handler may do; the work itself then unwinds through a thrown
/// `FileError.interrupted`, so that output files are dropped and not left half-written.
package enum Interruption {
  private static let signalNumber = Atomic<Int32>(0)

  /// Remembers the signal; the first one counts.
  package static func request(signal: Int32) {
    _ = signalNumber.compareExchange(expected: 0, desired: signal, ordering: .relaxed)
  }

  /// The signal that asked to stop, or `nil`.
  package static var requested: Int32? {
    let value = signalNumber.load(ordering: .relaxed)
    return value == 0 ? nil : value
  }

  /// Forgets the request; for tests.
  package static func clear() { signalNumber.store(0, ordering: .relaxed) }

  /// Stops the work in hand when somebody asked for it.
  ///
  /// - Throws: `FileError.interrupted`.
  package static func check() throws(FileError) {
    if let signal = requested { throw .interrupted(signal: signal) }
  }
}
