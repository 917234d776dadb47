package import RiskControl
package import StateCoding
package import TradingCore

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
  /// Lets the bot take no new risk on one of its symbols, or on all for `nil`, until it is resumed.
  ///
  /// Orders that open are denied with the code. Closes, cancels and changes of levels that leave the stop stay
  /// possible, on a netting account also orders that only reduce a position. Orders that work stay at the venue.
  package func haltEntries(_ code: DenialCode, symbolIndex: Int? = nil) {
    var halts = readHalts()
    halts.halt(code, symbolIndex: symbolIndex)
    setHalts(halts)
  }

  /// Takes back the halt of exactly this code and symbol.
  package func resumeEntries(_ code: DenialCode, symbolIndex: Int? = nil) {
    var halts = readHalts()
    halts.resume(code, symbolIndex: symbolIndex)
    setHalts(halts)
  }

  /// Has every working order canceled and every position closed from the next quote on, through risk control and the
  /// venue as if the strategy had asked, and again after a minute while something is open. There is no way back;
  /// entries have to be halted besides.
  package func closeOut() { startCloseOut() }

  /// Whether nothing is open, and no order is working or on its way that could open something.
  package var isIdle: Bool { readIsIdle() }

  /// What holds the bot's entries now, in the order in which it was said.
  package var halts: [EntryHalts.Halt] { readHalts().halts }
}
