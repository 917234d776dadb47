import BotAssembly
import BrokerProfiles
import Promotion
import RiskControl
import SessionRecording
import StrategyKit
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// A bot by name, whose identity, recipe and state are written down: one that changes there has lost its evidence.
enum PinnedBot: String, CaseIterable, CustomTestStringConvertible {
  /// An EMA cross with its defaults on one symbol.
  case cross
  /// Two symbols against each other, over bars.
  case pair
  /// Everything else there is: a profile of the home's own with terms of classes, swap and depth, a symbol that only
  /// converts, limits of its own, latency, timers, every kind of order; halted and closed out.
  case full
  /// A strategy with a file.
  case scripted

  var testDescription: String { rawValue }

  var entry: StrategyEntry {
    switch self {
    case .cross: StrategyEntry(EMACross.self)
    case .pair: StrategyEntry(PairSpread.self)
    case .full: StrategyEntry(PinnedTrader.self)
    case .scripted: StrategyEntry(Scripted.self)
    }
  }

  private static let profile = """
    title: Everything at once
    account_mode: hedging
    account_currency: USD
    leverage: 50
    margin_call_percent: 100
    stop_out_percent: 50
    spread: {model: markup, distance: 0.1 pip}
    slippage: {model: volatility, share: 10 %}
    commission:
      model: per_lot_and_side
      minimum: 0.50 USD
      rebate: 5 %
      monthly_volume: 99 lots
      tiers:
        - {from: 0 lots, amount: 3.50 USD}
        - {from: 100 lots, taker: 3.00 USD, maker: 2.50 USD, rebate: 10 %}
    latency_ms: 150
    latency_rule: last_before
    limit_fill: at_quote
    enforce_trading_hours: true
    booking_digits: 2
    stops_level: 2 points
    stale_quote_seconds: 90000
    swap: {model: points, long: -6.5 points, short: 1.2 points}
    depth: {model: fixed, size: 2 lots}
    costs_for: [fx]
    classes:
      metal:
        spread: {model: floor, distance: 9 pips}
        slippage: {model: uniform, minimum: 0.1 pip, maximum: 0.5 pip}
        commission: {model: of_notional, maker: 0.02 %, taker: 0.05 %}
        swap: {model: annual, long: -4.5 %, short: 1 %, triple_day: none, weekends: true}
        margin_tiers: [{from: 0 lots, leverage: 100}, {from: 10 lots, leverage: 20}]
      fx: {depth: {model: fixed, size: 3 lots}}
    instruments:
      XAUUSD: {lot_max: 40, leverage: 20}
      EURGBP: {lot_max: 45}
    """

  private static let orders = """
    time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry
    2024-01-10T12:00:01Z,a,EURUSD,buy,0.20,,,,,
    2024-01-10T12:00:05Z,b,EURUSD,sell_limit,0.10,120,,,,2024-01-12T00:00:00Z
    2024-01-10T12:01:00Z,c,EURUSD,buy_stop,0.30,115000,100,200,50,
    2024-01-10T12:02:00Z,d,EURUSD,sell,,,300,300,,
    2024-01-10T12:10:00Z,a,EURUSD,close,0.05,,,,,
    2024-01-10T12:11:00Z,b,EURUSD,cancel,,,,,,
    2024-01-10T23:00:00Z,e,EURUSD,buy,0.11,,,,,
    2024-01-15T04:00:00Z,f,EURUSD,sell,0.20,,,,,
    2024-01-15T05:00:00Z,a,EURUSD,close,,,,,,

    """

  func configuration() throws -> BotConfiguration {
    switch self {
    case .cross:
      return BotConfiguration(
        parameters: try ParameterValues(for: EMACross.descriptor, given: [:]),
        symbols: Self.symbols("EURUSD"),
        profile: BrokerProfile(name: "reference"), startBalance: Money(units: 1_000_000_000))
    case .pair:
      return BotConfiguration(
        parameters: try ParameterValues(
          for: PairSpread.descriptor,
          given: ["timeframe": "M1", "length": "20", "entry_z": "1.2", "exit_z": "0.25", "lots": "0.05"]),
        symbols: Self.symbols("EURUSD", "GBPUSD"), profile: BrokerProfile(name: "reference"), leverage: 200,
        startBalance: Money(units: 5_000_000_000), seed: 7, latencyNanoseconds: 40 * Timestamp.millisecond)
    case .full:
      return BotConfiguration(
        parameters: try ParameterValues(for: PinnedTrader.descriptor, given: ["lots": "0.60"]),
        symbols: Self.symbols("EURGBP", "XAUUSD"), conversionSymbols: Self.symbols("GBPUSD"),
        profile: try BrokerProfileLoader.parse(text: Self.profile, path: "full.yaml"), leverage: 40,
        startBalance: Money(units: 250_000_000_000), seed: .max,
        risk: RiskLimits(
          maximumLots: 500_000_000, maximumOpenPositions: 20, maximumPriceDistanceMillionths: 200_000,
          staleQuoteSeconds: 80_000))
    case .scripted:
      return BotConfiguration(
        parameters: try ParameterValues(
          for: Scripted.descriptor, given: ["orders": "/orders/of/mine.csv", "lots": "0.40"],
          files: ["orders": Self.orders]),
        symbols: Self.symbols("EURUSD"),
        profile: BrokerProfile(name: "hedged", latencyRule: .firstAfter, stopsLevel: .points(1)),
        startBalance: Money(units: 10_000_000_000), seed: 2)
    }
  }

  private static func symbols(_ names: String...) -> [Symbol] { names.map { Known.instrument($0).symbol } }

  /// The bot as the desk has it, before its first quote.
  func hosted() throws -> HostedBot {
    let configuration = try configuration()
    let bot = HostedBot(
      id: rawValue, runner: try BotAssembler.paperBot(entry, configuration, curvePoints: 12),
      instruments: configuration.streamSymbols.compactMap { configuration.profile.instrument($0) },
      currency: configuration.profile.accountCurrency)
    bot.watch(by: GateCriteria())
    return bot
  }

  func identity() throws -> BotIdentity {
    BotIdentity(descriptor: entry.descriptor, configuration: try configuration())
  }
}

extension PinnedBot {
  /// A quote of one of the bot's symbols.
  struct Tick {
    let symbolIndex: Int
    let quote: Quote
  }

  /// What it has seen when its state is taken.
  func ticks() -> [Tick] {
    switch self {
    case .cross, .scripted: walk([110_000], count: 1_500, seed: 1, step: 40 * Timestamp.second)
    case .pair: walk([110_000, 127_000], count: 3_000, seed: 2, step: 20 * Timestamp.second)
    case .full:
      walk([86_000, 2_050_000, 127_000], count: 700, seed: 3, step: 260 * Timestamp.second) + ending
    }
  }

  /// What comes after that.
  func laterTicks() -> [Tick] {
    walk(
      self == .full ? [86_000, 2_050_000, 127_000] : self == .pair ? [110_000, 127_000] : [110_000],
      count: 600,
      seed: 4, step: 60 * Timestamp.second, from: 400_000_000)
  }

  /// A walk of every symbol in turn, some quotes of it crossed or with jumps.
  private func walk(
    _ start: [Int64], count: Int, seed: UInt64, step: Int64, from milliseconds: Int64 = 0
  ) -> [Tick] {
    var random = SeededGenerator(seed: seed)
    var bids = start
    return (0..<count).map { index in
      let symbol = index % start.count
      let scale = start[symbol] / 40_000
      bids[symbol] += Int64.random(in: -6...6, using: &random) * scale
      if Int64.random(in: 0..<60, using: &random) == 0 { bids[symbol] += 70 * scale }
      let spread =
        Int64.random(in: 0..<50, using: &random) == 0 ? -2 : Int64.random(in: 1...9, using: &random)
      return Tick(
        symbolIndex: symbol,
        quote: Quote(
          eventTime: Known.time(milliseconds).advanced(by: Int64(index) * step),
          bid: Price(points: bids[symbol]),
          ask: Price(points: bids[symbol] + spread * scale)))
    }
  }

  /// Quotes in milliseconds, at the end of which something is in flight, something waits, as the last quote of its
  /// symbol is crossed, and something is asked for, as the last quote only converts.
  private var ending: [Tick] {
    let rows: [(symbol: Int, at: Int64, bid: Int64, ask: Int64)] = [
      (0, 0, 86_400, 86_404), (1, 100, 2_051_000, 2_051_300), (0, 900, 86_410, 86_414),
      (1, 2_000, 2_051_400, 2_051_500), (0, 2_010, 86_408, 86_412), (0, 2_110, 86_407, 86_411),
      (0, 2_120, 86_410, 86_406), (2, 2_200, 127_010, 127_014),
    ]
    return rows.map { row in
      Tick(
        symbolIndex: row.symbol,
        quote: Quote(
          eventTime: Known.time(182_100_000 + row.at), bid: Price(points: row.bid),
          ask: Price(points: row.ask)))
    }
  }

  /// The bot with all of `ticks` behind it.
  func run() throws -> HostedBot {
    let bot = try hosted()
    let ticks = ticks()
    let first = ticks.count * 9 / 10
    Self.process(ticks[..<first], bot)
    // What the first nine tenths did has been journaled; the rest is part of the state.
    _ = bot.takeEvents()
    guard self == .full else {
      Self.process(ticks[first...], bot)
      return bot
    }
    Self.process(ticks[first..<ticks.count - 2], bot)
    bot.apply(DeskControl(.feedStale, isOn: true, symbol: Known.instrument("XAUUSD").symbol))
    bot.apply(DeskControl(.closeOut(.botDemoted, .asStrategy), bot: rawValue))
    Self.process(ticks[(ticks.count - 2)...], bot)
    return bot
  }

  static func process(_ ticks: some Sequence<Tick>, _ bot: HostedBot) {
    for tick in ticks {
      [tick.quote].withUnsafeBufferPointer { bot.process($0, sizes: nil, symbolIndex: tick.symbolIndex) }
    }
  }
}
