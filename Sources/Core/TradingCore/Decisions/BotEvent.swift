/// What a bot did or was told, in order: its journal.
@usableFromInline
package enum BotEvent: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case asked = "asked"
    case denied = "denied"
    case accepted = "accepted"
    case delayed = "delayed"
    case canceled = "canceled"
    case expired = "expired"
    case filled = "filled"
    case rejected = "rejected"
    case marginCall = "marginCall"
    case closed = "closed"
  }

  private enum AskedCodingKeys: String, CodingKey {
    case _0 = "_0"
    case at = "at"
  }

  private enum DeniedCodingKeys: String, CodingKey {
    case _0 = "_0"
    case at = "at"
  }

  private enum AcceptedCodingKeys: String, CodingKey {
    case _0 = "_0"
    case at = "at"
  }

  private enum DelayedCodingKeys: String, CodingKey {
    case _0 = "_0"
    case at = "at"
  }

  private enum CanceledCodingKeys: String, CodingKey {
    case _0 = "_0"
    case at = "at"
  }

  private enum ExpiredCodingKeys: String, CodingKey {
    case _0 = "_0"
    case at = "at"
  }

  private enum FilledCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum RejectedCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum MarginCallCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum ClosedCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

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
