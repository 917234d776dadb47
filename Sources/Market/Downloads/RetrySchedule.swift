/// How long to wait before asking again, and when to give up.
package struct RetrySchedule: Sendable, Hashable {
  /// How often one hour is asked for, the first time included.
  package var attempts: Int
  /// The wait after the first failure, before jitter; it doubles with each further one.
  package var first = Duration.milliseconds(500)
  /// The longest wait of our own making.
  package var longest = Duration.seconds(30)
  /// A server that asks for a longer wait than this is given up on.
  package var patience = Duration.seconds(300)

  /// A schedule of so many attempts.
  package init(attempts: Int = 6) { self.attempts = attempts }

  /// The wait after a failed attempt: the doubling one times 0.5 to 1, at least what the server asked for.
  ///
  /// - Parameters:
  ///   - attempt: the one that failed, from 1.
  ///   - jitter: uniform between 0 and 1, so that many clients don't come back together.
  ///   - retryAfter: what the server asked for.
  /// - Returns: `nil` to give up.
  package func delay(afterAttempt attempt: Int, jitter: Double, retryAfter: Duration? = nil) -> Duration? {
    guard attempt < attempts else { return nil }
    if let retryAfter, retryAfter > patience { return nil }
    var delay = first
    for _ in 1..<max(attempt, 1) where delay < longest { delay *= 2 }
    delay = min(delay, longest) * (0.5 + 0.5 * min(max(jitter, 0), 1))
    return max(delay, retryAfter ?? .zero)
  }
}
