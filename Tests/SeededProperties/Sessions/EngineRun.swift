import BotAssembly
import StrategyKit
import TestSupport
import TradingCore
import TradingEngine

/// A strategy run over quotes in memory, as the product runs it.
struct EngineRun {
  let trades: [ClosedTrade]
  let fills: [Fill]
  let state: BotRunner.State

  /// Runs the strategy; `stretch` is the number of quotes handed over at a time.
  init(
    _ entry: StrategyEntry, parameters: [String: String] = [:], files: [String: String] = [:],
    quotes: [Quote], instrument: Instrument, profile: BrokerProfile, startBalance: Int64 = 1_000_000_000,
    seed: UInt64 = 1, stretch: Int = .max, closesPositions: Bool = true
  ) throws {
    var profile = profile
    profile.instruments = [instrument]
    let values = try ParameterValues(for: entry.descriptor, given: parameters, files: files)
    let bot = try BotAssembler.paperBot(
      entry,
      BotConfiguration(
        parameters: values, symbols: [instrument.symbol], profile: profile,
        startBalance: Money(units: startBalance), seed: seed))
    bot.keepEvents()
    var trades: [ClosedTrade] = []
    try quotes.withUnsafeBufferPointer { all in
      var start = 0
      while start < all.count {
        let end = start + min(stretch, all.count - start)
        try bot.process(UnsafeBufferPointer(rebasing: all[start..<end]), symbolIndex: 0)
        trades += bot.takeTrades()
        start = end
      }
      try bot.finish(closesPositions: closesPositions)
    }
    self.trades = trades + bot.takeTrades()
    fills = bot.takeFills()
    state = bot.state
  }

  /// Runs `scripted` over rows with the oracle's settings.
  init(rows: [OracleRow], quotes: [Quote], instrument: Instrument, settings: OracleSettings) throws {
    try self.init(
      StrategyEntry(Scripted.self), parameters: ["orders": "orders.csv"],
      files: ["orders": OracleRow.csv(rows, instrument: instrument)], quotes: quotes, instrument: instrument,
      profile: BrokerProfile(settings), startBalance: settings.startBalance)
  }

  /// Denied and rejected orders together.
  var refusals: Int {
    state.record.denied.values.reduce(0, +) + state.record.rejected.values.reduce(0, +)
  }

  /// The trades as the independent calculation writes them; ids are left to it.
  func oracleTrades(like expected: [OracleTrade]) -> [OracleTrade] {
    trades.enumerated().map { index, trade in
      OracleTrade(
        trade, id: index < expected.count ? expected[index].id : -1)
    }
  }

  var oracleFills: [OracleFill] {
    fills.map {
      OracleFill(
        time: $0.eventTime, side: $0.side == .buy ? .buy : .sell, units: $0.quantity.units,
        price: $0.price.points, closeReason: OracleReason($0.reason))
    }
  }
}

extension OracleReason {
  init?(_ reason: FillReason) { self.init(rawValue: reason.code) }
}

extension OracleTrade {
  init(_ trade: ClosedTrade, id: Int) {
    self.init(
      id: id, side: trade.side == .buy ? .buy : .sell, units: trade.quantity.units, openTime: trade.openTime,
      openPrice: trade.openPrice.points, closeTime: trade.closeTime, closePrice: trade.closePrice.points,
      gross: trade.grossResult.units, commission: trade.commission.units,
      spreadCost: trade.spreadCost.units, slippageCost: trade.slippageCost.units,
      reason: OracleReason(trade.exitReason) ?? .endOfData, mae: trade.maximumAdverseExcursion.units,
      mfe: trade.maximumFavorableExcursion.units)
  }
}

extension BrokerProfile {
  init(_ settings: OracleSettings) {
    let spread: SpreadModel =
      switch settings.spread {
      case .recorded: .recorded
      case .fixed(let points): .fixed(.points(points))
      case .markup(let points): .markup(.points(points))
      case .floor(let points): .floor(.points(points))
      }
    self.init(
      name: "oracle", accountCurrency: settings.accountCurrency, leverage: settings.leverage, spread: spread,
      slippage: settings.slippagePoints == 0 ? .none : .fixed(.points(settings.slippagePoints)),
      commission: .perLotAndSide(Money(units: settings.commissionPerLot), settings.accountCurrency),
      latencyNanoseconds: settings.latency,
      latencyRule: settings.latencyRule == .lastBefore ? .lastBefore : .firstAfter,
      limitFill: settings.limitsFillAtQuote ? .atQuote : .atPrice,
      stopOutPercent: settings.stopOutPercent, bookingDigits: settings.bookingUnit == 1 ? 6 : 2)
  }
}
