import BotAssembly
import Foundation
import StrategyKit
import TestSupport
import Testing
import TradingCore

/// A bot that does what a plan says, one quote at a time; times in milliseconds from noon.
struct PlannedBot {
  let bot: BotRunner

  init(
    _ plan: [MarketCase.Ask], symbols: [String] = ["EURUSD"],
    _ change: (inout BrokerProfile) -> Void = { _ in }
  )
    throws
  {
    var profile = BrokerProfile(name: "planned", commission: .none)
    change(&profile)
    let steps = plan.map { Planner.Step(time: MarketCase.time($0.ms), ask: $0.ask) }
    bot = try BotAssembler.paperBot(
      StrategyEntry(Planner.self),
      BotConfiguration(
        parameters: try ParameterValues(
          for: Planner.descriptor, given: ["plan": "plan.json"],
          files: ["plan": String(decoding: try JSONEncoder().encode(steps), as: UTF8.self)]),
        symbols: symbols.map { Known.instrument($0).symbol }, profile: profile,
        startBalance: Money(units: 1_000_000_000)))
    bot.keepEvents()
  }

  /// Shows a quote of ten points.
  ///
  /// - Returns: the events it brings, as text.
  func quote(_ ms: Int64, _ bid: Int64, symbol: Int = 0) throws -> [String] {
    let quote = Quote(
      eventTime: MarketCase.time(ms), bid: Price(points: bid), ask: Price(points: bid + 10))
    try [quote].withUnsafeBufferPointer { try bot.process($0, symbolIndex: symbol) }
    return events()
  }

  /// Lets the clock come to a time without a quote.
  ///
  /// - Returns: the events it brings, as text.
  func pass(_ ms: Int64) throws -> [String] {
    try bot.passTime(to: MarketCase.time(ms))
    return events()
  }

  /// Gives a command.
  ///
  /// - Returns: the events it brings, as text.
  func obey(_ command: EngineCommand) throws -> [String] {
    try bot.obey(command)
    return events()
  }

  func events() -> [String] { bot.takeEvents().map(Self.text) }

  static func text(_ event: BotEvent) -> String {
    func ms(_ time: Timestamp) -> String {
      "\((time.nanoseconds - MarketCase.time(0).nanoseconds) / Timestamp.millisecond)"
    }
    switch event {
    case .asked(.submit(let order), let time): return "\(ms(time)) asks for order \(order.id.ordinal)"
    case .asked(.close(let close), let time):
      return "\(ms(time)) asks to close \(close.position.ordinal) as \(close.id.ordinal)"
    case .asked(.modify(let change), let time): return "\(ms(time)) asks for change \(change.id.ordinal)"
    case .asked(.cancel(let id), let time): return "\(ms(time)) asks to cancel \(id.ordinal)"
    case .denied(let denial, let time):
      return "\(ms(time)) denied \(denial.order.ordinal) \(denial.code.rawValue)"
    case .accepted(let id, let time): return "\(ms(time)) accepted \(id.ordinal)"
    case .delayed(let id, let time): return "\(ms(time)) delayed \(id.ordinal)"
    case .canceled(let id, let time): return "\(ms(time)) canceled \(id.ordinal)"
    case .expired(let id, let time): return "\(ms(time)) expired \(id.ordinal)"
    case .filled(let fill):
      return "\(ms(fill.eventTime)) filled \(fill.order.ordinal) \(fill.quantity.units) \(fill.reason.code)"
    case .rejected(let rejection):
      return "\(ms(rejection.eventTime)) rejected \(rejection.order.ordinal) \(rejection.code.rawValue)"
    case .marginCall(let time): return "\(ms(time)) margin call"
    case .closed(let trade): return "\(ms(trade.closeTime)) closed \(trade.quantity.units)"
    }
  }
}

/// What a bot reports, worked out by hand.
struct EventTests {
  @Test("an order, a limit, a cancel, a close and a denial")
  func story() throws {
    let planned = try PlannedBot([
      .init(0, .submit(.buy, 1_000)), .init(1_000, .submit(.buy, 1_000, .limit(Price(points: 109_000)))),
      .init(2_000, .cancel(2)), .init(2_000, .close(1)), .init(2_000, .submit(.buy, 0)),
    ])
    #expect(try planned.quote(0, 110_000) == ["0 asks for order 1", "0 filled 1 1000 entry"])
    #expect(try planned.quote(1_000, 110_020) == ["1000 asks for order 2", "1000 accepted 2"])
    #expect(
      try planned.quote(2_000, 110_030) == [
        "2000 asks to cancel 2", "2000 asks to close 1 as 3", "2000 denied 4 volume_not_positive",
        "2000 canceled 2", "2000 filled 3 1000 strategy", "2000 closed 1000",
      ])
    #expect(planned.bot.eventCount == 10)
    #expect(planned.bot.takeTrades().map(\.netResult.units) == [200_000])
  }

  @Test("a close that matches two entries is followed by both trades, each fill by its own")
  func matching() throws {
    let planned = try PlannedBot([
      .init(0, .submit(.buy, 1_000)), .init(1, .submit(.buy, 2_000)), .init(2, .submit(.sell, 2_000)),
      .init(3, .submit(.sell, 3_000)),
    ]) { $0.accountMode = .netting }
    _ = try planned.quote(0, 110_000)
    _ = try planned.quote(1, 110_000)
    #expect(
      try planned.quote(2, 110_000) == [
        "2 asks for order 3", "2 filled 3 2000 strategy", "2 closed 1000", "2 closed 1000",
      ])
    #expect(
      try planned.quote(3, 110_000) == [
        "3 asks for order 4", "3 filled 4 1000 strategy", "3 closed 1000", "3 filled 4 2000 entry",
      ])
  }

  @Test("what arrives late is told at the quote that brings it; the end closes and cancels")
  func late() throws {
    let planned = try PlannedBot([
      .init(0, .submit(.buy, 1_000)), .init(0, .submit(.sell, 1_000, .limit(Price(points: 111_000)))),
    ]) { $0.latencyNanoseconds = 500 * Timestamp.millisecond }
    #expect(try planned.quote(0, 110_000) == ["0 asks for order 1", "0 asks for order 2"])
    #expect(try planned.quote(1_000, 110_000) == ["500 filled 1 1000 entry", "1000 accepted 2"])
    try planned.bot.finish(closesPositions: true)
    #expect(
      planned.events() == ["1000 canceled 2", "1000 filled 1 1000 end_of_data", "1000 closed 1000"])
  }

  @Test("trades that were taken and trades before events were kept are no events later")
  func taken() throws {
    let planned = try PlannedBot([
      .init(0, .submit(.buy, 1_000)), .init(1, .close(1)), .init(2, .submit(.buy, 2_000)),
      .init(3, .close(3)), .init(4, .submit(.buy, 3_000)), .init(5, .close(5)),
    ])
    planned.bot.keepEvents(false)
    for ms in 0...1 { #expect(try planned.quote(Int64(ms), 110_000).isEmpty) }
    planned.bot.keepEvents()
    _ = try planned.quote(2, 110_000)
    #expect(try planned.quote(3, 110_000).suffix(2) == ["3 filled 4 2000 strategy", "3 closed 2000"])
    #expect(planned.bot.takeTrades().count == 2)
    _ = try planned.quote(4, 110_000)
    #expect(try planned.quote(5, 110_000).suffix(2) == ["5 filled 6 3000 strategy", "5 closed 3000"])
    #expect(planned.bot.eventCount == 10)
  }
}
