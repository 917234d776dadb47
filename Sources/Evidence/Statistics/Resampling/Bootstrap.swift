package import TradingCore

/// Intervals from resampled results.
package enum Bootstrap {
  private static let purpose: UInt32 = 0x626F_6F74

  /// An interval of the profit factor by the stationary bootstrap: blocks of geometric length with a mean of
  /// `blockLength`, wrapped around the end, so that streaks stay together.
  ///
  /// Equal arguments give equal bits. Resamples without a losing result have an infinite profit factor.
  /// Source: Politis and Romano, "The Stationary Bootstrap", JASA 89(428), 1994; percentile interval.
  ///
  /// - Parameters:
  ///   - results: results of trades in order.
  ///   - blockLength: mean length of a block, 1 or more; by default the cube root of the number of results.
  ///   - resamples: how many, at least 1.
  ///   - confidence: of both ends together, above 0 and below 1.
  ///   - random: where chance comes from.
  /// - Returns: `nil` under two results, without a losing one, or for arguments outside of their ranges.
  /// - Complexity: O(n · resamples).
  package static func profitFactorInterval(
    results: [Double], blockLength: Double? = nil, resamples: Int, confidence: Double, random: CounterRandom
  ) -> (lower: Double, upper: Double)? {
    let length = blockLength ?? cubeRoot(results.count)
    guard results.count >= 2, length >= 1, resamples >= 1, confidence > 0, confidence < 1,
      results.allSatisfy(\.isFinite), results.contains(where: { $0 < 0 })
    else { return nil }
    var factors: [Double] = []
    factors.reserveCapacity(resamples)
    for resample in 0..<resamples {
      factors.append(factor(of: results, length: length, resample: resample, random: random))
    }
    factors.sort()
    let tail = (1 - confidence) / 2
    return (order(factors, at: tail), order(factors, at: 1 - tail))
  }

  /// One draw a result: below 1/length it starts a new block, and what is left of it says where.
  private static func factor(
    of results: [Double], length: Double, resample: Int, random: CounterRandom
  ) -> Double {
    let count = results.count
    let first = UInt64(resample) * UInt64(count)
    var (place, profit, loss) = (0, 0.0, 0.0)
    for step in 0..<count {
      let draw = random.uniform(purpose: purpose, ordinal: first + UInt64(step)) * (step == 0 ? 1 : length)
      place = draw < 1 ? Int(draw * Double(count)) : (place + 1 == count ? 0 : place + 1)
      let result = results[place]
      if result > 0 { profit += result } else { loss -= result }
    }
    return loss > 0 ? profit / loss : .infinity
  }

  /// The order statistic at a probability: no straight line between them, as they may be infinite.
  private static func order(_ sorted: [Double], at probability: Double) -> Double {
    let place = Int((probability * Double(sorted.count)).rounded(.up)) - 1
    return sorted[max(0, min(place, sorted.count - 1))]
  }

  private static func cubeRoot(_ count: Int) -> Double {
    max(1, DeterministicMath.exp(DeterministicMath.log(Double(count)) / 3))
  }
}
