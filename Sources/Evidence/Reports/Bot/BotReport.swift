package import JSONText
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
  /// `paper`, `demo` or `live`.
  package var mode: String
  /// Digest of all that defined the bot, hex.
  package var identity: String
  /// Whether this is what the bot is now.
  package var isCurrent = false
  /// The strategy's name.
  package var strategy = ""
  /// Its parameters in the strategy's order: whole numbers as such, decimals and text as strings.
  package var params: [JSONMember] = []
  /// What was traded.
  package var symbols: [Symbol] = []
  /// The broker profile's name.
  package var broker = ""
  /// The account's currency; all money is in it.
  package var currency: Currency
  /// The figures.
  package var figures: BotFigures
  /// Balance and equity over time, at most 10,000 points.
  package var equity: [EquityPoint] = []
  /// Every trade's times and net result, in order of closing.
  package var outcomes: [TradeOutcome] = []
  /// The last trades, in order of closing.
  package var latestTrades: [BotTrade] = []
  /// Digest over its fills, 64 hex digits.
  package var fingerprint = ""
  /// What the recorded spreads were and what the profile made of them, where it changes them.
  package var spreads: [SpreadComparison] = []
  /// Settings that held, such as balance and leverage.
  package var settings: [BacktestReport.Line] = []

  /// Evidence of its parts; the rest is filled in.
  package init(mode: String, identity: String, currency: Currency, figures: BotFigures) {
    self.mode = mode
    self.identity = identity
    self.currency = currency
    self.figures = figures
  }
}

/// One trade from flat to flat, as the page lists it. Money is in the account's currency.
package struct BotTrade: Sendable, Hashable {
  /// Its number within the evidence, from 1.
  package var number: UInt64
  /// What was traded.
  package var symbol: Symbol
  /// The side of the first entry.
  package var side: OrderSide
  /// The most lots open at one time, as decimal text.
  package var lots: String
  /// When the first entry filled.
  package var openTime: Timestamp
  /// When the last exit filled.
  package var closeTime: Timestamp
  /// Gross result less commission plus swap.
  package var netResult: Money
  /// Commission less swap, plus spread and slippage.
  package var costs: Money
  /// Net result over initial risk; `nil` without one.
  package var rMultiple: Double?
  /// Why the last exit happened: `strategy`, `stop_loss`, `take_profit`, …
  package var exitReason: String

  /// A trade from its parts.
  package init(
    number: UInt64, symbol: Symbol, side: OrderSide, lots: String, openTime: Timestamp, closeTime: Timestamp,
    netResult: Money, costs: Money, rMultiple: Double?, exitReason: String
  ) {
    self.number = number
    self.symbol = symbol
    self.side = side
    self.lots = lots
    self.openTime = openTime
    self.closeTime = closeTime
    self.netResult = netResult
    self.costs = costs
    self.rMultiple = rMultiple
    self.exitReason = exitReason
  }
}
