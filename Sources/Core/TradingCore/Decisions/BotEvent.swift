/// What a bot did or was told, in order: its journal.
@usableFromInline
package enum BotEvent: Sendable, Hashable, Codable {
  /// What the strategy asked for, on its way to the venue; risk has approved it, a cancel needs no approval.
  case asked(Intent, at: Timestamp)
  /// What the strategy asked for and risk refused.
  case denied(Denial, at: Timestamp)
  /// An order is working at the venue.
  case accepted(ClientOrderID, at: Timestamp)
  /// An order or close waits for a quote it can be filled at.
  case delayed(ClientOrderID, at: Timestamp)
  /// An order was canceled.
  case canceled(ClientOrderID, at: Timestamp)
  /// An order's time was over.
  case expired(ClientOrderID, at: Timestamp)
  /// An execution.
  case filled(Fill)
  /// What the venue refused.
  case rejected(Rejection)
  /// Equity came down to the margin-call level.
  case marginCall(Timestamp)
  /// One matched portion of entry and exit.
  case closed(ClosedTrade)
}
