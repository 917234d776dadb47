/// A name that a broker gave to something: 1 to 64 printable ASCII characters without spaces.
///
/// Each kind of thing has a type of its own, so that a trade's name can't be taken for an order's.
package protocol VenueIdentifier: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  /// The name, as the broker writes it.
  var text: String { get }

  /// The name in a text; `nil` when it is none.
  init?(_ text: String)
}

extension VenueIdentifier {
  /// The name.
  package var description: String { text }

  /// Orders by name, byte by byte.
  package static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Whether a text can be such a name.
  static func isName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  /// Reads the bare name.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let name = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a broker's name of anything")
    }
    self = name
  }

  /// Writes the bare name.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// A broker's name of an order. Some brokers give an order that is changed a new one.
package struct VenueOrderID: VenueIdentifier {
  /// The name, as the broker writes it.
  package let text: String

  /// The name in a text; `nil` unless it is 1 to 64 printable characters without spaces.
  package init?(_ text: String) {
    guard Self.isName(text) else { return nil }
    self.text = text
  }
}

/// A broker's name of one execution: what executions are told apart by.
package struct TradeID: VenueIdentifier {
  /// The name, as the broker writes it.
  package let text: String

  /// The name in a text; `nil` unless it is 1 to 64 printable characters without spaces.
  package init?(_ text: String) {
    guard Self.isName(text) else { return nil }
    self.text = text
  }
}

/// A broker's name of a position: what a hedging account closes by.
package struct VenuePositionID: VenueIdentifier {
  /// The name, as the broker writes it.
  package let text: String

  /// The name in a text; `nil` unless it is 1 to 64 printable characters without spaces.
  package init?(_ text: String) {
    guard Self.isName(text) else { return nil }
    self.text = text
  }
}
