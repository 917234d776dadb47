package import JSONText

/// A bot's place among a session's inputs.
package struct SessionPlace: Sendable, Hashable {
  /// Quotes of the session before it.
  package var quotes: Int
  /// Other inputs before it; `nil` where that was not kept, which is before all of those behind the quotes.
  package var inputs: Int?

  /// A place behind so many quotes, and other inputs where that is known.
  package init(quotes: Int, inputs: Int? = nil) {
    self.quotes = quotes
    self.inputs = inputs
  }

  /// The start of a session.
  package static let start = SessionPlace(quotes: 0, inputs: nil)

  /// Whether somebody who has had so much of the session is at it or behind.
  package func isReached(at position: SessionPosition) -> Bool {
    position.quotes > quotes || (position.quotes == quotes && position.controls >= inputs ?? 0)
  }

  /// Whether it comes before another place.
  package func precedes(_ other: SessionPlace) -> Bool {
    (quotes, inputs ?? 0) < (other.quotes, other.inputs ?? 0)
  }
}

/// As it stands in the cursors of the journal, beside the bot's places in each symbol's ticks.
extension SessionPlace {
  /// The place that a cursor gives in a session; `nil` when it is one of another session.
  package init?(cursor: JSONValue, session: Int64) {
    guard cursor["session"] == .integer(session), case .integer(let quotes)? = cursor["quotes"] else {
      return nil
    }
    self.init(quotes: Int(quotes))
    if case .integer(let count)? = cursor["inputs"] { inputs = Int(count) }
  }

  /// The members of a cursor.
  package func members(session: Int64?) -> [JSONMember] {
    [JSONMember("session", session.map { .integer($0) } ?? .null), JSONMember("quotes", .count(quotes))]
      + (inputs.map { [JSONMember("inputs", .count($0))] } ?? [])
  }
}
