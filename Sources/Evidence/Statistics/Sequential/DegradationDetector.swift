/// A watch for the day on which a mean falls below a floor: bettors on the fall, each of whom starts anew whenever nothing is
/// left of what was won, so that a good spell before the fall does not have to be lost again first.
///
/// An e-detector (e-CUSUM): while the mean of the results, whatever came before, is at least `floor`, it takes c results or
/// more on average until the value comes to c, from wherever it begins. The value is the mean over several bettors with a
/// fixed stake each. Results are cut to −clip … clip.
/// Source: Shin, Ramdas and Rinaldo, "E-detectors: a nonparametric framework for sequential change detection", New England
/// Journal of Statistics in Data Science 2(2), 2024, sections 2 and 3; the mixture over stakes as in section 4.
package struct DegradationDetector: Sendable, Hashable, Codable {
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
  /// How much speaks for a fall now, 0 or more.
  package private(set) var value: Double
  /// The highest value so far.
  package private(set) var highest: Double
  /// Results taken.
  package private(set) var count = 0

  /// A watch from a value on, 1 for nothing known; `clip` is above the magnitude of `floor`, and stakes are shares of the
  /// largest that can't be ruined, above 0 and at most 1.
  package init(
    stakes: [Double] = standardStakes, floor: Double, clip: Double,
    startingAt value: Double = 1
  ) {
    self.floor = floor
    self.clip = clip
    self.stakes = stakes.map { $0 / (clip - floor) }
    self.value = value
    highest = value
    wealths = [Double](repeating: value, count: stakes.count)
  }

  /// Takes the next result. One that is not a number counts as the worst, as it must not hide a fall.
  package mutating func add(_ result: Double) {
    count += 1
    let cut = result.isNaN ? -clip : max(-clip, min(result, clip))
    var sum = 0.0
    for index in stakes.indices {
      let factor = max(1 + stakes[index] * (floor - cut), 0)
      wealths[index] = min(max(wealths[index], 1) * factor, BettingProcess.mostWealth)
      sum += wealths[index]
    }
    value = stakes.isEmpty ? 0 : sum / Double(stakes.count)
    highest = max(highest, value)
  }
}
