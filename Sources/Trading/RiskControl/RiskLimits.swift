import TradingCore

/// A bot's own limits, besides what its broker allows. Part of its identity.
package struct RiskLimits: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case maximumLots = "maximumLots"
    case maximumOpenPositions = "maximumOpenPositions"
    case maximumPriceDistanceMillionths = "maximumPriceDistanceMillionths"
    case staleQuoteSeconds = "staleQuoteSeconds"
  }

  /// Largest order in 1e-8 lots; `nil` leaves the instrument's.
  package var maximumLots: Int64?
  /// Most positions open at a time; `nil` for any number.
  package var maximumOpenPositions: Int?
  /// Furthest a limit or stop price may be from the market, in millionths of the market's price.
  package var maximumPriceDistanceMillionths: Int64
  /// Age in seconds from which a quote is too old to open on; `nil` leaves the broker's.
  package var staleQuoteSeconds: Int64?

  /// Limits; the defaults deny only what is certainly a mistake.
  package init(
    maximumLots: Int64? = nil, maximumOpenPositions: Int? = nil,
    maximumPriceDistanceMillionths: Int64 = 500_000,
    staleQuoteSeconds: Int64? = nil
  ) {
    self.maximumLots = maximumLots
    self.maximumOpenPositions = maximumOpenPositions
    self.maximumPriceDistanceMillionths = maximumPriceDistanceMillionths
    self.staleQuoteSeconds = staleQuoteSeconds
  }

  /// Every value as `key=value` lines, sorted, for the identity digest.
  package var canonicalLines: [String] {
    [
      "risk.max_lots=\(maximumLots.map { "\($0)" } ?? "none")",
      "risk.max_open_positions=\(maximumOpenPositions.map { "\($0)" } ?? "none")",
      "risk.max_price_distance_millionths=\(maximumPriceDistanceMillionths)",
      "risk.stale_quote_seconds=\(staleQuoteSeconds.map { "\($0)" } ?? "none")",
    ]
  }
}
