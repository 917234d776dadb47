import BotAssembly
import RiskControl
import StrategyKit
import TestSupport
import TradingCore
import TradingEngine

/// A random trader over random quotes at a random broker, the same for the same seed everywhere.
struct TraderSession {
  let seed: UInt64
  let instrument: Instrument
  let quotes: [Quote]
  let profile: BrokerProfile
  let limits: RiskLimits
  let startBalance: Money

  /// The session of a seed, over other quotes when they are given.
  init(seed: UInt64, quotes: [Quote]? = nil) {
    let base = RandomSession(seed: seed)
    var random = SeededGenerator(seed: seed &+ 0xABCD_EF01)
    func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &random)] }
    self.seed = seed
    instrument = base.instrument
    self.quotes = quotes ?? (seed % 5 == 0 ? Self.overClosing(base.quotes) : base.quotes)
    let scale: Int64 = base.instrument.digits == 5 ? 1 : 10
    let slippage = [
      SlippageModel.uniform(minimum: .points(-scale), maximum: .points(4 * scale)),
      .uniform(minimum: .points(scale), maximum: .points(5 * scale)), .none, .fixed(.points(2 * scale)),
    ]
    profile = BrokerProfile(
      name: "random", accountMode: seed % 2 == 0 ? .hedging : .netting, leverage: pick([30, 100, 500]),
      spread: pick([
        .recorded, .recorded, .fixed(.points(7 * scale)), .markup(.points(3)), .floor(.points(9)),
      ]),
      slippage: pick(slippage + slippage.prefix(2)),
      commission: pick([
        .none, .perLotAndSide(Money(units: 3_500_000), .usd), .perLotAndSide(Money(units: 3_333_333), .usd),
      ]),
      latencyNanoseconds: pick([0, 0, 1, 50, 200, 3_000]) * Timestamp.millisecond,
      latencyRule: pick([.lastBefore, .lastBefore, .firstAfter]),
      limitFill: pick([.atPrice, .atPrice, .atQuote]),
      stopOutPercent: pick([50, 20, 100]), enforcesTradingHours: pick([true, false, false]),
      bookingDigits: pick([6, 6, 2]), stopsLevel: .points(pick([0, 0, 5]) * scale),
      staleQuoteSeconds: pick([nil, nil, 1]), instruments: [base.instrument])
    limits = RiskLimits(maximumOpenPositions: pick([nil, nil, 5]))
    startBalance = Money(units: pick([200, 1_000, 10_000]) * 1_000_000)
  }

  /// The quotes at other times, the last quarter of them after the market has closed on a Friday.
  private static func overClosing(_ quotes: [Quote]) -> [Quote] {
    let friday = Timestamp(milliseconds: 1_705_096_800_000)
    let shift = friday.nanoseconds - quotes[quotes.count * 3 / 4].eventTime.nanoseconds
    return quotes.map { Quote(eventTime: $0.eventTime.advanced(by: shift), bid: $0.bid, ask: $0.ask) }
  }

  /// Most points of slippage, against the order and in its favor.
  var slippageBound: ClosedRange<Int64> {
    switch profile.slippage {
    case .uniform(let minimum, let maximum):
      minimum.tenThousandths / 10_000...maximum.tenThousandths / 10_000
    case .fixed(let distance): distance.tenThousandths / 10_000...distance.tenThousandths / 10_000
    case .none, .normal, .ofSpread, .ofVolatility, .perLot, .empirical: 0...0
    }
  }

  /// The spread model as the independent calculation knows it.
  var oracleSpread: OracleSettings.Spread {
    switch profile.spread {
    case .recorded: .recorded
    case .fixed(let distance): .fixed(distance.tenThousandths / 10_000)
    case .markup(let distance): .markup(distance.tenThousandths / 10_000)
    case .floor(let distance): .floor(distance.tenThousandths / 10_000)
    }
  }

  /// The bot's configuration; a companion trades otherwise on the same quotes.
  func configuration(companion: UInt64 = 0) throws -> BotConfiguration {
    let trader = seed &* 8 &+ companion
    return BotConfiguration(
      parameters: try ParameterValues(for: RandomTrader.descriptor, given: ["trader": "\(trader)"]),
      symbols: [instrument.symbol], profile: profile, startBalance: startBalance, seed: trader, risk: limits)
  }

  /// The bot as the product puts it together.
  func bot(companion: UInt64 = 0) throws -> BotRunner {
    let bot = try BotAssembler.paperBot(StrategyEntry(RandomTrader.self), configuration(companion: companion))
    bot.keepEvents()
    return bot
  }

  /// Runs the bot in stretches of so many quotes, over the first quotes only when `prefix` is given.
  func run(
    stretch: Int, prefix: Int? = nil,
    after: (BotRunner, [ClosedTrade], [Fill]) throws -> Void = { _, _, _ in }
  )
    throws -> BotResult
  {
    let bot = try bot()
    var trades: [ClosedTrade] = []
    var fills: [Fill] = []
    try quotes.prefix(prefix ?? quotes.count).withContiguousStorageIfAvailable { all in
      var start = 0
      while start < all.count {
        let end = start + min(stretch, all.count - start)
        try bot.process(UnsafeBufferPointer(rebasing: all[start..<end]), symbolIndex: 0)
        trades += bot.takeTrades()
        fills += bot.takeFills()
        try after(bot, trades, fills)
        start = end
      }
    }
    if prefix == nil { try bot.finish(closesPositions: true) }
    return BotResult(bot, trades: trades + bot.takeTrades(), fills: fills)
  }
}

/// What a bot leaves behind, for comparing.
struct BotResult: Equatable {
  let fingerprint: String
  let fills: [Fill]
  let trades: [ClosedTrade]
  let balance: Money
  let drawdown: [String]
  let counts: [String]

  /// `fills`: those that were taken before.
  init(_ bot: BotRunner, trades: [ClosedTrade], fills: [Fill] = []) {
    let state = bot.state
    fingerprint = state.record.fingerprint.text
    self.fills = fills + bot.takeFills()
    self.trades = trades
    balance = state.account.balance
    let largest = state.account.largestDrawdown
    drawdown = ["\(largest.money.units)", "\(largest.ratio)"]
    counts = [
      "\(state.record.quoteCount) \(state.record.crossedCount) \(state.record.crossedWaits)",
      state.record.denied.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ","),
      state.record.rejected.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ","),
      state.record.days.map { "\($0.date) \($0.equity.units)" }.joined(separator: ","),
    ]
  }
}
