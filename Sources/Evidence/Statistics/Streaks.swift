import TradingCore

/// Runs of wins and of losses in a row. A result of zero is neither and ends both.
package struct Streaks: Sendable, Hashable {
  /// Runs of wins by length: the first is how many were one win long.
  package private(set) var winRuns: [Int] = []
  /// Runs of losses by length.
  package private(set) var lossRuns: [Int] = []

  /// The runs of results in order; only their signs count.
  package init(signs: some Sequence<Int64>) {
    var length = 0
    var sign: Int64 = 0
    for value in signs {
      if value.signum() == sign {
        length += 1
      } else {
        end(length, sign)
        (sign, length) = (value.signum(), 1)
      }
    }
    end(length, sign)
  }

  private mutating func end(_ length: Int, _ sign: Int64) {
    guard length > 0, sign != 0 else { return }
    if sign > 0 { Self.count(length, in: &winRuns) } else { Self.count(length, in: &lossRuns) }
  }

  private static func count(_ length: Int, in runs: inout [Int]) {
    if runs.count < length { runs += [Int](repeating: 0, count: length - runs.count) }
    runs[length - 1] += 1
  }

  /// Wins in the longest run of them.
  package var longestWin: Int { winRuns.count }
  /// Losses in the longest run of them.
  package var longestLoss: Int { lossRuns.count }

  /// Trials up to which the expectation is exact.
  static let exactTrials = 2_000

  /// Successes under which the expectation is exact for any number of trials.
  static let fewSuccesses = 100.0

  /// How long the longest run of successes would be on average, were the trials independent: what a streak is
  /// compared with.
  ///
  /// Up to 2,000 trials, or under 100 successes, exact: the sum over k of P(longest ≥ k) by the recurrence for
  /// runs of k. Beyond that
  /// log(n q) / log(1/p) + γ / log(1/p) − 1/2, which is then good to a few hundredths.
  /// Source: Schilling, "The Longest Run of Heads", The College Mathematics Journal 21(3), 1990.
  ///
  /// - Returns: `nil` for a probability outside of 0...1 or a negative number of trials.
  package static func expectedLongest(trials: Int, probability: Double) -> Double? {
    guard trials >= 0, (0...1).contains(probability) else { return nil }
    if trials == 0 || probability == 0 { return 0 }
    if probability == 1 { return Double(trials) }
    // Where successes are rare the formula is off, and the exact sum soon at its end.
    guard trials > exactTrials, Double(trials) * probability >= fewSuccesses else {
      return exactExpectation(trials: trials, probability: probability)
    }
    let failure = 1 - probability
    let rate = -DeterministicMath.log(probability)
    let estimate = (DeterministicMath.log(Double(trials) * failure) + eulerGamma) / rate - 0.5
    return min(max(estimate, 1), Double(trials))
  }

  private static let eulerGamma = 0.577_215_664_901_532_9

  private static func exactExpectation(trials: Int, probability: Double) -> Double {
    var expectation = 0.0
    var power = 1.0
    for length in 1...trials {
      power *= probability
      let reached = 1 - chanceOfNone(length, trials: trials, power: power, failure: 1 - probability)
      expectation += reached
      if reached < 1e-12 { break }
    }
    return expectation
  }

  /// The chance that no run is as long: F(n) = F(n−1) − p^k q F(n−k−1), F = 1 below k and 1 − p^k at k.
  private static func chanceOfNone(_ length: Int, trials: Int, power: Double, failure: Double) -> Double {
    var chances = [Double](repeating: 1, count: trials + 1)
    chances[length] = 1 - power
    var trial = length + 1
    while trial <= trials {
      chances[trial] = chances[trial - 1] - power * failure * chances[trial - length - 1]
      trial += 1
    }
    return chances[trials]
  }
}
