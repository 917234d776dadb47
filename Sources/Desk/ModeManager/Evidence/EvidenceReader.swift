package import Journal
package import Promotion
import StateCoding
package import Statistics
package import TradingCore
import TradingEngine

/// Everything that the journal knows of one evidence, read without its strategy.
package struct EvidenceContents: Sendable {
  /// The evidence's row.
  package let record: EvidenceRecord
  /// What it was made with.
  package let recipe: EvidenceRecipe
  /// What was traded, in the bot's order.
  package let instruments: [Instrument]
  /// Trades, days and drawdown: what a scorecard is made of.
  package internal(set) var evidence: Evidence
  /// Equity over time up to the checkpoint, the extremes among its points.
  package internal(set) var curve: [EquityPoint] = []
  /// What was open over time, by all events.
  package internal(set) var exposure = ExposureCurve()
  /// Orders that were refused, waited or ended unfilled, by all events of the time asked for.
  package internal(set) var orderEnds = OrderEnds()
  /// How the account came to its balance and equity at the checkpoint; `nil` before the first, or where a total does not fit.
  package internal(set) var statement: AccountStatement?
  /// What each instrument was worth at its last tick; `nil` where there was none.
  package internal(set) var prices: [Price?] = []
  /// Events that are not in the checkpoint: trades know of them, equity and days do not.
  package internal(set) var eventsSinceCheckpoint = 0
}

/// Reads evidence for reports and promotion.
package enum EvidenceReader {
  /// All of an evidence as of now, in one consistent view.
  ///
  /// The trading day that is not over counts with the equity at the checkpoint. `isCounted` tells of which instants ended
  /// orders are counted.
  /// - Throws: `DeskError`: `journal`, `recipe`, or `state` for a checkpoint or events that can't be read.
  /// - Complexity: memory grows with the trades, not with the events.
  package static func read(
    _ known: EvidenceRecord, _ journal: Journal,
    countingOrders isCounted: (Timestamp) -> Bool = { _ in true }
  ) throws(DeskError) -> EvidenceContents {
    let recipe = try EvidenceRecipe.load(of: known, journal)
    return try DeskError.journaling {
      try journal.read { try contents(of: try $0.evidence(known.id) ?? known, recipe, $0, isCounted) }
    }
  }

  private static func contents(
    of record: EvidenceRecord, _ recipe: EvidenceRecipe, _ reading: JournalReading,
    _ isCounted: (Timestamp) -> Bool
  ) throws -> EvidenceContents {
    var account = try account(of: recipe, bot: record.bot)
    var contents = EvidenceContents(
      record: record, recipe: recipe,
      instruments: recipe.symbols.indices.map { account.instrument(symbolIndex: $0) },
      evidence: Evidence(
        bot: record.bot, mode: record.mode.rawValue, identity: Hexadecimal.text(record.identity),
        currency: account.currency, startBalance: recipe.startBalance))
    contents.evidence.year = TradingYear(account.tradingHours)
    contents.evidence.assets = contents.instruments.map(\.assetClass)
    contents.eventsSinceCheckpoint = record.eventCount
    guard let bytes = try reading.checkpoint(ofEvidence: record.id) else {
      _ = try addTrades(to: &contents, account, reading, isCounted)
      return contents
    }
    contents.eventsSinceCheckpoint -= record.checkpointEvents
    let run: RunRecord
    do {
      let checkpoint = try StateDecoder.decode(BotCheckpoint.self, from: bytes)
      let view = try StateDecoder.decode(EngineStateView.self, from: checkpoint.engine)
      try account.restore(view.account)
      run = view.record
    } catch {
      throw DeskError.state(bot: record.bot, problem: "the checkpoint can't be read: \(error)")
    }
    // After the account has come to know the rates that convert.
    let booked = try addTrades(to: &contents, account, reading, isCounted)
    contents.statement = statement(of: account, booked)
    contents.prices = contents.instruments.indices.map { account.lastMid(symbolIndex: $0) }
    addDays(to: &contents, account, run)
    return contents
  }

  /// The account as it began.
  ///
  /// - Throws: `DeskError.recipe`.
  package static func account(of recipe: EvidenceRecipe, bot: String) throws(DeskError) -> Account {
    var instruments: [Instrument] = []
    for symbol in recipe.symbols + recipe.conversionSymbols {
      guard let instrument = recipe.profile.instrument(symbol) else {
        throw .recipe(bot: bot, problem: "its profile '\(recipe.profile.name)' has no instrument \(symbol)")
      }
      instruments.append(instrument)
    }
    do throws(ArithmeticError) {
      return try Account(
        profile: recipe.profile, leverage: recipe.leverage, startBalance: recipe.startBalance,
        instruments: instruments, tradedCount: recipe.symbols.count)
    } catch {
      throw .recipe(bot: bot, problem: "its start balance is too large")
    }
  }

  /// Net results of what a checkpoint knows to be closed.
  private struct Booked {
    var trades = Money.zero
    var portions = Money.zero
  }

  private static func statement(of account: Account, _ booked: Booked?) -> AccountStatement? {
    guard let booked else { return nil }
    do throws(ArithmeticError) {
      let charges = try account.openCharges()
      return try AccountStatement(
        startBalance: account.startBalance, closedNet: booked.trades, portionsNet: booked.portions,
        openCommission: charges.commission, openSwap: charges.swap, balance: account.balance,
        equity: account.equity)
    } catch {
      return nil
    }
  }

  /// - Returns: what of it the checkpoint knows; `nil` where a total does not fit.
  private static func addTrades(
    to contents: inout EvidenceContents, _ account: Account, _ reading: JournalReading,
    _ isCounted: (Timestamp) -> Bool
  ) throws -> Booked? {
    let bot = contents.record.bot
    var flats = RoundTripBook()
    var trades: [FlatTrade] = []
    var exposure = ExposureCurve()
    var fault: PromotionError?
    var booked: Booked? = Booked()
    var ends = OrderEnds()
    let record = contents.record
    try reading.botEvents(of: record) { number, event in
      guard fault == nil else { return }
      do throws(PromotionError) {
        exposure.take(event, account)
        if isCounted(event.time) { ends.take(event) }
        let isKnown = number <= record.checkpointEvents
        if isKnown, case .closed(let portion) = event { add(portion.netResult, to: \.portions, of: &booked) }
        if let round = try flats.take(event) {
          trades.append(round.trade)
          if isKnown { add(round.trade.netResult, to: \.trades, of: &booked) }
        }
      } catch {
        fault = error
      }
    }
    if let fault { throw DeskError.state(bot: bot, problem: "its trades can't be counted: \(fault)") }
    contents.evidence.trades = trades
    contents.evidence.openTimes = flats.openTimes
    contents.exposure = exposure
    contents.orderEnds = ends
    return booked
  }

  private static func add(
    _ amount: Money, to total: WritableKeyPath<Booked, Money>, of booked: inout Booked?
  ) {
    guard var sums = booked else { return }
    do throws(ArithmeticError) {
      sums[keyPath: total] = try sums[keyPath: total].adding(amount)
      booked = sums
    } catch {
      booked = nil
    }
  }

  private static func addDays(to contents: inout EvidenceContents, _ account: Account, _ run: RunRecord) {
    let drawdown = account.largestDrawdown
    contents.evidence.maximumDrawdown = drawdown.ratio
    contents.evidence.maximumDrawdownMoney = drawdown.money
    contents.evidence.days = run.days.map { DayEquity(date: $0.date, equity: $0.equity) }
    contents.curve = run.curve.points.map {
      EquityPoint(
        eventTime: $0.time, balance: $0.balance, equity: account.money(scaledEquity: $0.scaledEquity))
    }
    guard let last = run.lastTime else { return }
    let equity = account.equity
    contents.evidence.days.append(
      DayEquity(date: NewYorkCalendar.tradingDay(at: last), equity: equity))
    contents.evidence.daysActive = contents.evidence.days.count
    contents.evidence.firstTick = run.firstTime
    contents.evidence.lastTick = last
    let point = EquityPoint(eventTime: last, balance: account.balance, equity: equity)
    if contents.curve.last != point { contents.curve.append(point) }
  }
}
