package import TradingCore

/// What tests trade.
package enum Known {
  /// An instrument of the standard catalog, by its name.
  package static func instrument(_ name: String) -> Instrument {
    guard let symbol = Symbol(name), let found = InstrumentCatalog.standard[symbol] else {
      preconditionFailure("the standard catalog has \(name)")
    }
    return found
  }

  /// EURUSD: a point is 0.00001, on 1,000 units (0.01 lot) one cent.
  package static let eurusd = instrument("EURUSD")

  /// A quote so many milliseconds after Wednesday 2024-01-10 12:00:00 UTC (07:00 New York), in points.
  package static func quote(_ milliseconds: Int64, _ bid: Int64, _ ask: Int64) -> Quote {
    Quote(eventTime: time(milliseconds), bid: Price(points: bid), ask: Price(points: ask))
  }

  /// So many milliseconds after Wednesday 2024-01-10 12:00:00 UTC.
  package static func time(_ milliseconds: Int64) -> Timestamp {
    Timestamp(milliseconds: 1_704_888_000_000 + milliseconds)
  }
}
