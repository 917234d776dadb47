package import Statistics
package import TradingCore

/// What the gate looks at for one step: the checklist's figures of the mode that is left, and the trades and
/// daily returns of all modes so far for the statistics. All of one identity.
package struct GateEvidence: Sendable, Hashable {
  /// A trade from flat to flat.
  package struct Trade: Sendable, Hashable {
    /// The net result in the account's currency.
    package var net: Double
    /// The net result as a multiple of the initial risk; `nil` without one.
    package var rMultiple: Double?
    /// The net result beside what was at stake for it.
    package var risk: TradeRisk

    /// A trade. Without `risk` what was at stake can't be told.
    package init(net: Double, rMultiple: Double?, risk: TradeRisk? = nil) {
      self.net = net
      self.rMultiple = rMultiple
      self.risk = risk ?? TradeRisk(net: net, entry: nil, most: nil)
    }
  }

  /// How much of it a mode gave.
  package struct Part: Sendable, Hashable {
    /// `paper` or `demo`.
    package let mode: String
    /// Trades from flat to flat.
    package let trades: Int
    /// Daily returns.
    package let returns: Int
  }

  /// What the evidence was gathered for.
  package var step: GateStep
  /// The modes it is from in order: `paper`, then `demo`.
  package var modes: [String]
  /// What each mode gave, in the same order; empty where that is not known.
  package private(set) var parts: [Part] = []
  /// The trades of the last mode in exact money.
  package var tally = TradeTally()
  /// The largest fall of equity in the last mode as a ratio to its peak, on ticks, positive.
  package var maximumDrawdown: Double?
  /// The same as an amount; `nil` where that is not known.
  package var maximumDrawdownMoney: Money?
  /// What equity of the last mode began with; `nil` where that is not known.
  package var startBalance: Money?
  /// What both are in.
  package var currency: Currency?
  /// The first tick of the last mode.
  package var firstTick: Timestamp?
  /// The last tick of the last mode.
  package var lastTick: Timestamp?
  /// Weekdays with ticks in the last mode.
  package var coveredWeekdays = 0
  /// Weekdays between the first and the last tick of the last mode, both included.
  package var weekdays = 0
  /// Trades of all modes in order.
  package var trades: [Trade] = []
  /// How many of the trades are of modes before the last.
  package var earlierTrades = 0
  /// Daily returns of all modes in order; `nil` when equity reached zero, so that they have no meaning.
  package var dailyReturns: [Double]? = []

  /// Nothing yet.
  package init(step: GateStep) {
    self.step = step
    modes = step == .demo ? ["paper"] : ["paper", "demo"]
  }
}

extension GateEvidence {
  /// What was gathered in paper mode, and for LIVE in demo mode after it.
  ///
  /// - Throws: `evidenceMissing` without a mode that the step needs; `evidenceMixed` when a part is of another
  ///   mode, bot, identity, currency or start balance; `overflow` when a total exceeds 64 bits.
  package init(step: GateStep, paper: Evidence?, demo: Evidence? = nil) throws(PromotionError) {
    self.init(step: step)
    guard let paper else { throw .evidenceMissing(mode: "paper") }
    var parts = [paper]
    if step == .live {
      guard let demo else { throw .evidenceMissing(mode: "demo") }
      parts.append(demo)
    }
    for (part, mode) in zip(parts, modes) {
      earlierTrades = trades.count
      let facts = [
        ("mode", part.mode, mode), ("bot", part.bot, paper.bot), ("identity", part.identity, paper.identity),
        ("currency", "\(part.currency)", "\(paper.currency)"),
        // The same trades are another risk on another balance.
        (
          "start balance", part.startBalance.shownText(in: part.currency),
          paper.startBalance.shownText(in: paper.currency)
        ),
      ]
      for (fact, was, expected) in facts where was != expected {
        throw .evidenceMixed(fact: fact, expected: expected, was: was)
      }
      append(part)
    }
    if let last = parts.last { try readChecklist(last) }
  }

  private mutating func append(_ part: Evidence) {
    let currency = part.currency
    trades += part.trades.map { trade in
      let asset = part.asset(symbolIndex: trade.symbolIndex)
      return Trade(
        net: trade.netResult.value(in: currency), rMultiple: trade.rMultiple,
        risk: TradeRisk(trade, of: asset, start: part.startBalance))
    }
    let returns = PerformanceRatios.dailyReturns(
      startBalance: part.startBalance.value(in: currency),
      dayEnds: part.days.map { $0.equity.value(in: currency) })
    parts.append(Part(mode: part.mode, trades: part.trades.count, returns: returns?.count ?? 0))
    guard let returns, let before = dailyReturns else {
      dailyReturns = nil
      return
    }
    dailyReturns = before + returns
  }

  private mutating func readChecklist(_ part: Evidence) throws(PromotionError) {
    for trade in part.trades {
      do { try tally.add(net: trade.netResult) } catch { throw .overflow(symbolIndex: trade.symbolIndex) }
    }
    (maximumDrawdown, firstTick, lastTick) = (part.maximumDrawdown, part.firstTick, part.lastTick)
    maximumDrawdownMoney = part.maximumDrawdownMoney
    (startBalance, currency) = (part.startBalance, part.currency)
    guard let firstTick, let lastTick, firstTick <= lastTick else { return }
    let range = NewYorkCalendar.tradingDay(at: firstTick)...NewYorkCalendar.tradingDay(at: lastTick)
    coveredWeekdays = Set(part.days.map(\.date)).count { $0.isWeekday && range.contains($0) }
    var date = range.lowerBound
    while date <= range.upperBound {
      if date.isWeekday { weekdays += 1 }
      date = date.adding(days: 1)
    }
  }
}

extension CivilDate {
  fileprivate var isWeekday: Bool { (1...5).contains(weekday) }
}

/// Where evidence comes from, as far as the gate asks.
package struct GateSources: Sendable, Hashable {
  /// What doesn't count, and why, in a sentence each without its full stop.
  package var problems: [String] = []
  /// The share of open minutes that the evidence saw, of the source that saw fewest; `nil` without a tick.
  package var openMinutes: Double?
  /// Days since the bot took its last tick, by the clock; `nil` without one.
  package var age: Double?

  /// Nothing known yet.
  package init() {}
}

/// A bot's place among all that a home has tried with money at stake in mind.
package struct GateDiscovery: Sendable, Hashable {
  /// The number of its identity among those that came to DEMO, from 1.
  package var index: Int
  /// How many other identities the home has let into LIVE.
  package var discoveries: Int

  /// A place of its parts.
  package init(index: Int, discoveries: Int) {
    self.index = index
    self.discoveries = discoveries
  }

  /// The wealth that the always-valid test has to have now.
  package func threshold(rate: Double) -> Double {
    OnlineDiscovery.threshold(index: index, discoveries: discoveries, rate: rate)
  }
}

/// The most that may be at stake, as a promotion asks for it.
package struct GateCapital: Sendable, Hashable {
  /// How much.
  package var amount: Money
  /// What that is in.
  package var currency: Currency

  /// A capital of its parts.
  package init(_ amount: Money, _ currency: Currency) { (self.amount, self.currency) = (amount, currency) }
}

/// What the gate must be told beside the evidence: how the bot was found.
package struct GateContext: Sendable, Hashable {
  /// Distinct trials of the bot's family in the journal; fewer than one counts as one.
  package var trials: Int
  /// Trials that did something else than the others, for people to see: what is deflated by is `trials`.
  package var effectiveTrials: Int?
  /// The variance of the trials' annual Sharpe ratios; `nil` when it can't be told.
  package var trialsVariance: Double?
  /// The probability of backtest overfitting of the sweep it was chosen from; `nil` without one.
  package var overfitting: Double?
  /// Whether it was chosen from a sweep, so that the probability is required where the criteria say so.
  package var hasSweep: Bool
  /// Where the evidence comes from; `nil` where that is not looked at, as in a study.
  package var sources: GateSources?
  /// The bot's place among all that the home has had on DEMO; `nil` where that is not looked at.
  package var discovery: GateDiscovery?
  /// What the promotion asks for, which drawdowns are held against, too; `nil` where nothing is asked for, as in a study.
  package var capital: GateCapital?

  /// The variance of the trials' daily Sharpe ratios, as far as a record of so many days is deflated by it; `nil` for a
  /// variance that is none.
  ///
  /// Ratios of trials without skill spread at least as much as estimates over so many days do, 1 / days: trials that are
  /// copies of each other, another seed or the same returns, can't lower the bar. Where trials have no ratios it is that.
  package func dailyVariance(over days: Int) -> Double? {
    let least = 1 / Double(max(days, 1))
    guard let annual = trialsVariance else { return least }
    return annual >= 0 ? max(annual / PerformanceRatios.tradingDaysPerYear, least) : nil
  }

  /// One trial, no sweep, unless said.
  package init(
    trials: Int = 1, trialsVariance: Double? = nil, overfitting: Double? = nil, hasSweep: Bool = false
  ) {
    self.trials = trials
    self.trialsVariance = trialsVariance
    self.overfitting = overfitting
    self.hasSweep = hasSweep
  }
}
