/// An instrument's name as brokers and files use it: `EURUSD`, `XAUUSD`, `BTCUSDT`.
public struct Symbol: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The name, upper case.
  public let name: String

  /// A symbol of the given name.
  ///
  /// - Returns: `nil` unless the name is 1 to 32 letters, digits or `. _ - #`; letters are upper-cased.
  public init?(_ name: String) {
    let upper = name.uppercased()
    let allowed = upper.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || ".-_#".utf8.contains($0)
    }
    guard (1...32).contains(upper.utf8.count), allowed else { return nil }
    self.name = upper
  }

  /// Orders by name, byte by byte.
  public static func < (left: Symbol, right: Symbol) -> Bool {
    left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }

  /// The name.
  public var description: String { name }
}

extension Symbol: Codable {
  /// Reads a name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let symbol = Symbol(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a symbol")
    }
    self = symbol
  }

  /// Writes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
