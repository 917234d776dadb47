package import JSONText

/// What a feed sent in a session and nobody was given.
package struct DroppedQuotes: Sendable, Hashable {
  /// Older than the last one of their symbol.
  package var late: Int
  /// Sent before: the same time, prices and sizes.
  package var repeated: Int
  /// Stamped further ahead of the clock than is believed.
  package var ahead: Int
  /// Lines that were no quotes.
  package var unreadable: Int

  /// All of them.
  package var total: Int { late + repeated + ahead + unreadable }

  /// As a JSON object.
  package var json: JSONValue {
    [
      "late": .count(late), "repeated": .count(repeated), "ahead": .count(ahead),
      "unreadable": .count(unreadable),
    ]
  }

  /// `44 repeated, 2 late`; empty for none.
  package var text: String {
    [(repeated, "repeated"), (late, "late"), (ahead, "stamped ahead"), (unreadable, "unreadable")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }
}

extension DroppedQuotes {
  /// The counts that `json` made; `nil` for anything else.
  package init?(json: JSONValue?) {
    guard let late = Self.count(json, "late"), let repeated = Self.count(json, "repeated"),
      let ahead = Self.count(json, "ahead"), let unreadable = Self.count(json, "unreadable")
    else { return nil }
    self.init(late: late, repeated: repeated, ahead: ahead, unreadable: unreadable)
  }

  private static func count(_ json: JSONValue?, _ name: String) -> Int? {
    guard case .integer(let value)? = json?[name], value >= 0 else { return nil }
    return Int(exactly: value)
  }
}
