import Foundation
import Promotion
import Statistics
import TestSupport
import Testing
import TradingCore

/// Round trips from flat to flat, by hand.
struct FlatTradeBuilderTests {
  @Test("one entry and one exit are one trade; R is net over entry to stop: 2.43 over 1.00")
  func simple() throws {
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000, stop: 109_900, commission: 35_000)
    try script.close(position, 1_000, at: 110_250, reason: .takeProfit, commission: 35_000)
    let trade = try #require(try script.trades().first)
    #expect(trade.ordinal == 1 && trade.side == .buy && trade.mostUnits == Quantity(units: 1_000))
    #expect(trade.openTime == Known.time(1_000) && trade.closeTime == Known.time(2_000))
    #expect(trade.entries == 1 && trade.portions == 1 && trade.exitReason == .takeProfit)
    #expect(trade.grossResult == cents(250) && trade.commission == cents(7) && trade.netResult == cents(243))
    #expect(trade.initialRisk == cents(100) && trade.rMultiple == 2.43)
    #expect(trade.maximumAdverseExcursion == .zero && trade.maximumFavorableExcursion == cents(250))
  }

  @Test("closing in three parts is one trade, which ends with the last part")
  func parts() throws {
    var script = try Script()
    let position = try script.open(.sell, 3_000, at: 110_000, stop: 110_200)
    try script.close(position, 1_000, at: 109_900)
    try script.close(position, 1_000, at: 109_800)
    try script.close(position, 1_000, at: 110_200, reason: .stopLoss)
    let trades = try script.trades()
    #expect(trades.count == 1)
    let trade = try #require(trades.first)
    // 1.00 + 2.00 − 2.00, at a risk of 200 points on 3,000 units.
    #expect(trade.netResult == cents(100) && trade.portions == 3 && trade.exitReason == .stopLoss)
    #expect(trade.initialRisk == cents(600) && trade.closeTime == Known.time(4_000))
  }

  @Test("adding to a position adds its own risk: 100 points on 1,000 and 150 on 2,000 units")
  func scalingIn() throws {
    var script = try Script(.netting)
    let position = try script.open(.buy, 1_000, at: 110_000, stop: 109_900)
    // Without levels of its own the second entry stands under the first one's stop.
    try script.open(.buy, 2_000, at: 110_050, position: position)
    try script.close(position, 3_000, at: 110_100)
    let trade = try #require(try script.trades().first)
    #expect(trade.entries == 2 && trade.mostUnits == Quantity(units: 3_000))
    #expect(trade.netResult == cents(200) && trade.initialRisk == cents(400) && trade.rMultiple == 0.5)
  }

  @Test("an order that closes and opens the other way under netting ends one trade and begins another")
  func reversal() throws {
    var script = try Script(.netting)
    let first = try script.open(.buy, 1_000, at: 110_000, stop: 109_900)
    let order = script.ask(.sell, 3_000, stop: 110_150)
    try script.close(first, 1_000, at: 110_100, order: order)
    try script.enter(order, .sell, 2_000, at: 110_100)
    try script.close(order, 2_000, at: 110_200)
    let trades = try script.trades()
    #expect(trades.map(\.side) == [.buy, .sell])
    #expect(trades.map(\.netResult) == [cents(100), cents(-200)])
    #expect(trades.map(\.initialRisk) == [cents(100), cents(100)])
  }

  @Test("under hedging a symbol is flat when neither a long nor a short position is open")
  func hedging() throws {
    var script = try Script()
    let long = try script.open(.buy, 1_000, at: 110_000)
    let short = try script.open(.sell, 1_000, at: 110_000)
    try script.close(long, 1_000, at: 110_100)
    try script.close(short, 1_000, at: 110_050)
    let trades = try script.trades()
    #expect(trades.count == 1)
    #expect(trades.first?.netResult == cents(50) && trades.first?.mostUnits == Quantity(units: 2_000))
    // Each portion's worst and best, as they need not have come together.
    #expect(trades.first?.maximumAdverseExcursion == cents(-50))
    #expect(trades.first?.maximumFavorableExcursion == cents(100))
  }

  @Test(
    "there is no initial risk without a stop, with one on the winning side, or in a trade that went nowhere")
  func noRisk() throws {
    var script = try Script()
    for (stop, close) in [(nil, 110_100), (110_010, 110_100), (109_900, 110_000)] as [(Int64?, Int64)] {
      let position = try script.open(.buy, 1_000, at: 110_000, stop: stop)
      try script.close(position, 1_000, at: close)
    }
    #expect(try script.trades().map(\.initialRisk) == [nil, nil, nil])
  }

  @Test("one entry without a stop leaves the whole trade without a risk")
  func partlyUnprotected() throws {
    var script = try Script()
    let first = try script.open(.buy, 1_000, at: 110_000, stop: 109_900)
    let second = try script.open(.buy, 1_000, at: 110_000)
    try script.close(first, 1_000, at: 110_100)
    try script.close(second, 1_000, at: 110_100)
    #expect(try script.trades().map(\.initialRisk) == [nil])
  }

  @Test("of the stops a waiting order had, the farthest counts; once it had none, no risk is known")
  func changedOrder() throws {
    for (stops, risk) in [([109_950], 100), ([109_700], 300), ([nil, 109_950], nil)] as [([Int64?], Int64?)] {
      var script = try Script()
      let order = script.ask(.buy, 1_000, stop: 109_900)
      for stop in stops {
        let change = ModifyRequest(
          id: ClientOrderID(ordinal: 90), target: .order(order),
          protection: Protection(stopLoss: stop.map(Price.init(points:))))
        script.add(.asked(.modify(change), at: script.time))
      }
      try script.enter(order, .buy, 1_000, at: 110_000)
      try script.close(order, 1_000, at: 110_100)
      #expect(try script.trades().map(\.initialRisk) == [risk.map(cents)])
    }
  }

  @Test("an order filled in two parts risks its stop on both; what is left of it is forgotten when it ends")
  func partialFills() throws {
    var script = try Script()
    let order = script.ask(.buy, 3_000, stop: 109_900)
    try script.enter(order, .buy, 1_000, at: 110_000)
    try script.enter(order, .buy, 1_000, at: 110_100)
    script.add(.canceled(order, at: script.time))
    try script.close(order, 2_000, at: 110_200)
    #expect(try script.trades().map(\.initialRisk) == [cents(300)])
    var builder = FlatTradeBuilder()
    for event in script.events { _ = try builder.take(event) }
    var idle = FlatTradeBuilder()
    _ = try idle.take(script.events[1])
    #expect(builder.openTimes.isEmpty && idle.openTimes == [Known.time(1_000)])
  }

  @Test("symbols are flat each on its own")
  func symbols() throws {
    var script = try Script(symbols: ["EURUSD", "GBPUSD"])
    let euro = try script.open(.buy, 1_000, at: 110_000)
    let pound = try script.open(.sell, 1_000, at: 127_000, symbolIndex: 1)
    try script.close(euro, 1_000, at: 110_100)
    try script.close(pound, 1_000, at: 127_300)
    let trades = try script.trades()
    #expect(trades.map(\.symbolIndex) == [0, 1] && trades.map(\.netResult) == [cents(100), cents(-300)])
  }

  @Test("financing counts, with a sign of its own")
  func swap() throws {
    var builder = FlatTradeBuilder()
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000)
    try script.close(position, 1_000, at: 110_100, commission: 70_000)
    var trades: [FlatTrade] = []
    for event in script.events {
      var event = event
      if case .closed(var trade) = event {
        trade.swap = cents(-12)
        trade.netResult = cents(81)
        event = .closed(trade)
      }
      if let trade = try builder.take(event) { trades.append(trade) }
    }
    #expect(trades.map(\.swap) == [cents(-12)] && trades.map(\.netResult) == [cents(81)])
    #expect(try trades.map { try $0.costs } == [cents(19)])
  }

  @Test("a close without an opening says that events are missing")
  func missing() throws {
    var script = try Script()
    let position = try script.open(.buy, 1_000, at: 110_000)
    try script.close(position, 1_000, at: 110_100)
    for event in script.events.suffix(2) {
      var builder = FlatTradeBuilder()
      let error = #expect(throws: PromotionError.self) { try builder.take(event) }
      #expect(error?.description.contains("symbol number 0, 2024-01-10T12:00:02.000Z") == true)
    }
  }
}
