/// A bettor who starts with 1 and stakes a share of the wealth on every result being above a mean: an e-process.
///
/// While the mean of the results, whatever came before, is at most `nullMean`, the chance that the value ever
/// reaches c is at most 1/c (Ville's inequality), however often it is looked at. The wealth is the mean over
/// several bettors with a fixed stake each. Results above `cap` count as `cap`, which only lowers the value.
/// The bound holds for results of at least `nullMean − 1/largest stake`. A bettor whom a loss beyond that ruins
/// stays ruined, and what had been won until then counts no more: `highest` starts again from the others.
/// Source: Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", JRSS B 86(1),
/// 2024; Ville, "Étude critique de la notion de collectif", 1939.
package struct BettingProcess: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case nullMean = "nullMean"
    case cap = "cap"
    case stakes = "stakes"
    case wealths = "wealths"
    case value = "value"
    case highest = "highest"
    case count = "count"
  }

  /// Stakes near the best ones for edges of 0.05 to 0.4 on results of −1 and 1.
  package static let standardStakes = [0.05, 0.1, 0.2, 0.4]

  private let nullMean: Double
  private let cap: Double
  private let stakes: [Double]
  private var wealths: [Double]
  /// The wealth now, 0 or more.
  package private(set) var value = 1.0
  /// The highest wealth so far.
  package private(set) var highest = 1.0
  /// Results taken.
  package private(set) var count = 0

  /// A bettor with a wealth of 1; stakes are shares of the wealth a unit of the results, above 0 and below 1.
  package init(stakes: [Double] = standardStakes, nullMean: Double = 0, cap: Double) {
    self.stakes = stakes
    self.nullMean = nullMean
    self.cap = cap
    wealths = [Double](repeating: 1, count: stakes.count)
  }

  /// Takes the next result. One that is not a number ruins all, so that nothing is shown by it.
  package mutating func add(_ result: Double) {
    count += 1
    let excess = result.isNaN ? -Double.infinity : min(result, cap) - nullMean
    var isBeyondStake = false
    var sum = 0.0
    for index in stakes.indices {
      let factor = 1 + stakes[index] * excess
      if factor < 0, wealths[index] > 0 { isBeyondStake = true }
      // Kept finite, so that a later ruin is a ruin.
      wealths[index] = factor > 0 ? min(wealths[index] * factor, Self.mostWealth) : 0
      sum += wealths[index]
    }
    value = stakes.isEmpty ? 0 : sum / Double(stakes.count)
    highest = isBeyondStake ? value : max(highest, value)
  }

  static let mostWealth = 1e300
}
