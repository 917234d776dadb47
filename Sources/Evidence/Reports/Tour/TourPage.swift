import Statistics
package import TradingCore

/// Everything that the page of `slipway quickstart` shows; nothing here runs anything, and no clock is in it.
package struct TourPage: Sendable, Hashable {
  /// Ticks that were made.
  package struct Market: Sendable, Hashable {
    /// What the market is called on the page.
    package var name: String
    /// Whether an edge was planted in it.
    package var isPlanted: Bool
    /// The command that makes its ticks.
    package var command: String
    /// How many there are.
    package var ticks: Int
    /// The first tick.
    package var first: Timestamp
    /// The last tick.
    package var last: Timestamp
    /// The spread in the middle of all, a decimal.
    package var medianSpread: String
    /// Bytes of the file.
    package var bytes: Int
    /// Digest of the decoded ticks, hex.
    package var contentDigest: String

    /// A market.
    package init(
      name: String, isPlanted: Bool, command: String, ticks: Int, first: Timestamp, last: Timestamp,
      medianSpread: String, bytes: Int, contentDigest: String
    ) {
      (self.name, self.isPlanted, self.command) = (name, isPlanted, command)
      (self.ticks, self.first, self.last) = (ticks, first, last)
      (self.medianSpread, self.bytes, self.contentDigest) = (medianSpread, bytes, contentDigest)
    }
  }

  /// A backtest of one of the bots.
  package struct Run: Sendable, Hashable {
    /// The bot that is made of it.
    package var bot: String
    /// The market's name.
    package var market: String
    /// What it came to.
    package var report: BacktestReport

    /// A backtest.
    package init(bot: String, market: String, report: BacktestReport) {
      (self.bot, self.market, self.report) = (bot, market, report)
    }
  }

  /// A bot on one of the two desks.
  package struct Bot: Sendable, Hashable {
    /// Closed trades.
    package var trades: Int
    /// Positions open at the end.
    package var openPositions: Int
    /// A decimal in the account's currency.
    package var balance: String
    /// The same.
    package var equity: String

    /// A bot's account.
    package init(trades: Int, openPositions: Int, balance: String, equity: String) {
      (self.trades, self.openPositions, self.balance, self.equity) = (trades, openPositions, balance, equity)
    }
  }

  /// What became of one bot.
  package struct Story: Sendable, Hashable {
    /// Its name.
    package var bot: String
    /// Its strategy.
    package var strategy: String
    /// The command that registers it.
    package var command: String
    /// On the desk that was left alone.
    package var unbroken: Bot
    /// On the desk that was killed.
    package var killed: Bot
    /// Digests over its fills, in hexadecimal, by the ways that led to them.
    package var fingerprints: [Fingerprint]

    /// A bot's story.
    package init(
      bot: String, strategy: String, command: String, unbroken: Bot, killed: Bot, fingerprints: [Fingerprint]
    ) {
      (self.bot, self.strategy, self.command) = (bot, strategy, command)
      (self.unbroken, self.killed, self.fingerprints) = (unbroken, killed, fingerprints)
    }
  }

  /// A digest over fills.
  package struct Fingerprint: Sendable, Hashable {
    /// The way that led to it.
    package var way: String
    /// In hexadecimal.
    package var text: String

    /// A digest.
    package init(way: String, text: String) { (self.way, self.text) = (way, text) }
  }

  /// The markets, the random one first.
  package var markets: [Market]
  /// Backtests of every bot in every market.
  package var runs: [Run]
  /// The bots' stories, in the order of their registration.
  package var stories: [Story]
  /// The reviews of the bots, in the same order.
  package var reviews: [PromotionReview]
  /// The program and version that made it.
  package var generator: String

  /// A page.
  package init(
    markets: [Market], runs: [Run], stories: [Story], reviews: [PromotionReview], generator: String
  ) {
    (self.markets, self.runs, self.stories) = (markets, runs, stories)
    (self.reviews, self.generator) = (reviews, generator)
  }
}

extension TourPage {
  /// The account's currency.
  package var currency: Currency? { runs.first?.report.currency }

  /// The backtest that something was planted for: of the bot that may go on, in the planted market.
  package var shown: Run? {
    let bot = reviews.first { $0.isEligible }?.bot
    let market = markets.first { $0.isPlanted }?.name
    return runs.first { $0.bot == bot && $0.market == market }
  }

  /// The strategy that the edge was planted for.
  package var favored: String { shown?.report.strategy ?? "nobody" }

  /// Said wherever figures of planted ticks stand.
  package var warning: String {
    "Planted: these ticks were made so that \(favored) earns; no market is like that."
  }
}

extension TourPage.Run {
  /// What it won before any cost, what trading cost, and what was left.
  ///
  /// - Throws: `overflow`.
  package func amounts() throws(ArithmeticError) -> (gross: Money, costs: Money, net: Money) {
    let waterfall = try report.costWaterfall()
    return (waterfall.grossBeforeCosts, waterfall.totalCosts, report.figures.netProfit)
  }
}

extension PromotionReview.Check {
  /// The sign of what became of it.
  package var mark: String { verdict.mark }

  /// Why a check stands in the way, or what it came to, in plain words.
  package var plainReason: String {
    let asked = "\(valueText), where \(plainThreshold) is asked for"
    return switch (name, verdict) {
    case (_, .pass): asked
    case ("trades", .fail): "too few trades to tell anything: \(asked)"
    case ("win_rate", .fail): "it loses too often: \(detail), \(asked)"
    case ("profit_factor", .fail): "it wins too little for each unit that it loses: \(asked)"
    case ("max_drawdown", .fail): "it fell too far: \(detail)"
    case (_, .inconclusive): "it can't be told: \(detail)"
    default: "\(title.lowercasedFirst): \(asked)"
    }
  }

  /// The threshold with its comparison in words.
  private var plainThreshold: String {
    let words = [">": "more than", "≥": "at least", "<": "less than", "≤": "at most"]
    let parts = thresholdText.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let word = words[String(parts[0])] else { return thresholdText }
    return "\(word) \(parts[1])"
  }
}
