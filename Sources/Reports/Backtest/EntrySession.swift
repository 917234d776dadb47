import TradingCore

/// The one session an entry counts under, so that the sessions' results add up to the whole.
///
/// London with New York is a session of its own; else London and New York come before Asia.
enum EntrySession: String, Sendable, Hashable, CaseIterable {
  /// Tokyo is open, London and New York are not.
  case asia
  /// London is open, New York is not.
  case london
  /// London and New York are both open.
  case overlap
  /// New York is open, London is not.
  case newYork
  /// None of the three is open.
  case offHours

  /// The session of an instant.
  init(at time: Timestamp) {
    switch (TradingSession.london.isOpen(at: time), TradingSession.newYork.isOpen(at: time)) {
    case (true, true): self = .overlap
    case (true, false): self = .london
    case (false, true): self = .newYork
    case (false, false): self = TradingSession.asia.isOpen(at: time) ? .asia : .offHours
    }
  }
}
