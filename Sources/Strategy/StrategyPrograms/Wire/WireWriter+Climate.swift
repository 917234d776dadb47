import TradingCore

/// Regimes as the `climate` of an event has them.
extension WireWriter {
  /// Readings, each with its symbol; what a reading lacks is left out.
  mutating func climate(_ readings: [ToldAccount.ToldReading]) {
    raw("[")
    for (index, told) in readings.enumerated() {
      if index > 0 { raw(",") }
      member("{\"symbol\":", Int64(told.symbolIndex))
      reading(told.reading)
      raw("}")
    }
    raw("]")
  }

  private mutating func reading(_ reading: ClimateReading) {
    member(",\"timeframe\":", reading.timeframe.rawValue)
    member(",\"at\":", reading.at.nanoseconds)
    member(",\"regime\":", reading.regime.rawValue)
    member(",\"since\":", reading.since.nanoseconds)
    ratio(",\"chaos\":", reading.chaos)
    ratio(",\"quality\":", reading.quality)
    ratio(",\"efficiency_ratio\":", reading.efficiencyRatio)
    ratio(",\"permutation_entropy\":", reading.permutationEntropy)
    ratio(",\"jump_share\":", reading.jumpShare)
    ratio(",\"volatility_percentile\":", reading.volatilityPercentile)
    if let basis = reading.volatilityBasis { member(",\"volatility_basis\":", basis.rawValue) }
    member(",\"direction\":", Int64(reading.direction))
    if let reason = reading.unknownReason { member(",\"unknown_reason\":", reason.rawValue) }
  }

  /// The shortest decimal that reads as the same bits.
  private mutating func ratio(_ key: StaticString, _ value: Double?) {
    guard let value, value.isFinite else { return }
    raw(key)
    for byte in value.description.utf8 { self.byte(byte) }
  }
}
