/// How long to wait before connecting again.
package struct ReconnectSchedule: Sendable, Hashable {
  /// The wait after the first failure, in nanoseconds, before jitter.
  package var firstNanoseconds: Int64
  /// The longest wait, in nanoseconds.
  package var mostNanoseconds: Int64
  /// By how many thousandths the wait grows with each further failure: 2000 doubles it.
  package var factorThousandths: Int64

  /// A schedule; by default half a second that doubles up to half a minute.
  package init(
    firstNanoseconds: Int64 = 500_000_000, mostNanoseconds: Int64 = 30_000_000_000,
    factorThousandths: Int64 = 2_000
  ) {
    self.firstNanoseconds = firstNanoseconds
    self.mostNanoseconds = mostNanoseconds
    self.factorThousandths = factorThousandths
  }

  /// The wait after so many failures in a row, in nanoseconds: the growing one times 0.5 to 1.
  ///
  /// - Parameters:
  ///   - failures: from 1.
  ///   - jitter: uniform between 0 and 1, so that many clients don't come back together.
  /// - Returns: at least 1 and at most `mostNanoseconds`.
  package func delay(afterFailures failures: Int, jitter: Double) -> Int64 {
    var delay = Double(firstNanoseconds)
    for _ in 1..<max(min(failures, 1_000), 1) where delay < Double(mostNanoseconds) {
      delay *= Double(factorThousandths) / 1_000
    }
    delay = min(delay, Double(mostNanoseconds)) * (0.5 + 0.5 * min(max(jitter, 0), 1))
    return max(Int64(delay), 1)
  }
}
