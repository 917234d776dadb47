import Foundation
import MarketClimate
import Testing
import TradingCore

/// Who suits which timeframe now.
struct ClimateMatchTests {
  private static func reading(
    _ timeframe: Timeframe, _ regime: MarketRegime, chaos: Double? = 0.5, quality: Double = 0.8
  ) -> ClimateReading {
    ClimateReading(
      timeframe: timeframe, at: ClimateStreams.start, regime: regime, since: ClimateStreams.start,
      chaos: chaos,
      quality: quality)
  }

  private static let scalper = (
    "scalper", ClimateSuitability(regimes: [.rangeStable], timeframes: [.m1, .m5])
  )
  private static let macro = ("macro", ClimateSuitability(regimes: [.trendStable, .breakoutPrime]))
  private static let anything = ("anything", ClimateSuitability())

  @Test(
    "ten times quality times calm",
    arguments: [(1, 0, 10), (0.5, 0, 5), (1, 0.5, 7.5), (0.8, 0.5, 6), (0, 0, 0)]
      as [(Double, Double, Double)])
  func score(quality: Double, chaos: Double, score: Double) {
    let reading = Self.reading(.m5, .rangeStable, chaos: chaos, quality: quality)
    #expect(Self.scalper.1.score(in: reading) == score)
  }

  @Test("by timeframe, then by score, then by name")
  func order() {
    let matches = ClimateMatch.matches(
      of: [Self.macro, Self.scalper, Self.anything],
      in: [Self.reading(.h1, .trendStable, chaos: 0.2), Self.reading(.m5, .rangeStable)])
    #expect(matches.map(\.name) == ["anything", "scalper", "anything", "macro"])
    #expect(matches.map(\.timeframe) == [.m5, .m5, .h1, .h1])
    #expect(matches.map(\.score) == [6, 6, 10 * 0.8 * (1 - 0.2 * 0.2), 10 * 0.8 * (1 - 0.2 * 0.2)])
  }

  @Test(
    "nobody in HIGH_CHAOS, NEWS_EVENT and UNKNOWN",
    arguments: [.highChaos, .newsEvent, .unknown] as [MarketRegime])
  func nobody(regime: MarketRegime) {
    let greedy = ("greedy", ClimateSuitability(regimes: MarketRegime.allCases))
    #expect(ClimateMatch.matches(of: [greedy], in: [Self.reading(.m1, regime)]) == [])
  }

  @Test("what is declared has one order, and each once")
  func oneOrder() throws {
    let first = ClimateSuitability(regimes: [.breakoutPrime, .trendStable], timeframes: [.h1, .m5])
    let second = ClimateSuitability(
      regimes: [.trendStable, .breakoutPrime, .trendStable], timeframes: [.m5, .h1, .h1])
    #expect(first == second)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      String(decoding: try encoder.encode(first), as: UTF8.self)
        == #"{"regimes":["TREND_STABLE","BREAKOUT_PRIME"],"timeframes":["M5","H1"]}"#)
  }
}
