import BotAssembly
import StrategyKit
import TestSupport
import TradingCore
import TradingEngine

/// A run over quotes in memory that is stopped now and then and goes on in a bot that was put together anew.
struct Resumption {
  /// A quote of one of the stream's symbols, with what it offers where that is known.
  struct Tick {
    var symbol: Int
    var quote: Quote
    var size: QuoteSize?
  }

  private(set) var events: [BotEvent] = []
  private(set) var trades: [ClosedTrade] = []
  let fingerprint: String
  let days: [RunRecord.Day]
  let curve: [EquityCurve.Point]
  let balance: Money
  let eventCount: UInt64
  /// The whole state after the last quote, and after the end of the run.
  let states: [[UInt8]]
  /// The largest state on the way.
  private(set) var largest = 0

  /// Runs the ticks; `cuts` are the numbers of ticks before which the bot is stopped.
  init(_ ticks: [Tick], cuts: Set<Int>, make: () throws -> BotRunner) throws {
    var bot = try make()
    bot.keepEvents()
    var start = 0
    while start < ticks.count {
      if cuts.contains(start) {
        let saved = try bot.saveState()
        largest = max(largest, saved.count)
        bot = try make()
        bot.keepEvents()
        try bot.restoreState(saved)
      }
      var end = start + 1
      while end < ticks.count, !cuts.contains(end), ticks[end].symbol == ticks[start].symbol { end += 1 }
      try Self.process(Array(ticks[start..<end]), bot)
      // Now and then nobody takes them: they are part of the state then.
      if start % 3 != 0 {
        events += bot.takeEvents()
        trades += bot.takeTrades()
      }
      start = end
    }
    events += bot.takeEvents()
    trades += bot.takeTrades()
    let last = try bot.saveState()
    try bot.finish(closesPositions: true)
    events += bot.takeEvents()
    trades += bot.takeTrades()
    states = [last, try bot.saveState()]
    let state = bot.state
    fingerprint = state.record.fingerprint.text
    days = state.record.days
    curve = state.record.curve.points
    balance = state.account.balance
    eventCount = bot.eventCount
  }

  private static func process(_ ticks: [Tick], _ bot: BotRunner) throws {
    try ticks.map(\.quote).withUnsafeBufferPointer { quotes in
      guard bot.needsSizes else { return try bot.process(quotes, symbolIndex: ticks[0].symbol) }
      try ticks.map { $0.size ?? .zero }.withUnsafeBufferPointer { sizes in
        try bot.process(quotes, sizes: sizes, symbolIndex: ticks[0].symbol)
      }
    }
  }

  /// What differs from another run, in words; `comparesBytes` where dictionaries of the strategy do not shuffle
  /// them.
  func differences(from other: Resumption, comparesBytes: Bool = true) -> [String] {
    var faults: [String] = []
    if events != other.events {
      let pair = zip(events, other.events).first { $0 != $1 }
      faults.append("events: \(pair.map { "\($0)" } ?? "\(events.count), not \(other.events.count)")")
    }
    if trades != other.trades { faults.append("trades") }
    if fingerprint != other.fingerprint { faults.append("fingerprint") }
    if days != other.days { faults.append("days") }
    if curve != other.curve { faults.append("curve") }
    if balance != other.balance { faults.append("balance \(balance), not \(other.balance)") }
    if eventCount != other.eventCount { faults.append("\(eventCount) events, not \(other.eventCount)") }
    if comparesBytes, states != other.states { faults.append("state") }
    return faults
  }

  /// Random cuts, `count` of them.
  static func cuts(_ count: Int, of ticks: Int, seed: UInt64) -> Set<Int> {
    var random = SeededGenerator(seed: seed &+ 99)
    return Set((0..<count).map { _ in Int.random(in: 0..<ticks, using: &random) })
  }
}
