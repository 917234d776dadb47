package import TradingCore

/// A message that one channel is to get now.
package struct DueDelivery: Sendable, Hashable {
  /// What is to be sent.
  package var message: NotificationMessage
  /// The channel's name.
  package var channel: String
  /// Which attempt this is, from 1.
  package var attempt: Int

  /// A delivery that is due.
  package init(message: NotificationMessage, channel: String, attempt: Int) {
    self.message = message
    self.channel = channel
    self.attempt = attempt
  }
}

/// Where messages wait, as the dispatcher sees it. Both closures are called by several tasks at once, for one
/// channel by one task only.
package struct DeliveryQueue: Sendable {
  /// The next message that is due for a channel at a time, `nil` when there is none.
  package var nextDue: @Sendable (_ channel: String, _ now: Timestamp) async -> DueDelivery?
  /// Keeps what follows an attempt; the message must not be due again before it returns.
  package var record: @Sendable (_ delivery: DueDelivery, _ step: DeliveryStep) async -> Void

  /// A queue.
  package init(
    nextDue: @escaping @Sendable (_ channel: String, _ now: Timestamp) async -> DueDelivery?,
    record: @escaping @Sendable (_ delivery: DueDelivery, _ step: DeliveryStep) async -> Void
  ) {
    self.nextDue = nextDue
    self.record = record
  }
}
