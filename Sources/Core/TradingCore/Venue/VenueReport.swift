/// Something a broker, or the bridge to it, tells an engine: what comes in by its fourth door.
///
/// It is written to the session's log before it takes effect; its stored form is in `VenueReport+Codable.swift`.
@usableFromInline
package struct VenueReport: Sendable, Hashable {
  /// What is told.
  package enum Content: Sendable, Hashable {
    /// The broker has an order; it may not work yet.
    case accepted(OrderNotice)
    /// An order works.
    case working(OrderNotice)
    /// An execution.
    case executed(VenueExecution)
    /// An order, or what was left of it, was canceled.
    case canceled(OrderNotice)
    /// An order or close was refused; the text is the broker's own.
    case rejected(OrderNotice, RejectionCode, text: String)
    /// An order, or what was left of it, came to its end.
    case expired(OrderNotice)
    /// An order works with its new values, for some brokers under a new name.
    case replaced(OrderNotice)
    /// A cancel was refused; the order goes on.
    case cancelRejected(OrderNotice, RejectionCode, text: String)
    /// A change of an order or of a position's levels was refused; it goes on as it was. For levels the notice names
    /// the order that opened the position.
    case replaceRejected(OrderNotice, RejectionCode, text: String)
    /// A position's levels stand at the broker; the notice names the order that opened it.
    case protected(OrderNotice)
    /// The broker closed a position, or a part of it, by itself: for want of margin or at a level that rests with it.
    case positionClosed(VenueExecution, FillReason)
    /// Money came or went.
    case balanceChanged(BalanceChange)
    /// An intent never left the house: it may be asked for again.
    case notSent(intent: UInt64)
    /// Nobody knows whether an intent was delivered: it is looked up, never sent again.
    case unknown(intent: UInt64, why: String)
    /// Looked up: the broker has never had such an order.
    case absent(OrderKey)
    /// What the account holds.
    case snapshot(VenueSnapshot)
    /// The connection is gone; why, for people.
    case connectionLost(String)
    /// The connection is back; whether every event since it was lost comes, too. If not, a snapshot is due.
    case connectionRestored(isGapless: Bool)
  }

  /// When it happened, by the broker's clock; `nil` where it does not say.
  package var eventTime: Timestamp?
  /// When we had it.
  package var receiveTime: Timestamp
  /// Whether the broker marked it as told before.
  package var isReplayed: Bool
  /// The intent that asked for it, where it was looked up: what was asked for after that it says nothing of.
  package var answers: UInt64?
  /// What is told.
  package var content: Content

  /// A report from its parts.
  package init(
    _ content: Content, eventTime: Timestamp? = nil, receiveTime: Timestamp, isReplayed: Bool = false,
    answers: UInt64? = nil
  ) {
    self.content = content
    self.eventTime = eventTime
    self.receiveTime = receiveTime
    self.isReplayed = isReplayed
    self.answers = answers
  }
}
