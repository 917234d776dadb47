package import TradingCore

/// The one session an entry counts under, so that the sessions' results add up to the whole.
///
/// London with New York is a session of its own; else London and New York come before Asia.
package enum EntrySession: String, Sendable, Hashable, Codable, CaseIterable {
  /// Tokyo is open, London and New York are not.
  case asia
  /// London is open, New York is not.
  case london
  /// London and New York are both open.
  case overlap = "london_new_york"
  /// New York is open, London is not.
  case newYork = "new_york"
  /// None of the three is open.
  case offHours = "off_hours"

  /// The session of an instant.
  package init(at time: Timestamp) {
    switch (TradingSession.london.isOpen(at: time), TradingSession.newYork.isOpen(at: time)) {
    case (true, true): self = .overlap
    case (true, false): self = .london
    case (false, true): self = .newYork
    case (false, false): self = TradingSession.asia.isOpen(at: time) ? .asia : .offHours
    }
  }
}
