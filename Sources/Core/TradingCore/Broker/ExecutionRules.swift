/// What several orders on one instrument add up to.
public enum AccountMode: String, Sendable, Hashable, Codable, CaseIterable {
  /// One position per instrument; an opposite order reduces or reverses it.
  case netting
  /// Every order opens a position of its own; both directions can be open at once.
  case hedging
}

/// Which quote a market order meets that took L > 0 to arrive.
public enum LatencyRule: String, Sendable, Hashable, Codable, CaseIterable {
  /// The last quote with time ≤ t + L.
  case lastBefore = "last_before"
  /// The first quote with time ≥ t + L.
  case firstAfter = "first_after"
}

/// What a working limit order or take profit fills at when the market reaches it.
public enum LimitFill: String, Sendable, Hashable, Codable, CaseIterable {
  /// Its own price, but for the first quote after the market was closed.
  case atPrice = "at_price"
  /// The quote that reached it: price improvement always.
  case atQuote = "at_quote"
}
