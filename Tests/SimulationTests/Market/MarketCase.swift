import BotAssembly
import Foundation
import StrategyKit
import TestSupport
import TradingCore
import TradingEngine

@testable import SeededProperties

/// A small session at a broker with rules of its own, worked out by hand from docs/fill-semantics.md.
///
/// Unless said otherwise: EURUSD, lots of 100,000, so that a point on 1,000 units is one cent, 10,000 money
/// units; a hedging account of 1,000 USD at 1:100; no commission. Times are milliseconds from Wednesday
/// 2024-01-10 12:00:00 UTC, 07:00 in New York.
struct MarketCase: Sendable, CustomStringConvertible {
  /// A quote of one of the symbols, with what it offers on each side where that matters.
  struct Tick: Sendable {
    var ms: Int64
    var bid: Int64
    var ask: Int64
    var symbol = 0
    var size: (bid: Int64, ask: Int64)?
  }

  /// Something asked for.
  struct Ask: Sendable {
    var ms: Int64
    var ask: Planner.Ask

    init(_ ms: Int64, _ ask: Planner.Ask) {
      self.ms = ms
      self.ask = ask
    }
  }

  var name: String
  var traded = [Known.instrument("EURUSD")]
  var conversions: [Instrument] = []
  var balance: Int64 = 1_000_000_000
  var leverage: Int64 = 100
  var broker: @Sendable (inout BrokerProfile) -> Void = { _ in }
  var ticks: [Tick]
  var plan: [Ask]
  /// `MS SIDE UNITS @POINTS REASON COMMISSION`, in order.
  var fills: [String]
  /// `UNITS gross G commission C swap S`, in order; not looked at when `nil`.
  var trades: [String]?
  /// Balance at the end.
  var end: Int64?
  /// Denials and rejections by code.
  var refused: [String: Int] = [:]
  var marginCalls = 0

  var description: String { name }

  static func time(_ ms: Int64) -> Timestamp { Timestamp(milliseconds: 1_704_888_000_000 + ms) }
}

/// What the engine makes of a case.
struct MarketCaseResult {
  var fills: [String] = []
  var trades: [String] = []
  var end: Int64
  var refused: [String: Int] = [:]
  var marginCalls: Int

  init(_ example: MarketCase) throws {
    var profile = BrokerProfile(name: "case", commission: .none)
    profile.instruments = example.traded + example.conversions
    example.broker(&profile)
    let steps = example.plan.map { Planner.Step(time: MarketCase.time($0.ms), ask: $0.ask) }
    let plan = String(decoding: try JSONEncoder().encode(steps), as: UTF8.self)
    let configuration = BotConfiguration(
      parameters: try ParameterValues(
        for: Planner.descriptor, given: ["plan": "plan.json"], files: ["plan": plan]),
      symbols: example.traded.map(\.symbol), conversionSymbols: example.conversions.map(\.symbol),
      profile: profile, leverage: example.leverage, startBalance: Money(units: example.balance))
    let bot = try BotAssembler.paperBot(StrategyEntry(Planner.self), configuration)
    bot.keepEvents()
    for tick in example.ticks {
      let quote = Quote(
        eventTime: MarketCase.time(tick.ms), bid: Price(points: tick.bid), ask: Price(points: tick.ask))
      try [quote].withUnsafeBufferPointer { try bot.process($0, symbolIndex: tick.symbol) }
    }
    try bot.finish(closesPositions: true)
    let state = bot.state
    end = state.account.balance.units
    marginCalls = state.record.marginCalls
    for (code, count) in state.record.denied { refused[code.rawValue] = count }
    for (code, count) in state.record.rejected { refused[code.rawValue] = count }
    fills = bot.takeFills().map { fill in
      let ms = (fill.eventTime.nanoseconds - MarketCase.time(0).nanoseconds) / Timestamp.millisecond
      return "\(ms) \(fill.side.rawValue) \(fill.quantity.units) @\(fill.price.points) \(fill.reason.code)"
        + " \(fill.commission.units)"
    }
    trades = bot.takeTrades().map {
      "\($0.quantity.units) gross \($0.grossResult.units) commission \($0.commission.units)"
        + " swap \($0.swap.units)"
    }
  }
}
