import Backtesting
import BotAssembly
import StrategyKit
import TestSupport
import Testing
import TradingCore

@testable import SeededProperties

/// Quotes of one symbol with or without what they offer.
private struct SizedStream: TickStream {
  let quotes: [Quote]
  let sizes: [QuoteSize]
  let stretch: Int
  var next = 0

  var sourcesWithoutSizes: [String] { sizes.isEmpty ? ["EURUSD.ticks"] : [] }

  mutating func next(_ body: Body) throws(BacktestError) -> Bool {
    guard next < quotes.count else { return false }
    let range = next..<min(next + stretch, quotes.count)
    next = range.upperBound
    let quotes = Array(quotes[range])
    let sizes = sizes.isEmpty ? [] : Array(sizes[range])
    var failure: BacktestError?
    quotes.withUnsafeBufferPointer { quotes in
      sizes.withUnsafeBufferPointer { sizes in
        do throws(BacktestError) { try body(0, quotes, sizes.isEmpty ? nil : sizes) } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }
    return true
  }
}

/// Fills against recorded sizes, from the stream to the fills.
struct SizedQuotesTests {
  /// A quote a second; the ask rises by a point each time and offers 1,000, 2,000 … units.
  private static let quotes = (0..<8 as Range<Int64>).map {
    Known.quote($0 * 1_000, 110_000 + $0, 110_010 + $0)
  }
  private static let sizes = (1...8 as ClosedRange<Int64>).map {
    QuoteSize(bidUnits: 100_000, askUnits: $0 * 1_000)
  }

  private func bots(_ count: Int, latency: Int64) throws -> [BotRunner] {
    let orders = "2024-01-10T12:00:01Z,a,EURUSD,buy,0.1,,,,,"
    return try (0..<count).map { _ in
      var profile = BrokerProfile(name: "sized", depth: .quoted)
      profile.latencyNanoseconds = latency * Timestamp.millisecond
      let bot = try BotAssembler.paperBot(
        StrategyEntry(Scripted.self),
        BotConfiguration(
          parameters: try ParameterValues(
            for: Scripted.descriptor, given: ["orders": "orders.csv"], files: ["orders": orders]),
          symbols: [Known.eurusd.symbol], profile: profile, startBalance: Money(units: 1_000_000_000), seed: 1
        ))
      bot.keepEvents()
      return bot
    }
  }

  /// The order of 10,000 units is sent on the second quote.
  @Test("whatever the stretches, threads and other bots", arguments: [1, 2, 3, 100])
  func fills(_ stretch: Int) throws {
    for (latency, expected) in [
      (0, ["2000 at 110011", "3000 at 110012", "4000 at 110013", "1000 at 110014"]),
      (500, ["2000 at 110011", "3000 at 110012", "4000 at 110013", "1000 at 110014"]),
      (1_500, ["3000 at 110012", "4000 at 110013", "3000 at 110014"]),
    ] as [(Int64, [String])] {
      for count in [1, 3] {
        let bots = try bots(count, latency: latency)
        var backtest = Backtest(bots: bots, threads: 2)
        var stream = SizedStream(quotes: Self.quotes, sizes: Self.sizes, stretch: stretch)
        try backtest.run(&stream, closesPositions: false)
        for bot in bots {
          #expect(bot.takeFills().map { "\($0.quantity.units) at \($0.price.points)" } == expected)
        }
      }
    }
  }

  @Test("ticks without sizes are refused before the first quote, by their name")
  func missing() throws {
    var backtest = Backtest(bots: try bots(1, latency: 0))
    var stream = SizedStream(quotes: Self.quotes, sizes: [], stretch: 10)
    let error = #expect(throws: BacktestError.self) { try backtest.run(&stream) }
    #expect(
      error?.description
        == "the profile's depth is 'quoted', but EURUSD.ticks has no sizes: import it again with its sizes, or "
        + "choose another depth")
    #expect(backtest.quoteCount == 0)
  }
}
