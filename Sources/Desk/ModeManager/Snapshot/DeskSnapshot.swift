package import Journal
package import TradingCore

/// What a desk shows of itself at one look, for whoever stands next to it.
///
/// Amounts, prices and sizes are decimal text, as in every document.
package struct DeskSnapshot: Sendable, Hashable {
  /// When it was taken, by the machine's clock.
  package var takenAt: Timestamp
  /// The process that runs the desk.
  package var process: Int64
  /// The session's number in the journal.
  package var session: Int64?
  /// Where its ticks come from.
  package var kind: SessionKind?
  /// How far it has come.
  package var progress: DeskProgress
  /// Its bots, in the desk's order.
  package var bots: [Bot]
  /// The regimes of its symbols; empty where nobody reckons them.
  package var climate: [Climate] = []

  /// How the market of a symbol stands.
  package struct Climate: Sendable, Hashable {
    /// The symbol.
    package var symbol: String
    /// The timeframes that have had a bar, shortest first.
    package var readings: [ClimateReading]
  }

  /// One bot.
  package struct Bot: Sendable, Hashable {
    /// Its name.
    package var id: String
    /// Where its orders go.
    package var mode: TradingMode
    /// Why it does nothing any more; `nil` while it works.
    package var failure: String?
    /// What its amounts are in.
    package var currency: String
    /// Cash.
    package var balance: String
    /// Balance and open results.
    package var equity: String
    /// Held for open positions.
    package var usedMargin: String
    /// The time of its last tick.
    package var lastTick: Timestamp?
    /// Why it may open nothing.
    package var halts: [Halt]
    /// What is open.
    package var positions: [Position]
    /// What is working at the venue.
    package var orders: [Order]
  }

  /// A reason why nothing may be opened.
  package struct Halt: Sendable, Hashable {
    /// What orders are denied with.
    package var code: String
    /// The symbol; `nil` for all.
    package var symbol: String?
  }

  /// An open position.
  package struct Position: Sendable, Hashable {
    /// The number of the order that opened it.
    package var order: Int64
    /// What is held.
    package var symbol: String
    /// `buy` for long, `sell` for short.
    package var side: OrderSide
    /// How much.
    package var lots: String
    /// Since when.
    package var openTime: Timestamp
    /// The price of its first entry.
    package var openPrice: String
    /// Where it is closed at a loss now, a trailing stop included.
    package var stopLoss: String?
    /// Where it is closed with a profit.
    package var takeProfit: String?
    /// What closing it would bring at the last quote; `nil` where nothing converts it.
    package var result: String?
  }

  /// An order that waits at the venue.
  package struct Order: Sendable, Hashable {
    /// Its number in the bot's evidence.
    package var order: Int64
    /// What it is for.
    package var symbol: String
    /// Buy or sell.
    package var side: OrderSide
    /// `limit`, `stop` or `stop_limit`.
    package var type: String
    /// How much of it is not filled.
    package var lots: String
    /// Its limit or, for a stop, where it triggers.
    package var price: String
    /// The limit behind the trigger of a stop-limit.
    package var limitPrice: String?
    /// The last instant at which it can be filled; `nil` for no end.
    package var expiry: Timestamp?
    /// Where the position it opens is closed at a loss.
    package var stopLoss: String?
    /// Where the position it opens is closed with a profit.
    package var takeProfit: String?
  }
}
