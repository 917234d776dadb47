import FileSystem
import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("The synthetic market")
struct SyntheticMarketTests {
  private func instrument(_ name: String) throws -> Instrument {
    try #require(Symbol(name).flatMap { InstrumentCatalog.standard[$0] })
  }

  private func quotes(_ market: SyntheticMarket, days: Int) throws -> [Quote] {
    let folder = try TemporaryFolder()
    _ = try market.generate(days: days, to: folder.file("a.ticks"))
    return try Ticks.read(folder.file("a.ticks"))
  }

  /// The literal digest holds the promise that every machine makes the same ticks.
  @Test("A seed gives the same ticks everywhere, and bytes like a recorded EURUSD file's")
  func determinism() throws {
    let folder = try TemporaryFolder()
    let market = SyntheticMarket(try instrument("EURUSD"), seed: 1)
    let summary = try market.generate(days: 2, to: folder.file("a.ticks"))
    #expect(summary.contentDigest == "4a161cdc290a85749432153844ebc37f9fd2e8bda88693c33096ce5537f9bf4a")
    #expect(Double(summary.bytes) / Double(summary.statistics.ticks) <= 2.1)
    #expect((60_000...150_000).contains(summary.statistics.ticks))
    #expect((2...8).contains(summary.statistics.spreadMedian))
    let reader = try TickFileReader(path: folder.file("a.ticks"))
    #expect(reader.timeUnit == .milliseconds)
    #expect(reader.metadata.source == "generated")
    #expect(reader.metadata.provenance == "synthetic market, not recorded: 2 days from 2024-01-01, seed 1")
  }

  @Test("Fewer days are the beginning of more days; other seeds and symbols are other ticks")
  func independence() throws {
    var small = SyntheticMarket.Parameters.standard(for: try instrument("EURUSD"))
    small.ticksPerDay = 2_000
    let market = SyntheticMarket(try instrument("EURUSD"), parameters: small, seed: 1)
    let one = try quotes(market, days: 1)
    let two = try quotes(market, days: 2)
    #expect(one.count > 1_000)
    #expect(Array(two.prefix(one.count)) == one)
    #expect(try quotes(SyntheticMarket(try instrument("EURUSD"), parameters: small, seed: 2), days: 1) != one)
    #expect(try quotes(SyntheticMarket(try instrument("GBPUSD"), parameters: small, seed: 1), days: 1) != one)
  }

  @Test("A planted edge draws prices back, changes nothing else, and the file says so")
  func planted() throws {
    var small = SyntheticMarket.Parameters.standard(for: try instrument("EURUSD"))
    small.ticksPerDay = 2_000
    let random = SyntheticMarket(try instrument("EURUSD"), parameters: small, seed: 1)
    let market = SyntheticMarket(
      try instrument("EURUSD"), parameters: small, seed: 1, planted: .reversion)
    let (plain, drawn) = (try quotes(random, days: 12), try quotes(market, days: 12))
    #expect(drawn.map(\.eventTime) == plain.map(\.eventTime))
    #expect(Self.range(drawn) * 3 < Self.range(plain) * 2)

    let folder = try TemporaryFolder()
    _ = try market.generate(days: 1, to: folder.file("a.ticks"))
    let metadata = try TickFileReader(path: folder.file("a.ticks")).metadata
    #expect(metadata.source == "generated")
    #expect(
      metadata.provenance
        == "synthetic market, not recorded: 1 days from 2024-01-01, seed 1; planted: prices are drawn back to their "
        + "average, so that strategies which bet on that earn; no market is like that")
  }

  private static func range(_ quotes: [Quote]) -> Int64 {
    let bids = quotes.map(\.bid.points)
    return (bids.max() ?? 0) - (bids.min() ?? 0)
  }

  @Test("Nothing trades while the market is closed", arguments: ["EURUSD", "XAUUSD"])
  func hours(name: String) throws {
    let instrument = try instrument(name)
    var parameters = SyntheticMarket.Parameters.standard(for: instrument)
    parameters.ticksPerDay = 3_000
    let friday = try #require(CivilDate(year: 2024, month: 1, day: 5))
    let market = SyntheticMarket(instrument, parameters: parameters, seed: 3, start: friday)
    let quotes = try quotes(market, days: 4)
    #expect(quotes.allSatisfy { instrument.hours.isOpen(at: $0.eventTime) })
    let gaps = zip(quotes, quotes.dropFirst()).map { $1.eventTime.nanoseconds - $0.eventTime.nanoseconds }
    #expect((gaps.max() ?? 0) / Timestamp.hour >= 47)
    #expect(quotes.allSatisfy { $0.bid < $0.ask && $0.bid.points % parameters.priceStep == 0 })
  }

  @Test("A market that is closed on all the days has no ticks to write")
  func closed() throws {
    let folder = try TemporaryFolder()
    let saturday = try #require(CivilDate(year: 2024, month: 1, day: 6))
    let market = SyntheticMarket(try instrument("EURUSD"), seed: 1, start: saturday)
    #expect(throws: TickStoreError.noTicks(path: folder.file("a.ticks"))) {
      try market.generate(days: 1, to: folder.file("a.ticks"))
    }
    #expect(try folder.names() == [])
  }

  @Test("Every instrument known has parameters that make sense")
  func parameters() {
    for instrument in InstrumentCatalog.standard.all {
      let parameters = SyntheticMarket.Parameters.standard(for: instrument)
      #expect(parameters.startPrice >= 1_000, "\(instrument.symbol)")
      #expect(parameters.startPrice < Price.magnitudeLimit / 20, "\(instrument.symbol)")
      #expect(parameters.spread >= 1, "\(instrument.symbol)")
      #expect(parameters.spread < Double(parameters.startPrice) / 100, "\(instrument.symbol)")
      #expect(parameters.priceStep < parameters.startPrice / 1_000 || parameters.priceStep == 1)
    }
  }

  @Test("Crypto trades at weekends, and a start before 1970 works")
  func alwaysOpen() throws {
    let instrument = try instrument("BTCUSD")
    var parameters = SyntheticMarket.Parameters.standard(for: instrument)
    parameters.ticksPerDay = 1_000
    let start = try #require(CivilDate(year: 1969, month: 12, day: 27))
    let quotes = try quotes(
      SyntheticMarket(instrument, parameters: parameters, seed: 5, start: start), days: 6)
    #expect(Set(quotes.map { CivilDate(containing: $0.eventTime) }).count == 6)
  }
}
