package import Reports
package import TradingCore

/// All that an operator sees of a home at one look. Nothing here reads or runs anything.
package struct WatchScreen: Sendable, Hashable {
  /// How a run stands.
  package enum Run: String, Sendable, Hashable {
    /// None is under way.
    case none = "none"
    /// One shows itself.
    case running = "running"
    /// One has left its last snapshot behind: it hangs, or was killed.
    case silent = "silent"
    /// The one that was seen before has ended.
    case ended = "ended"
  }

  /// A bot.
  package struct Bot: Sendable, Hashable {
    /// Its name.
    package var id: String
    /// `paper`, `demo` or `live`.
    package var mode: String
    /// What its money is in; `nil` where the journal alone tells of it.
    package var currency: String?
    /// Cash, as a decimal.
    package var balance: String
    /// Balance and open results, as a decimal.
    package var equity: String
    /// Positions open now.
    package var openPositions = 0
    /// Orders that wait; `nil` where that is not known.
    package var orders: Int?
    /// Why it may open nothing: what orders are denied with, and the symbol where it is about one.
    package var halts: [String] = []
    /// Why it does nothing any more.
    package var failure: String?
    /// `paused` where it is.
    package var status: String?
  }

  /// A trading session.
  package struct Hours: Sendable, Hashable {
    /// Its text code.
    package var name: String
    /// Whether it is open.
    package var isOpen: Bool
    /// When it opens next.
    package var opensAt: Timestamp?
    /// When it closes next.
    package var closesAt: Timestamp?
  }

  /// What was paid today, in one currency.
  package struct Fees: Sendable, Hashable {
    /// The currency.
    package var currency: String
    /// Paid so far, a decimal.
    package var today: String
    /// What may be paid, a decimal.
    package var limit: String
    /// How much of the limit that is; `nil` where nothing may be paid.
    package var used: Double?
    /// `green`, `yellow`, `orange` or `red`.
    package var level: String
    /// As of when.
    package var at: Timestamp
  }

  /// How the market of a symbol stands.
  package struct Market: Sendable, Hashable {
    /// The symbol.
    package var symbol: String
    /// The timeframes that have had a bar, shortest first.
    package var readings: [ClimateReading]
  }

  /// When it was looked at, by the machine's clock.
  package var clock: Timestamp
  /// The time that countdowns and sessions go by: of the ticks when they are recorded ones, else the clock's.
  package var at: Timestamp
  /// Whether that is the time of recorded ticks.
  package var goesByTicks = false
  /// The highest level, and what makes it.
  package var alert = WatchAlert()
  /// How the run stands.
  package var run = Run.none
  /// The session's number: of the run at hand, or the last one.
  package var session: Int64?
  /// Quotes taken in it.
  package var ticks: UInt64 = 0
  /// The last tick.
  package var lastTick: Timestamp?
  /// What the feed does; `nil` without one.
  package var feed: String?
  /// How far the last quote is behind the clock, in nanoseconds, on a feed.
  package var lag: Int64?
  /// Quotes of the feed that were not used.
  package var dropped = 0
  /// When the run showed itself last, by the clock.
  package var shownAt: Timestamp?
  /// As of when the guard is, by the engine's time.
  package var riskAsOf: Timestamp?
  /// The home's bots.
  package var bots: [Bot] = []
  /// What is open.
  package var positions: [OpenPosition] = []
  /// What keeps new risk away.
  package var lockouts: [RiskStatus.Lockout] = []
  /// What is left of limits, by the used share.
  package var warnings: [WatchWarning] = []
  /// What operators have said that waits for a run.
  package var waiting: [RiskStatus.Waiting] = []
  /// What the STOP file says; `nil` while there is none.
  package var stopReason: String?
  /// Sessions of Asia, London and New York.
  package var sessions: [Hours] = []
  /// Whether a window of the news is on; `nil` where no calendar tells.
  package var isNewsOn: Bool?
  /// When that changes.
  package var newsChangesAt: Timestamp?
  /// What was paid today, a row for each currency.
  package var fees: [Fees] = []
  /// How markets stand; of a run alone.
  package var markets: [Market] = []
  /// What could not be read just now, and why.
  package var problems: [String] = []

  /// A screen of nothing yet.
  package init(clock: Timestamp, at: Timestamp) {
    self.clock = clock
    self.at = at
  }

  /// Nanoseconds since the run showed itself last.
  package var age: Int64? { shownAt.map { max(0, clock.nanoseconds - $0.nanoseconds) } }

  /// Nanoseconds until a lockout ends; `nil` for one that somebody has to take off.
  package func left(of lockout: RiskStatus.Lockout) -> Int64? {
    lockout.until.map { max(0, $0.nanoseconds.subtractingReportingOverflow(at.nanoseconds).partialValue) }
  }
}
