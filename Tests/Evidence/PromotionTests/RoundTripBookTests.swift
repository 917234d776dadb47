import Promotion
import Statistics
import TestSupport
import Testing
import TradingCore

/// Round trips with their portions and prices, by hand.
@Suite("Round trips with portions and prices")
struct RoundTripBookTests {
  private func rounds(_ script: Script) throws -> [RoundTripBook.Round] {
    var book = RoundTripBook()
    return try script.events.compactMap { try book.take($0) }
  }

  @Test("a trade of one portion has the prices of its two fills, and its R is the portion's")
  func simple() throws {
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000, stop: 109_900)
    try script.close(position, 1_000, at: 110_250)
    let round = try #require(try rounds(script).first)
    #expect(round.trade.prices == TradePrices(entry: Price(points: 110_000), exit: Price(points: 110_250)))
    #expect(round.portions.map(\.netResult) == [Money(units: 2_500_000)])
    #expect(round.portionMultiples == [2.5])
  }

  @Test("portions add up to the trade's R, prices are means by quantity: (100 + 3 × 200) / 4 points")
  func parts() throws {
    var script = try Script()
    let position = try script.open(.sell, 4_000, at: 110_000, stop: 110_200)
    try script.close(position, 1_000, at: 109_900)
    try script.close(position, 3_000, at: 109_800)
    let round = try #require(try rounds(script).first)
    #expect(round.trade.prices == TradePrices(entry: Price(points: 110_000), exit: Price(points: 109_825)))
    // 1.00 and 6.00 over 8.00 at risk.
    #expect(round.portionMultiples == [0.125, 0.75])
    #expect(round.trade.rMultiple == 0.875)
  }

  @Test("a mean between two points goes to the even one")
  func halfPoint() throws {
    var script = try Script()
    let position = try script.open(.buy, 2_000, at: 110_000)
    try script.close(position, 1_000, at: 110_001)
    try script.close(position, 1_000, at: 110_002)
    #expect(try rounds(script).first?.trade.prices?.exit == Price(points: 110_002))
  }

  @Test("a trade that was long and short at once has no price that stands for it")
  func hedged() throws {
    var script = try Script()
    let long = try script.open(.buy, 1_000, at: 110_000)
    let short = try script.open(.sell, 1_000, at: 110_100)
    try script.close(long, 1_000, at: 110_200)
    try script.close(short, 1_000, at: 110_200)
    let round = try #require(try rounds(script).first)
    #expect(round.portions.count == 2 && round.trade.prices == nil)
  }

  @Test("without a stop loss no portion has a multiple")
  func noStop() throws {
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000)
    try script.close(position, 1_000, at: 110_100)
    #expect(try rounds(script).first?.portionMultiples == nil)
  }
}
