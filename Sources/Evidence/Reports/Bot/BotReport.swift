package import JSONText
package import Statistics
package import TradingCore

/// Everything that `slipway report BOT` shows: the maker fills it in; nothing here runs or reads anything.
package struct BotReport: Sendable, Hashable {
  /// The bot's name.
  package var bot: String
  /// `active`, `paused` or `retired`.
  package var status: String
  /// `paper`, `demo` or `live`.
  package var mode: String
  /// The family it counts under.
  package var family: String
  /// What it did in each mode and under each identity: the present one first, where there is one, then from new to
  /// old.
  package var evidence: [BotEvidence]
  /// What it has open now, the oldest first.
  package var positions: [OpenPosition] = []
  /// Its orders that wait, in order of placement.
  package var orders: [OpenOrder] = []
  /// The command that makes this report again.
  package var commandLine = ""
  /// Things to know, in sentences.
  package var notes: [String] = []
  /// The program and version that made it, such as `slipway 0.1.0`.
  package var generator = "slipway"

  /// A report of its parts; the rest is filled in.
  package init(bot: String, status: String, mode: String, family: String, evidence: [BotEvidence]) {
    self.bot = bot
    self.status = status
    self.mode = mode
    self.family = family
    self.evidence = evidence
  }

  /// The evidence of what the bot is now, in its mode; `nil` while there is none.
  var present: BotEvidence? { evidence.first.flatMap { $0.isCurrent ? $0 : nil } }

  /// All other evidence.
  var earlier: ArraySlice<BotEvidence> { present == nil ? evidence[...] : evidence.dropFirst() }

  /// What is said where the present evidence would stand.
  var nothingYet: String {
    evidence.isEmpty ? "No tick has been seen yet." : "No tick has been seen on \(mode) yet."
  }
}

/// What a bot did in one mode under one identity.
package struct BotEvidence: Sendable, Hashable {
  /// The figures.
  package var figures: Scorecard
  /// Positions open at the last tick.
  package var openPositions = 0
  /// Every trade of the figures, in order of closing.
  package var trades: [FlatTrade] = []
  /// Orders that were refused, waited or ended unfilled.
  package var orderEnds = OrderEnds()
  /// How the account came to its balance and equity; `nil` for a period, and where it can't be told.
  package var statement: AccountStatement?
  /// What was traded, in the bot's order.
  package var instruments: [Instrument] = []
  /// Whether this is what the bot is now.
  package var isCurrent = false
  /// The strategy's name.
  package var strategy = ""
  /// Its parameters in the strategy's order: whole numbers as such, decimals and text as strings.
  package var params: [JSONMember] = []
  /// The broker profile's name.
  package var broker = ""
  /// Balance and equity over time, at most 10,000 points.
  package var equity: [EquityPoint] = []
  /// What was open over time, and its margin.
  package var exposure = ExposureCurve()
  /// Digest over its fills, 64 hex digits.
  package var fingerprint = ""
  /// What the recorded spreads were and what the profile made of them, where it changes them.
  package var spreads: [SpreadComparison] = []
  /// Settings that held, such as balance and leverage.
  package var settings: [BacktestReport.Line] = []

  /// Evidence of these figures; the rest is filled in.
  package init(_ figures: Scorecard) { self.figures = figures }

  /// `paper`, `demo` or `live`.
  package var mode: String { figures.mode }
  /// Digest of all that defined the bot, hex.
  package var identity: String { figures.identity }
  /// The account's currency; all money is in it.
  package var currency: Currency { figures.currency }
  /// What was traded.
  var symbols: [Symbol] { instruments.map(\.symbol) }
  /// Totals by side and symbol over the trades, as far as they fit 64 bits.
  private var breakdown: TradeBreakdown {
    var totals = TradeBreakdown(symbols: instruments.count)
    do throws(ArithmeticError) {
      for trade in trades {
        try totals.add(symbolIndex: trade.symbolIndex, side: trade.side, net: trade.netResult)
      }
    } catch {
      return totals
    }
    return totals
  }
  /// What too few days are told by.
  var shortRun: ShortRun { ShortRun(days: figures.daysActive) }
  /// The deepest drawdown, as far as its dates are known.
  var drawdowns: DrawdownTable { DrawdownTable(deepestOf: figures, equity) }
  /// Results by side.
  var sideGroups: [ResultGroup] { ResultGroup.sides(breakdown) }
  /// Results by symbol.
  var symbolGroups: [ResultGroup] { ResultGroup.symbols(breakdown, symbols) }
}
