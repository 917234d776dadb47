package import RiskControl
package import StateCoding
package import TradingCore
import TradingEngine

extension BotRunner {
  /// Everything that the bot's later fills depend on and all that its run has left so far, as bytes.
  ///
  /// Events and trades that nobody has taken are part of it. Whether events are kept is not.
  /// - Throws: `StateCodingError` when the strategy refuses to be saved.
  package func saveState() throws(StateCodingError) -> [UInt8] { try StateEncoder.encode(with: encodeEngine) }

  /// Goes on where another bot of the same identity was saved. This one has seen no quote yet.
  ///
  /// - Throws: `StateCodingError` when the bytes are damaged or of a bot put together otherwise; nothing has
  ///   changed then.
  package func restoreState(_ bytes: [UInt8]) throws(StateCodingError) {
    try StateDecoder.decode(from: bytes) { decoder in
      do { try restoreEngine(decoder) } catch let mismatch as StateMismatch {
        throw StateCodingError.unfit(mismatch.description)
      }
    }
  }
}

extension BotRunner {
  /// Keeps what the bot does and is told as events, from now on.
  package func keepEvents(_ keeps: Bool = true) { setKeepsEvents(keeps) }

  /// The events since the last call, in order; a close's trades follow its fill.
  package func takeEvents() -> [BotEvent] { drainEvents() }

  /// How many events there have been while they were kept, over all runs of the bot's state.
  package var eventCount: UInt64 { readEventCount() }
}

extension BotRunner {
  /// When the clock has something to do for the bot that no quote has done, at the earliest.
  package var dueTime: Timestamp { readDueTime() }

  /// Time has passed without a quote: arrivals, expiries, nights, bars and timers up to it, at the last quotes.
  ///
  /// - Throws: `ArithmeticError` when an amount no longer fits.
  package func passTime(to time: Timestamp) throws(ArithmeticError) { try passClock(time) }

  /// Does what somebody outside of the strategy asks for, at once.
  ///
  /// While entries are halted, orders that open are denied with the code. Closes, cancels and changes of levels that leave
  /// the stop stay possible, on a netting account also orders that only reduce a position. Orders that work stay at the
  /// venue.
  /// - Throws: as `passTime`.
  package func obey(_ command: EngineCommand) throws(ArithmeticError) { try giveCommand(command) }

  /// Takes what a broker reports.
  ///
  /// - Throws: as `passTime`.
  package func take(_ report: VenueReport) throws(ArithmeticError) { try giveReport(report) }

  /// What is to be asked of a broker, in order, since the last call: to be committed before it leaves.
  package func takeIntents() -> [VenueIntent] { drainIntents() }

  /// What did not fit between a broker's reports and the books, in order, since the last call.
  package func takeDiscrepancies() -> [VenueDiscrepancy] { drainDiscrepancies() }

  /// Numbers of the intents that nobody has answered yet.
  package var awaitedIntents: [UInt64] { readAwaited() }

  /// Has every working order canceled and every position closed from the next quote on, as the strategy would: what
  /// sessions did before there were commands.
  package func closeOut() { startCloseOut() }

  /// Whether nothing is open, and no order is working or on its way that could open something.
  package var isIdle: Bool { readIsIdle() }

  /// Gives the bot the tree of risk, or takes it back for nothing: what is here is there afterwards.
  func exchange(_ loan: inout RiskLoan?) { exchangeLoan(&loan) }

  /// Does what the tree, which is lent, has decided by an event of somebody else.
  ///
  /// `waits`: a quote of that time comes next, at which it is done.
  /// - Throws: as `passTime`.
  func heed(_ actions: [RiskAction], at time: Timestamp, waits: Bool) throws(ArithmeticError) {
    try giveActions(actions, time, waits)
  }

  /// What its account comes to now, under a name; with what it holds, where risk looks at that or it is asked for.
  package func mark(of bot: String, withHoldings isAsked: Bool = false) -> BotMark { readMark(bot, isAsked) }

  /// What holds the bot's entries now, in the order in which it was said.
  package var halts: [EntryHalts.Halt] { readHalts().halts }
}
