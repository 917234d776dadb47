package import JSONText
package import Statistics
package import TradingCore

/// Everything a backtest's JSON, text and HTML show. The maker fills it in; nothing here runs anything.
package struct BacktestReport: Sendable, Hashable {
  /// A name and a text, for lists of settings.
  package struct Line: Sendable, Hashable {
    /// What it is.
    package var label: String
    /// What it says.
    package var text: String

    /// A line.
    package init(_ label: String, _ text: String) {
      self.label = label
      self.text = text
    }
  }

  /// Where ticks came from.
  package struct DataSource: Sendable, Hashable {
    /// The file, as it was named.
    package var file: String
    /// Its symbol.
    package var symbol: Symbol
    /// Its ticks.
    package var ticks: Int
    /// Digest of its decoded ticks, hex.
    package var contentDigest: String
    /// Where its ticks were recorded, as the file says.
    package var origin: String

    /// A source.
    package init(file: String, symbol: Symbol, ticks: Int, contentDigest: String, origin: String) {
      self.file = file
      self.symbol = symbol
      self.ticks = ticks
      self.contentDigest = contentDigest
      self.origin = origin
    }
  }

  /// The range of prices over a stretch of time.
  package struct PriceBucket: Sendable, Hashable {
    /// When it begins.
    package var eventTime: Timestamp
    /// The lowest price in it.
    package var low: Price
    /// The highest price in it.
    package var high: Price

    /// A bucket.
    package init(eventTime: Timestamp, low: Price, high: Price) {
      self.eventTime = eventTime
      self.low = low
      self.high = high
    }
  }

  /// One symbol's prices over the run.
  package struct PriceSeries: Sendable, Hashable {
    /// Whose.
    package var symbol: Symbol
    /// Decimals of its prices.
    package var digits: Int
    /// At most 2,000 or so, in order of time; stretches without ticks are left out.
    package var buckets: [PriceBucket]

    /// A series.
    package init(symbol: Symbol, digits: Int, buckets: [PriceBucket]) {
      self.symbol = symbol
      self.digits = digits
      self.buckets = buckets
    }
  }

  /// The page's title, such as `ema_cross on EURUSD`.
  package var title: String
  /// The strategy's name.
  package var strategy: String
  /// Its parameters in the strategy's order: whole numbers as such, decimals and text as strings.
  package var params: [JSONMember]
  /// What was traded.
  package var symbols: [Symbol]
  /// What was in the ticks only to convert into the account's currency.
  package var conversionSymbols: [Symbol] = []
  /// The broker profile's name.
  package var broker: String
  /// The family the run counts under.
  package var family: String
  /// Digest of all that defines the bot, hex.
  package var identity: String
  /// The seed of every random draw.
  package var seed: UInt64
  /// The account's currency; all money is in it.
  package var currency: Currency
  /// The figures.
  package var figures: BacktestFigures
  /// Digest over the fills, 64 hex digits.
  package var fingerprint: String

  /// The broker profile in a few lines: spread, commission, slippage, swap, leverage.
  package var brokerLines: [Line] = []
  /// The run's settings: balance, lots, leverage, latency, period.
  package var configurationLines: [Line] = []
  /// What the rules of risk have decided, denials among them; `nil` where none were given.
  package var guardDecisions: [GuardDecision]?

  /// How often the rules of risk have decided something.
  package struct GuardDecision: Sendable, Hashable {
    /// `lock`, `close`, `deny` …
    package let verb: String
    /// Why, as a stable code.
    package let code: String
    /// The rule.
    package let rule: String
    /// Where it holds.
    package let scope: String
    /// How often.
    package let count: Int
    /// When first.
    package let first: Timestamp

    /// A row from its parts.
    package init(verb: String, code: String, rule: String, scope: String, count: Int, first: Timestamp) {
      (self.verb, self.code, self.rule, self.scope) = (verb, code, rule, scope)
      (self.count, self.first) = (count, first)
    }
  }
  /// Where the ticks came from.
  package var dataSources: [DataSource] = []
  /// Sources of one symbol that overlapped in time and were merged, one document a pair.
  package var mergedSources: [JSONValue] = []
  /// The news that it was told of, as a document; `nil` where none was named.
  package var news: JSONValue?
  /// The files of that news, each with its digest.
  package var newsSources: [Line] = []
  /// The command that makes this report again.
  package var commandLine = ""
  /// Things to know about the run, in sentences.
  package var notes: [String] = []
  /// What the recorded spread of each traded symbol was and what the broker profile made of it.
  package var spreads: [SpreadComparison] = []
  /// The program and version that made it, such as `slipway 0.1.0`.
  package var generator = "slipway"
  /// Balance and equity over time, at most 10,000 points, every new peak and trough among them.
  package var equity: [EquityPoint] = []
  /// Trades in order of closing, perhaps only some; `figures.trades` says how many there were.
  package var trades: [ReportTrade] = []
  /// The newest trades without a gap, in order of closing, for the list; taken from `trades` when empty.
  package var listed: [ReportTrade] = []
  /// Totals by side and symbol over all trades; worked out from `trades` when `nil`.
  package var breakdown: TradeBreakdown?
  /// R multiples of trades from flat to flat, those that had an initial risk, in order of closing.
  package var multiples = Scorecard.RMultiples([])
  /// Trades from flat to flat.
  package var roundTrips = 0
  /// What was open over time, and its margin.
  package var exposure = ExposureCurve()
  /// What buying and holding would have come to, where somebody asked.
  package var benchmark: Benchmark?
  /// Totals by exit reason over all trades; worked out from `trades` when empty.
  package var exitReasons: [ExitReasonTotal] = []
  /// Prices to draw the trades on, one series a symbol.
  package var prices: [PriceSeries] = []
  /// Every trade's times and result, in order of closing; taken from `trades` when empty.
  package var outcomes: [TradeOutcome] = []
  /// Equity at the end of each trading day with ticks, in order.
  package var days: [DayEquity] = []
  /// How completely the ticks cover the market's hours, one series a symbol.
  package var coverage: [CoverageSeries] = []

  /// A report of the parts that every run has; the rest is filled in.
  package init(
    title: String, strategy: String, params: [JSONMember], symbols: [Symbol], broker: String, family: String,
    identity: String, seed: UInt64, currency: Currency, figures: BacktestFigures, fingerprint: String
  ) {
    self.title = title
    self.strategy = strategy
    self.params = params
    self.symbols = symbols
    self.broker = broker
    self.family = family
    self.identity = identity
    self.seed = seed
    self.currency = currency
    self.figures = figures
    self.fingerprint = fingerprint
  }

  /// The way from the gross result to the net one.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  package func costWaterfall() throws(ArithmeticError) -> CostWaterfall {
    try CostWaterfall(
      netProfit: figures.netProfit, commission: figures.commission, swap: figures.swap,
      spreadCost: figures.spreadCost, slippageCost: figures.slippageCost)
  }

  /// Totals by side and symbol over all trades, or over those that are known, as far as they fit 64 bits.
  var tradeBreakdown: TradeBreakdown {
    if let breakdown { return breakdown }
    var totals = TradeBreakdown(symbols: symbols.count)
    do throws(ArithmeticError) {
      for trade in trades {
        try totals.add(
          symbolIndex: symbols.firstIndex(of: trade.symbol) ?? -1, side: trade.side == .buy ? .buy : .sell,
          net: trade.netProfit)
      }
    } catch {
      return totals
    }
    return totals
  }

  /// What too few days are told by.
  var shortRun: ShortRun { ShortRun(days: days.count) }

  /// The deepest drawdowns; `nil` where equity was not kept over time.
  var drawdowns: DrawdownTable? {
    equity.isEmpty ? nil : DrawdownTable(equity, start: figures.startBalance, currency: currency)
  }

  /// A parameter's value as people read it.
  static func plainText(_ value: JSONValue) -> String {
    if case .string(let text) = value { return text }
    return value.compactText
  }
}
