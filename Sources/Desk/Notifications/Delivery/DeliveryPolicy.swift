package import TradingCore

/// When a failed delivery is tried again. A function of what it is given.
package struct DeliveryPolicy: Sendable, Hashable {
  /// A receiver that asks for more patience than this many seconds gets this much.
  package static let mostPatientSeconds: Int64 = 3_600

  private let retry: NotificationRetry

  /// The policy of a configuration.
  package init(_ retry: NotificationRetry = .init()) { self.retry = retry }

  /// What follows an attempt: the wait grows by the factor up to its most, times 0.5 to 1, and is at least what
  /// the receiver asked for.
  ///
  /// - Parameters:
  ///   - attempt: the one that ended, from 1.
  ///   - outcome: how it ended.
  ///   - now: when it ended.
  ///   - jitter: uniform between 0 and 1, so that many messages don't come back together.
  /// - Returns: what to do with the message.
  package func step(
    afterAttempt attempt: Int, outcome: DeliveryOutcome, now: Timestamp, jitter: Double
  ) -> DeliveryStep {
    switch outcome {
    case .delivered(let refused): return .done(refused: refused)
    case .dead(let reason): return .dead(reason: reason)
    case .retry(let asked, let reason):
      guard attempt < retry.attempts else {
        return .dead(reason: "\(reason), tried \(attempt == 1 ? "once" : "\(attempt) times")")
      }
      let patience = Self.mostPatientSeconds * Timestamp.second
      let least = min(asked?.inNanoseconds ?? 0, patience)
      let wait = Double(seconds(afterAttempt: attempt)) * (0.5 + 0.5 * min(max(jitter, 0), 1))
      return .retry(at: now.advanced(by: max(Int64(wait * 1e9), least)), reason: reason)
    }
  }

  private func seconds(afterAttempt attempt: Int) -> Int64 {
    var seconds = retry.firstSeconds
    for _ in 1..<max(attempt, 1) where seconds < retry.mostSeconds && retry.factor > 1 {
      seconds *= retry.factor
    }
    return min(seconds, retry.mostSeconds)
  }
}

extension Duration {
  /// Whole nanoseconds, for durations below 292 years.
  var inNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
