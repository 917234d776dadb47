import BotAssembly
import StrategyKit
import TestSupport
import Testing
import TradingCore
import TradingEngine

@testable import SeededProperties

/// `scripted` over quotes of several symbols that are written down one by one, as the product runs it.
struct StreamRun {
  /// A quote: its symbol, time and sides in points.
  typealias Row = (symbol: String, time: String, bid: Int64, ask: Int64)

  let trades: [ClosedTrade]
  let fills: [Fill]
  let state: BotRunner.State

  /// Runs orders such as `2024-01-10T12:00:00Z,1,EURUSD,buy,0.10` over the quotes.
  init(
    _ symbols: [String], converting conversion: [String] = [], orders: [String], quotes: [Row],
    balance: Int64 = 10_000_000_000, change: (inout BrokerProfile) -> Void = { _ in }
  ) throws {
    var profile = BrokerProfile(name: "stream", commission: .none)
    change(&profile)
    let header = "time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry"
    let rows = orders.map { $0 + String(repeating: ",", count: 9 - $0.count { $0 == "," }) }
    let entry = StrategyEntry(Scripted.self)
    let bot = try BotAssembler.paperBot(
      entry,
      BotConfiguration(
        parameters: try ParameterValues(
          for: entry.descriptor, given: ["orders": "orders.csv"],
          files: ["orders": ([header] + rows).joined(separator: "\n") + "\n"]),
        symbols: symbols.map { Known.instrument($0).symbol },
        conversionSymbols: conversion.map { Known.instrument($0).symbol }, profile: profile,
        startBalance: Money(units: balance)))
    bot.keepEvents()
    for row in quotes {
      let quote = Quote(
        eventTime: try Timestamp(iso8601: row.time), bid: Price(points: row.bid),
        ask: Price(points: row.ask))
      let index = try #require((symbols + conversion).firstIndex(of: row.symbol))
      try [quote].withUnsafeBufferPointer { try bot.process($0, symbolIndex: index) }
    }
    try bot.finish(closesPositions: true)
    trades = bot.takeTrades()
    fills = bot.takeFills()
    state = bot.state
  }

  /// Rejected orders by code.
  var rejected: [String: Int] {
    Dictionary(uniqueKeysWithValues: state.record.rejected.map { ($0.key.rawValue, $0.value) })
  }
}
