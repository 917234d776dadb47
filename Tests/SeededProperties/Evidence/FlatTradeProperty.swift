import Foundation
import Promotion
import Statistics
import TestSupport
import TradingCore

extension SeededProperty {
  /// What promotion counts.
  static let promotion = [
    SeededProperty(
      "flat_trades", "trades equal those of a second reckoning that knows fills only", seen: "trades",
      check: FlatTradeReckoning.check)
  ]
}

/// Random accounts against round trips worked out from fills alone.
private enum FlatTradeReckoning {
  static func check(_ seed: UInt64) throws -> SeededProperty.Outcome {
    var random = SeededGenerator(seed: seed)
    let script = try script(&random, mode: seed.isMultiple(of: 2) ? .netting : .hedging)
    let expected = NaiveTrips.of(
      script.events.compactMap { if case .filled(let fill) = $0 { fill } else { nil } })
    for order in Delivery.allCases {
      var builder = FlatTradeBuilder()
      var trades: [FlatTrade] = []
      for (place, event) in order.arranged(script.events).enumerated() {
        if let trade = try builder.take(event) { trades.append(trade) }
        if place % 17 == 0 {
          builder = try JSONDecoder().decode(FlatTradeBuilder.self, from: JSONEncoder().encode(builder))
        }
      }
      let found = trades.map {
        NaiveTrips.Trip(
          symbolIndex: $0.symbolIndex, open: $0.openTime, close: $0.closeTime, net: $0.netResult.units,
          commission: $0.commission.units, entries: $0.entries, mostUnits: $0.mostUnits.units)
      }
      guard found.sorted(by: { $0.close < $1.close }) == expected else {
        return .fails("\(order): \(found), not \(expected)")
      }
    }
    return .holds(seen: expected.count)
  }

  /// Some 200 random entries and exits in two symbols.
  private static func script(
    _ random: inout SeededGenerator, mode: AccountMode
  ) throws -> Script {
    var script = try Script(mode, symbols: ["EURUSD", "GBPUSD"])
    for _ in 0..<200 {
      let symbol = Int.random(in: 0...1, using: &random)
      let price = Int64.random(in: 109_000...111_000, using: &random)
      let units = Int64.random(in: 1...5, using: &random) * 1_000
      let fee = Int64.random(in: -20_000...90_000, using: &random)
      let open = script.account.positions.filter { $0.symbolIndex == symbol }
      let side: OrderSide = Bool.random(using: &random) ? .buy : .sell
      if let position = open.randomElement(using: &random),
        open.count > 2 || Int.random(in: 0...2, using: &random) > 0
      {
        let closing = min(units, position.quantity.units)
        try script.close(position.id, closing, at: price, commission: fee)
      } else if mode == .netting, let position = open.first {
        try script.open(
          position.side, units, at: price, commission: fee, position: position.id, symbolIndex: symbol)
      } else {
        try script.open(side, units, at: price, commission: fee, symbolIndex: symbol)
      }
    }
    return script
  }
}

/// When closed portions are reported.
private enum Delivery: CaseIterable {
  case afterEachFill
  case beforeTheirFill
  case later

  func arranged(_ events: [BotEvent]) -> [BotEvent] {
    switch self {
    case .afterEachFill: return events
    case .beforeTheirFill:
      var out: [BotEvent] = []
      for event in events {
        if case .closed = event {
          let place = out.lastIndex { if case .filled = $0 { true } else { false } } ?? out.count
          out.insert(event, at: place)
        } else {
          out.append(event)
        }
      }
      return out
    case .later:
      var (out, held): ([BotEvent], [BotEvent]) = ([], [])
      for (place, event) in events.enumerated() {
        if case .closed = event { held.append(event) } else { out.append(event) }
        if place % 9 == 0 { (out, held) = (out + held, []) }
      }
      return out + held
    }
  }
}

/// Round trips of fills by brute force: per symbol, cash in and out until no position has units left.
private enum NaiveTrips {
  struct Trip: Equatable {
    var symbolIndex: Int
    var open: Timestamp
    var close: Timestamp
    var net: Int64
    var commission: Int64
    var entries: Int
    var mostUnits: Int64
  }

  static func of(_ fills: [Fill]) -> [Trip] {
    var trips: [Trip] = []
    for symbol in 0...1 {
      let own = fills.filter { $0.symbolIndex == symbol }
      var start = 0
      for end in own.indices where openUnits(own[start...end]) == 0 {
        let trip = own[start...end]
        let commission = trip.reduce(0) { $0 + $1.commission.units }
        // A point on a unit of a pair quoted in dollars is 10 millionths of a dollar.
        let cash = trip.reduce(0) { $0 - $1.side.sign * $1.price.points * $1.quantity.units * 10 }
        trips.append(
          Trip(
            symbolIndex: symbol, open: own[start].eventTime, close: own[end].eventTime,
            net: cash - commission,
            commission: commission, entries: trip.count { $0.reason == .entry },
            mostUnits: trip.indices.map { openUnits(trip[trip.startIndex...$0]) }.max() ?? 0))
        start = end + 1
      }
    }
    return trips.sorted { $0.close < $1.close }
  }

  private static func openUnits(_ fills: ArraySlice<Fill>) -> Int64 {
    var byPosition: [ClientOrderID: Int64] = [:]
    for fill in fills {
      byPosition[fill.position, default: 0] += fill.side.sign * fill.quantity.units
    }
    return byPosition.values.reduce(0) { $0 + abs($1) }
  }
}
