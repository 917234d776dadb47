import RiskControl
import Statistics
package import BotAssembly
import Promotion
import StateCoding
package import TradingCore
import TradingEngine
import SessionRecording

/// A bot at work: its runner, its places in the ticks, and what it has done since it was last asked.
///
/// Used by one thread at a time.
package final class HostedBot {
  /// The bot's name.
  package let id: String
  /// Runs its engine.
  let runner: BotRunner
  /// Every symbol of its stream, in the bot's order.
  package let symbols: [Symbol]
  /// The instruments it trades and converts with, in the same order.
  let instruments: [Instrument]
  /// Its account's currency.
  let currency: Currency
  /// Where it is in each symbol's ticks.
  private(set) var places: [StreamPlace]
  /// Totals over its trades.
  private(set) var totals = BotTotals()
  /// What counts as at stake in them.
  private var stakes = StakeRules()
  /// What it has done and nobody has taken yet.
  private var untaken: [BotEvent] = []
  /// What it wants of its broker and nobody has taken yet.
  private(set) var untakenIntents: [VenueIntent] = []
  /// What of its broker's reports did not fit, and nobody has taken yet.
  private var untakenDiscrepancies: [VenueDiscrepancy] = []
  /// The number of the last intent that it has made.
  private(set) var lastIntent: UInt64 = 0
  /// Why it does nothing any more; `nil` while it works.
  private(set) var failure: String?
  /// Where in the session's inputs it failed, once the session has looked.
  var failurePlace: SessionPlace?
  /// Quotes of the stretch at hand that it was not given, as it has failed.
  private(set) var unseen = 0
  /// Whether its strategy is a program of its own, which may fail at any quote: it is given them one by one.
  let isProgram: Bool
  /// Whether it has been given a state; a strategy program can be told only once.
  private(set) var isRestored = false
  /// Quotes, reports and passes of the clock that it has been given since the last checkpoint: what a later session
  /// begins behind.
  private(set) var inputsSinceCheckpoint = 0
  /// What its next checkpoint keeps of the risk that it is under; `nil` for none.
  var risk: RiskCheckpoint?
  /// How many of its runner's events have been taken.
  private var takenCount: UInt64 = 0

  /// A bot at the start of its evidence.
  ///
  /// `isProgram`: whether its strategy is a program of its own.
  package init(
    id: String, runner: BotRunner, instruments: [Instrument], currency: Currency, isProgram: Bool = false
  ) {
    self.isProgram = isProgram
    self.id = id
    self.runner = runner
    self.instruments = instruments
    symbols = instruments.map(\.symbol)
    self.currency = currency
    places = instruments.map { _ in StreamPlace(TickCursor()) }
    runner.keepEvents()
  }

  /// Says that a stream of ticks begins which may hold some that it has seen.
  func beginStream() { places = places.map { StreamPlace($0.cursor) } }

  /// Gives it a stretch of one symbol's quotes; those it has seen in an earlier run are passed over.
  ///
  /// A bot that fails stops here and says why; others go on.
  func process(
    _ quotes: UnsafeBufferPointer<Quote>, sizes: UnsafeBufferPointer<QuoteSize>?, symbolIndex: Int
  ) {
    guard failure == nil else {
      unseen += quotes.count
      return
    }
    if isProgram, quotes.count > 1 {
      for place in quotes.indices {
        let one = place...place
        process(
          UnsafeBufferPointer(rebasing: quotes[one]),
          sizes: sizes.map { UnsafeBufferPointer(rebasing: $0[one]) },
          symbolIndex: symbolIndex)
      }
      return
    }
    let start = step(over: quotes, symbolIndex: symbolIndex)
    guard start < quotes.count else { return }
    let new = start == 0 ? quotes : UnsafeBufferPointer(rebasing: quotes[start...])
    let newSizes = start == 0 ? sizes : sizes.map { UnsafeBufferPointer(rebasing: $0[start...]) }
    do throws(ArithmeticError) {
      try runner.process(new, sizes: newSizes, symbolIndex: symbolIndex)
    } catch {
      return fail(error, at: new.last?.eventTime)
    }
    gather()
    if let failure = runner.failure { fail("\(failure)") }
  }

  /// Steps over a stretch of one symbol's quotes that it is given, by whomever.
  ///
  /// - Returns: how many of the first it has seen in an earlier run.
  func step(over quotes: UnsafeBufferPointer<Quote>, symbolIndex: Int) -> Int {
    let start = places[symbolIndex].advance(over: quotes)
    inputsSinceCheckpoint += quotes.count - start
    return start
  }

  /// It does nothing any more, for this reason.
  func fail(_ reason: String) { failure = reason }

  /// Takes note of what its runner came to under somebody else's hand, if it can't go on.
  func note(_ error: ArithmeticError?) {
    if let error { return fail(error, at: runner.state.record.lastTime) }
    gather()
    if let failure = runner.failure { fail("\(failure)") }
  }

  private func gather() {
    untakenDiscrepancies += runner.takeDiscrepancies()
    let intents = runner.takeIntents()
    guard let last = intents.last else { return }
    untakenIntents += intents
    lastIntent = last.number
  }

  /// When the clock has something to do for it that no quote has done, at the earliest.
  var dueTime: Timestamp { failure == nil ? runner.dueTime : .distantFuture }

  /// Time has passed without a quote.
  func pass(to time: Timestamp) {
    inputsSinceCheckpoint += 1
    trying { () throws(ArithmeticError) in try runner.passTime(to: time) }
  }

  /// Takes what a broker has reported to its account.
  func take(_ report: VenueReport) {
    inputsSinceCheckpoint += 1
    trying { () throws(ArithmeticError) in try runner.take(report) }
  }

  /// Does what the control asks for, where it is about this bot. One for all symbols that lets entries go on ends the
  /// halts of single ones, too.
  func apply(_ control: DeskControl) {
    guard control.bot == nil || control.bot == id, failure == nil else { return }
    let symbolIndex = control.symbol.map { symbols.firstIndex(of: $0) }
    if case .some(.none) = symbolIndex { return }
    for command in commands(of: control.act, symbolIndex: symbolIndex ?? nil) {
      trying { () throws(ArithmeticError) in try runner.obey(command) }
    }
    if case .closeOut(_, .asStrategy) = control.act { runner.closeOut() }
  }

  /// Entries are blocked before anything is closed.
  private func commands(of act: DeskControl.Act, symbolIndex: Int?) -> [EngineCommand] {
    switch act {
    case .halt(let code), .closeOut(let code, .asStrategy): [.halt(code, symbolIndex: symbolIndex)]
    case .closeOut(let code, .at(let reason)): [.halt(code, symbolIndex: symbolIndex), .flatten(reason)]
    case .resume(let code):
      symbolIndex == nil
        ? runner.halts.filter { $0.code == code }.map { .resume(code, symbolIndex: $0.symbolIndex) }
        : [.resume(code, symbolIndex: symbolIndex)]
    case .cancel(let order?): [.cancel(order)]
    case .cancel(nil): [.cancelAll(symbolIndex: symbolIndex)]
    case .close(let position?, let units, let reason):
      [.close(position, quantity: units.map { Quantity(units: $0) }, reason)]
    case .close(nil, _, let reason): [.closeAll(symbolIndex: symbolIndex, reason)]
    case .risk: []
    case .reduce(let units, let reason):
      symbols.indices.filter { $0 == symbolIndex ?? $0 }.map {
        .reduce(symbolIndex: $0, units: units, reason)
      }
    }
  }

  private func trying(_ work: () throws(ArithmeticError) -> Void) {
    guard failure == nil else { return }
    do throws(ArithmeticError) { try work() } catch { return fail(error, at: runner.state.record.lastTime) }
    gather()
    if let failure = runner.failure { fail("\(failure)") }
  }

  private func fail(_ error: ArithmeticError, at time: Timestamp?) {
    fail("\(error) (at \((time ?? .distantPast).iso8601)): trade smaller lots or start with another balance")
  }

  /// Whether it has done anything that nobody has taken.
  var hasNews: Bool {
    runner.eventCount != takenCount || !untaken.isEmpty || !untakenIntents.isEmpty
      || !untakenDiscrepancies.isEmpty
  }

  /// What it has done since this was last called.
  func takeEvents() -> [BotEvent] {
    countTrades()
    defer { untaken = [] }
    return untaken
  }

  /// Brings the totals up to what it has done.
  func countTrades() {
    let events = runner.takeEvents()
    takenCount = runner.eventCount
    let start = runner.state.account.startBalance
    totals.add(events, stakes) { trade in
      let index = trade.symbolIndex
      let asset = instruments.indices.contains(index) ? instruments[index].assetClass : .future
      return TradeRisk(trade, of: asset, start: start)
    }
    _ = runner.takeTrades()
    if untaken.isEmpty { untaken = events } else { untaken += events }
  }

  /// Holds its results against the floor of these criteria.
  func watch(by criteria: GateCriteria) {
    stakes = criteria.statistics.stakes
    totals.watch(by: criteria.demotion)
  }

  /// Takes events back that could not be stored, to be offered again.
  func giveBack(_ events: [BotEvent]) { untaken = events + untaken }

  /// What it has wanted of its broker since this was last called.
  func takeIntents() -> [VenueIntent] {
    defer { untakenIntents = [] }
    return untakenIntents
  }

  /// What of its broker's reports did not fit since this was last called.
  func takeDiscrepancies() -> [VenueDiscrepancy] {
    defer { untakenDiscrepancies = [] }
    return untakenDiscrepancies
  }

  /// Takes intents back that could not be stored, to be offered again.
  func giveBack(_ intents: [VenueIntent]) { untakenIntents = intents + untakenIntents }

  /// Its state between two stretches. What it wants of its broker is not part of it: that is stored with it, or before.
  ///
  /// - Throws: `DeskError.state` when its strategy refuses, `program` when that is a program which has failed, `unwritten`
  ///   when there is no room for what it was told.
  func checkpoint() throws(DeskError) -> [UInt8] {
    do throws(StateCodingError) {
      let state = BotCheckpoint(
        engine: try runner.saveState(), cursors: places.map(\.cursor), totals: totals, risk: risk,
        lastIntent: lastIntent)
      let bytes = try StateEncoder.encode(state)
      inputsSinceCheckpoint = 0
      return bytes
    } catch {
      throw fault(error)
    }
  }

  private func fault(_ error: StateCodingError) -> DeskError {
    if let failure = runner.failure { return .program(bot: id, problem: "\(failure)") }
    if case .unwritten(let reason) = error { return .unwritten(bot: id, problem: reason) }
    return .state(bot: id, problem: "\(error)")
  }

  /// Begins behind what was seen of its symbols' ticks already; a place for each symbol.
  func begin(behind cursors: [TickCursor]) { places = cursors.map { StreamPlace($0) } }

  /// How far a bot of its kind has come in each symbol's ticks, whose checkpoint this is.
  ///
  /// - Throws: `DeskError.state` for bytes that are none.
  func cursors(of bytes: [UInt8]) throws(DeskError) -> [TickCursor] {
    do throws(StateCodingError) {
      let state = try StateDecoder.decode(BotCheckpoint.self, from: bytes)
      guard state.cursors.count == symbols.count else {
        throw StateCodingError.unfit("the checkpoint is of \(Counted.text(state.cursors.count, "symbol"))")
      }
      return state.cursors
    } catch {
      throw .state(bot: id, problem: "\(error)")
    }
  }

  /// Goes on from a checkpoint of a bot with the same identity.
  ///
  /// - Throws: `DeskError.state` for bytes that are none, `program` when its strategy is a program that does not come to
  ///   where it was.
  func restore(_ bytes: [UInt8]) throws(DeskError) {
    do throws(StateCodingError) {
      let state = try StateDecoder.decode(BotCheckpoint.self, from: bytes)
      guard state.cursors.count == symbols.count else {
        throw StateCodingError.unfit("the checkpoint is of \(Counted.text(state.cursors.count, "symbol"))")
      }
      isRestored = true
      try runner.restoreState(state.engine)
      places = state.cursors.map { StreamPlace($0) }
      totals = state.totals
      lastIntent = state.lastIntent
      risk = state.risk
      takenCount = runner.eventCount
      inputsSinceCheckpoint = 0
    } catch {
      throw fault(error)
    }
  }

  /// What is told of it without running it.
  var summary: EvidenceSummary {
    let state = runner.state
    let account = state.account
    var summary = EvidenceSummary(balance: account.balance.text(in: currency))
    summary.equity = account.equity.text(in: currency)
    summary.openPositions = account.positions.count
    summary.trades = totals.tally.trades
    summary.wins = totals.tally.wins
    summary.winRate = totals.tally.winRate
    summary.profitFactor = totals.tally.profitFactor
    summary.maxDrawdown = account.largestDrawdown.ratio
    // Every day of the record had a tick, and so has the one at hand.
    summary.daysActive = state.record.firstTime == nil ? 0 : state.record.days.count + 1
    summary.firstTick = state.record.firstTime
    summary.lastTick = state.record.lastTime
    return summary
  }
}
