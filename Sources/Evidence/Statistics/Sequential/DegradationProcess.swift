/// The reverse of `BettingProcess`: bets that the mean of the results has fallen below a floor.
///
/// Results are cut to `−clip...clip` first, so that the bound holds whatever they are: while the mean of the cut
/// results is at least `floor`, the chance that the value ever reaches c is at most 1/c.
/// Source: as of `BettingProcess`.
package struct DegradationProcess: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case floor = "floor"
    case clip = "clip"
    case stakes = "stakes"
    case wealths = "wealths"
    case value = "value"
    case highest = "highest"
    case count = "count"
  }

  /// Stakes as shares of the largest that can't be ruined.
  package static let standardStakes = [0.1, 0.2, 0.4, 0.8]

  private let floor: Double
  private let clip: Double
  private let stakes: [Double]
  private var wealths: [Double]
  /// The wealth now, 0 or more.
  package private(set) var value = 1.0
  /// The highest wealth so far.
  package private(set) var highest = 1.0
  /// Results taken.
  package private(set) var count = 0

  /// A bettor with a wealth of 1; `clip` is above the magnitude of `floor`, and stakes are above 0 and at most 1.
  package init(stakes: [Double] = standardStakes, floor: Double, clip: Double) {
    self.floor = floor
    self.clip = clip
    self.stakes = stakes.map { $0 / (clip - floor) }
    wealths = [Double](repeating: 1, count: stakes.count)
  }

  /// Takes the next result. One that is not a number counts as the worst, as it must not hide a fall.
  package mutating func add(_ result: Double) {
    count += 1
    let cut = result.isNaN ? -clip : max(-clip, min(result, clip))
    var sum = 0.0
    for index in stakes.indices {
      let factor = 1 + stakes[index] * (floor - cut)
      wealths[index] = min(wealths[index] * max(factor, 0), BettingProcess.mostWealth)
      sum += wealths[index]
    }
    value = stakes.isEmpty ? 0 : sum / Double(stakes.count)
    highest = max(highest, value)
  }
}
