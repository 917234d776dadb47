import MarketClimate
import TestSupport
import Testing
import TickStore
import TradingCore

/// US payrolls and quiet nights of recorded ticks, as a person reads them from the picture (`docs/regime.md`).
@Suite(.enabled(if: RealTicks.areAvailable, "\(RealTicks.skipMessage)"))
struct RecordedClimateTests {
  private static func readings(
    _ symbol: String, _ path: String, until end: String
  ) throws -> [Timeframe: [ClimateReading]] {
    let folder = try TemporaryFolder()
    let output = folder.file("real.ticks")
    _ = try TickImport.run(
      inputs: [RealTicks.path(path)], options: ImportOptions(symbol: try #require(Symbol(symbol))),
      output: output)
    let cursor = try TickFileReader(path: output).makeCursor(to: try Timestamp(iso8601: end))
    var block = TickBlock()
    var tracker = ClimateTracker(timeframes: Timeframe.ofRegimes)
    var readings: [Timeframe: [ClimateReading]] = [:]
    while try cursor.nextBlock(into: &block) {
      for update in tracker.take(block.quotes) {
        readings[update.reading.timeframe, default: []].append(update.reading)
      }
    }
    return readings
  }

  /// The readings of bars that ended after one instant, up to another.
  private static func between(
    _ readings: [ClimateReading]?, _ from: String, _ to: String
  ) throws -> [ClimateReading] {
    let times = (try Timestamp(iso8601: from), try Timestamp(iso8601: to))
    return (readings ?? []).filter { $0.at > times.0 && $0.at <= times.1 }
  }

  private static func mean(_ readings: [ClimateReading]) -> Double {
    readings.compactMap(\.chaos).reduce(0, +) / Double(max(readings.count, 1))
  }

  @Test("EURUSD on the payrolls of May 2014: HIGH_CHAOS with the first bar, on M1 to H1")
  func euro() throws {
    let readings = try Self.readings(
      "EURUSD", "lean/Data/forex/oanda/tick/eurusd", until: "2014-05-03T00:00Z")
    for (timeframe, first) in [(Timeframe.m1, "12:31"), (.m5, "12:35"), (.m15, "12:45"), (.h1, "13:00")] {
      let hour = try Self.between(readings[timeframe], "2014-05-02T12:30Z", "2014-05-02T13:30Z")
      #expect(hour.first?.at == (try Timestamp(iso8601: "2014-05-02T\(first)Z")))
      #expect(hour.allSatisfy { $0.regime == .highChaos }, "\(timeframe)")
      #expect(hour.allSatisfy { ($0.chaos ?? 0) > 0.72 }, "\(timeframe)")
    }
    // The minute's reading has a jump in it, and the volatility of the day.
    let minute = try #require(try Self.between(readings[.m1], "2014-05-02T12:30Z", "2014-05-02T12:31Z").first)
    #expect(minute.volatilityPercentile == 1)
    #expect((minute.jumpShare ?? 0) > 0.8)
    // The hours before were no news yet.
    let before = try Self.between(readings[.m5], "2014-05-02T10:00Z", "2014-05-02T12:30Z")
    #expect(before.allSatisfy { $0.regime != .highChaos })
    #expect(before.filter { $0.regime == .rangeStable }.count > before.count / 2)
  }

  @Test("GBPJPY on the payrolls of December 2012, and in the night before them")
  func yen() throws {
    let readings = try Self.readings("GBPJPY", "dukascopy_bi5/GBPJPY", until: "2012-12-08T00:00Z")
    for timeframe in [Timeframe.m1, .m5, .m15] {
      let news = try Self.between(readings[timeframe], "2012-12-07T13:30Z", "2012-12-07T14:30Z")
      let night = try Self.between(readings[timeframe], "2012-12-06T21:00Z", "2012-12-07T04:00Z")
      #expect(news.filter { !$0.regime.authorizes }.count == news.count, "\(timeframe)")
      #expect(news.filter { $0.regime == .highChaos }.count >= news.count * 9 / 10, "\(timeframe)")
      #expect(night.filter { $0.regime == .highChaos }.count <= night.count / 10, "\(timeframe)")
      #expect(Self.mean(news) > Self.mean(night) + 0.15, "\(timeframe)")
    }
  }
}
