package import TradingCore

/// A strategy or bot that suits a timeframe as it is now, and how well.
package struct ClimateMatch<Name: Sendable & Hashable & Comparable>: Sendable, Hashable {
  /// Who.
  package let name: Name
  /// On which timeframe.
  package let timeframe: Timeframe
  /// The regime that it suits.
  package let regime: MarketRegime
  /// From 0 to 10.
  package let score: Double

  /// Which of these suit which of the readings: by timeframe, shortest first, then by score, highest first, then by name.
  /// None in HIGH_CHAOS, NEWS_EVENT and UNKNOWN.
  package static func matches(
    of candidates: some Sequence<(name: Name, suitability: ClimateSuitability)>,
    in readings: some Sequence<ClimateReading>
  ) -> [ClimateMatch] {
    let candidates = Array(candidates)
    let byTimeframe = readings.sorted { $0.timeframe.nanoseconds < $1.timeframe.nanoseconds }
    return byTimeframe.flatMap { reading in
      candidates.compactMap { candidate in
        candidate.suitability.score(in: reading).map {
          ClimateMatch(
            name: candidate.name, timeframe: reading.timeframe, regime: reading.regime, score: $0)
        }
      }
      .sorted { ($1.score, $0.name) < ($0.score, $1.name) }
    }
  }
}

extension ClimateSuitability {
  /// How well a reading suits, from 0 to 10: `10 · quality · (1 − chaos²)`; `nil` where it does not suit.
  ///
  /// chaos² is what stands under the root of chaos, volatility times disorder, so that a calm market costs little and a
  /// wild one much: of 10, a chaos of 0.2 leaves 9.6, one of 0.7 leaves 5.1.
  package func score(in reading: ClimateReading) -> Double? {
    guard suits(reading.regime, on: reading.timeframe), let chaos = reading.chaos else { return nil }
    return 10 * reading.quality * (1 - chaos * chaos)
  }
}
