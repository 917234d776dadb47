public import TradingCore

/// What a trade wins and loses for each unit at stake, and how often: what Kelly's criterion needs to know.
///
/// Ratios: 0.02 for 2 % of the stake. What is at stake is for who gives them to say: they are shares of the
/// notional in a `TradeRecord`, and the fraction is a leverage then.
public struct KellyEdge: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case winProbability = "winProbability"
    case averageWin = "averageWin"
    case averageLoss = "averageLoss"
    case cost = "cost"
  }

  /// The probability of a win, 0 to 1.
  public var winProbability: Double
  /// What a win brings, before cost.
  public var averageWin: Double
  /// What a loss takes, before cost; a positive number.
  public var averageLoss: Double
  /// What a trade costs, won or lost.
  public var cost: Double

  /// An edge from its parts.
  public init(winProbability: Double, averageWin: Double, averageLoss: Double, cost: Double = 0) {
    self.winProbability = winProbability
    self.averageWin = averageWin
    self.averageLoss = averageLoss
    self.cost = cost
  }

  /// The stake, as a multiple of the capital, at which the capital grows fastest: `p/(l + c) − (1 − p)/(w − c)`.
  ///
  /// Zero where there is no edge after cost, and where the numbers are none to bet on: a probability outside of
  /// 0 to 1, a win, loss or cost below zero or not finite, no win above the cost, and nothing that can be lost.
  /// Source: J. L. Kelly, "A New Interpretation of Information Rate", Bell System Technical Journal 1956; in
  /// this form E. O. Thorp, "The Kelly Criterion in Blackjack, Sports Betting, and the Stock Market", 2006.
  public var leverage: Double {
    guard winProbability >= 0, winProbability <= 1, averageWin >= 0, averageLoss >= 0, cost >= 0 else {
      return 0
    }
    let win = averageWin - cost
    let loss = averageLoss + cost
    guard win > 0, loss > 0, win < .infinity, loss < .infinity else { return 0 }
    let leverage = winProbability / loss - (1 - winProbability) / win
    return leverage > 0 && leverage < .infinity ? leverage : 0
  }
}

/// How much of Kelly's stake is taken, a fraction of it up to a cap, and after how many trades.
public struct KellyStake: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case fraction = "fraction"
    case cap = "cap"
    case trades = "trades"
  }

  /// The share of Kelly's stake, at most the whole: more risks more and grows less.
  public let fraction: Percentage
  /// The largest stake as a share of the capital.
  public let cap: Percentage
  /// How many trades a record has before it decides.
  public let trades: Int

  /// A stake from its parts: half of Kelly's, at most twice the capital, after 100 trades; those are 30 to 10,000.
  public init(fraction: Percentage = .percent(50), cap: Percentage = .percent(200), trades: Int = 100) {
    self.fraction = min(fraction, .percent(100))
    self.cap = cap
    self.trades = min(max(trades, KellyEstimate.fewest.trades), TradeRecord.longest)
  }

  /// The stake as a share of the capital, rounded down; zero for a leverage that is no number or not above zero.
  public func share(ofLeverage leverage: Double) -> Percentage {
    guard leverage > 0, fraction > .zero, cap > .zero else { return .zero }
    let share = leverage * Double(fraction.hundredMillionths)
    guard share < Double(cap.hundredMillionths) else { return cap }
    return min(Percentage(hundredMillionths: Int64(share)), cap)
  }
}
