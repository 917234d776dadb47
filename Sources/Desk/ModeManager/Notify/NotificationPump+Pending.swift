package import Journal
import Notifications
import TradingCore

/// What became of the messages that waited.
package struct PendingReport: Sendable, Hashable {
  /// Delivered.
  package internal(set) var sent = 0
  /// Tried in vain, to be tried again.
  package internal(set) var failed = 0
  /// Given up.
  package internal(set) var dead = 0
  /// Still waiting, those that were tried in vain included.
  package internal(set) var left = 0
  /// Why a channel was left, by its name.
  package internal(set) var reasons: [String: String] = [:]
}

extension NotificationPump {
  /// Delivers what waits, whenever it is due, once and without starting the pump. A channel that fails is left with
  /// its remaining messages.
  ///
  /// - Throws: `JournalError` when the outbox can't be read or written.
  package func sendPending() async throws(JournalError) -> PendingReport {
    guard let courier else { return PendingReport() }
    await courier.tidy(channels: channels, path: configuration.path)
    let report = await withTaskGroup(of: PendingReport.self) { group in
      for channel in channels { group.addTask { await self.sendPending(over: channel, courier) } }
      var report = PendingReport()
      for await part in group {
        report.sent += part.sent
        report.failed += part.failed
        report.dead += part.dead
        report.reasons.merge(part.reasons) { $1 }
      }
      return report
    }
    var result = report
    result.left = await courier.waiting()
    if let fault = courier.fault { throw fault }
    return result
  }

  private func sendPending(over channel: String, _ courier: OutboxCourier) async -> PendingReport {
    let policy = DeliveryPolicy(configuration.retry)
    var report = PendingReport()
    while !Task.isCancelled, let due = await courier.next(channel, at: .distantFuture) {
      let outcome = await dispatcher.deliver(due.message, over: channel)
      let step = policy.step(
        afterAttempt: due.attempt, outcome: outcome, now: settings.now(), jitter: settings.random())
      await courier.record(due, step)
      switch step {
      case .done: report.sent += 1
      case .dead(let reason):
        report.dead += 1
        report.reasons[channel] = reason
      case .retry(_, let reason):
        report.failed += 1
        report.reasons[channel] = reason
        return report
      }
      if courier.fault != nil { return report }
    }
    return report
  }
}
