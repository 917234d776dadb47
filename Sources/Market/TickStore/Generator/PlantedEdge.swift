/// An edge that is planted in a synthetic market, so that there is something to find. No market is like that.
package enum PlantedEdge: String, Sendable, Hashable, CaseIterable {
  /// Prices are drawn back to their average of the last day or so: half of a move is taken back within four hours.
  case reversion

  /// What a file of such ticks says of it.
  var provenance: String {
    switch self {
    case .reversion:
      "planted: prices are drawn back to their average, so that strategies which bet on that earn; no market is like that"
    }
  }
}

/// Draws a price back to its average, minute by minute.
struct PriceReversion {
  /// The share of the distance that is taken back in a minute: half in 231 minutes.
  private static let pull = 0.003
  /// The share of the price in its average, by the minute: that of some 17 hours.
  private static let weight = 0.001

  private var average: Double

  init(at price: Double) { average = price }

  /// The price at the start of a minute.
  mutating func drawn(_ price: Double) -> Double {
    average += (price - average) * Self.weight
    return price + (average - price) * Self.pull
  }
}
