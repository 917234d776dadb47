package import Statistics
package import TradingCore

/// A trade's result beside what was at stake for it, as shares of the balance that its evidence began with, so that those of
/// one account can be held against those of another.
package struct TradeRisk: Sendable, Hashable {
  /// What positions can lose.
  package struct Amount: Sendable, Hashable {
    /// To the stop losses; `nil` where there was none.
    package var toStops: Double?
    /// In a day's move of one standard deviation.
    package var dayMove: Double

    /// An amount of its parts.
    package init(toStops: Double?, dayMove: Double) {
      self.toStops = toStops
      self.dayMove = dayMove
    }

    /// What counts as at stake.
    func stake(_ rules: StakeRules) -> Double {
      max(toStops ?? rules.catastrophe * dayMove, rules.least * dayMove)
    }
  }

  /// The net result.
  package var net: Double
  /// With the first entry; `nil` where that can't be told.
  package var entry: Amount?
  /// The most while it was open; `nil` where that can't be told.
  package var most: Amount?

  /// A result with its stakes.
  package init(net: Double, entry: Amount?, most: Amount?) {
    self.net = net
    self.entry = entry
    self.most = most
  }

  /// A trade of an instrument of a class; `start` is the balance that the evidence began with.
  package init(_ trade: FlatTrade, of asset: AssetClass, start: Money) {
    let balance = Double(start.units)
    func share(_ money: Money) -> Double { Double(money.units) / balance }
    func amount(_ stakes: TradeStakes.Amount) -> Amount {
      Amount(toStops: stakes.toStops.map(share), dayMove: share(stakes.value) * asset.dailyDeviation)
    }
    self.init(
      net: share(trade.netResult), entry: (trade.stakes?.entry).map(amount),
      most: (trade.stakes?.most).map(amount))
  }
}

/// What counts as at stake where a stop loss does not say.
package struct StakeRules: Sendable, Hashable {
  /// The day's move in standard deviations that a position without a stop loss stands against.
  package var catastrophe: Double
  /// The day's move that every position stands against, whatever stop losses say.
  package var least: Double

  /// Rules of their parts.
  package init(catastrophe: Double = 10, least: Double = 0) {
    self.catastrophe = catastrophe
    self.least = least
  }
}

/// Brings results to multiples of a stake that was known before the result was: the one of the trade's first entry, or the
/// most that an earlier trade came to have at stake after its entry, if that is more.
///
/// A stake that follows the result makes a game without an edge look like one with: who adds to losers, or moves a stop loss
/// away, stakes little on what is won and much on what is lost. Part of a checkpoint.
package struct StakeScale: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case largest = "largest"
    case latest = "latest"
  }

  /// The largest stake that a trade came to after its entry.
  private var largest = 0.0
  /// What the trade before was held against; 0 before the first whose stake could be told.
  private var latest = 0.0

  /// A scale that has seen nothing.
  package init() {}

  /// A result as a multiple.
  ///
  /// One whose stake can't be told, mostly of a trade that went nowhere and lost its costs, is no win; as a loss it is held
  /// against the stake of the trade before, and without one it is the whole stake.
  package mutating func multiple(of trade: TradeRisk, _ rules: StakeRules) -> Double {
    guard let entry = trade.entry?.stake(rules), let most = trade.most?.stake(rules), entry > 0, most.isFinite
    else {
      guard !(trade.net >= 0) else { return 0 }
      return latest > 0 ? trade.net / latest : -1
    }
    let known = max(entry, largest)
    latest = known
    if most > entry { largest = max(largest, most) }
    // A win over all that was staked for it, which only makes it smaller.
    return trade.net > 0 ? trade.net / max(known, most) : trade.net / known
  }
}

extension AssetClass {
  /// The standard deviation of a day's move as a share of the price: round figures at the upper end of what major
  /// instruments of the class have had over years (EUR/USD 0.5 to 0.7 %, gold 1 to 1.2 %, the S&P 500 1 to 1.2 %, oil 2 to
  /// 2.5 %, Bitcoin 3 to 4 %, single shares and other futures about 2 %).
  ///
  /// Ten of them are a catastrophe that has been seen: EUR/CHF fell some 19 % on 15 January 2015, the S&P 500 20 % on
  /// 19 October 1987, oil 30 % on 20 April 2020, Bitcoin 39 % on 12 March 2020.
  package var dailyDeviation: Double {
    switch self {
    case .fx: 0.007
    case .metal, .index: 0.012
    case .energy: 0.025
    case .crypto: 0.04
    case .future, .equity: 0.02
    }
  }
}
