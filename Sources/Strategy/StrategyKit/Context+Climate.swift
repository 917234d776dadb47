public import TradingCore

/// What kind of market it is: regimes as of the last closed bars, and the sessions that are open.
extension Context {
  /// How a symbol's market was on a timeframe as of its last closed bar; `nil` before the first, and for what the
  /// strategy's `regimes` do not name.
  public func climate(_ timeframe: Timeframe, symbolIndex: Int = 0) -> ClimateReading? {
    guard let place = Self.climatePlace(timeframe, symbolIndex: symbolIndex), place < climate.count else {
      return nil
    }
    return climate[place]
  }

  /// The regime of a symbol on a timeframe; `unknown` where there is no reading.
  public func regime(_ timeframe: Timeframe, symbolIndex: Int = 0) -> MarketRegime {
    climate(timeframe, symbolIndex: symbolIndex)?.regime ?? .unknown
  }

  /// Whether a trading center is open now, by its business hours.
  public func isOpen(_ session: TradingSession) -> Bool { session.isOpen(at: now) }

  /// Where a reading stands in `climate`; `nil` for a timeframe that has no regime.
  package static func climatePlace(_ timeframe: Timeframe, symbolIndex: Int) -> Int? {
    let place: Int
    switch timeframe {
    case .m1: place = 0
    case .m5: place = 1
    case .m15: place = 2
    case .h1: place = 3
    case .h4: place = 4
    case .m30, .d1: return nil
    }
    return symbolIndex * 5 + place
  }
}
