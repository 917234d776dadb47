import TradingCore

/// What is measured of a window of prices: pure figures, the same to the last bit on every machine.
///
/// Only + − × ÷ √ and `DeterministicMath`, summed in the order of time. Windows are short; none of the figures is NaN
/// for finite prices, whatever they are.
package enum ClimateMeasures {
  /// ER: how much of the way that was gone led somewhere, 0 (to and fro) to 1 (straight): the distance from the first
  /// price to the last over the sum of all steps; 0 when nothing moved.
  ///
  /// `changes`: the steps between successive prices, oldest first.
  /// Source: Perry J. Kaufman, Trading Systems and Methods, "Efficiency Ratio".
  package static func efficiencyRatio(changes: [Double]) -> Double {
    var net = 0.0
    var path = 0.0
    for change in changes {
      net += change
      path += change.magnitude
    }
    return path > 0 ? min(1, net.magnitude / path) : 0
  }

  /// ER of successive prices, oldest first.
  package static func efficiencyRatio(prices: [Double]) -> Double {
    efficiencyRatio(changes: changes(of: prices))
  }

  /// The entropy, in bits, of the orders in which `order` successive values stand: 0 when they always rise, say, and
  /// log2(order!) when every order is as frequent; 0 with fewer values than one order takes.
  ///
  /// Equal values count as rising: the one that came first is the smaller. `order`: from 2 to 6.
  /// Source: C. Bandt and B. Pompe, Permutation entropy: a natural complexity measure for time series, Physical Review
  /// Letters 88 (2002) 174102, whose example is 4, 7, 9, 10, 6, 11, 3.
  package static func permutationEntropyBits(_ values: [Double], order: Int) -> Double {
    let order = min(max(order, 2), 6)
    guard values.count >= order else { return 0 }
    // On the stack: this is reckoned at every closed bar.
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: factorial(order)) { counts in
      counts.initialize(repeating: 0)
      values.withUnsafeBufferPointer { values in
        for start in 0...(values.count - order) { counts[pattern(values, from: start, order: order)] += 1 }
      }
      let total = Double(values.count - order + 1)
      var bits = 0.0
      for count in counts where count > 0 {
        let share = Double(count) / total
        bits -= share * DeterministicMath.log2(share)
      }
      return max(0, bits)
    }
  }

  /// PE: the same over its largest value, log2(order!), from 0 to 1.
  package static func permutationEntropy(_ values: [Double], order: Int) -> Double {
    let order = min(max(order, 2), 6)
    let largest = DeterministicMath.log2(Double(factorial(order)))
    return min(1, permutationEntropyBits(values, order: order) / largest)
  }

  /// J: the share of the realized variance that came in jumps, `max(0, 1 − BV / RV)`; 0 when nothing moved.
  ///
  /// RV is the sum of squared changes; BV, the bipower variation, is π/2 times the sum of products of neighboring
  /// magnitudes, to which a single jump adds little. π/2 is μ₁⁻², μ₁ = √(2/π) being the mean magnitude of a standard
  /// normal variable. Rounding of prices makes zeros, which BV takes for jumps: among few points J reads too high.
  /// Source: O. E. Barndorff-Nielsen and N. Shephard, Power and bipower variation with stochastic volatility and jumps,
  /// Journal of Financial Econometrics 2 (2004) 1–37.
  package static func jumpShare(changes: [Double]) -> Double {
    var realized = 0.0
    var products = 0.0
    var previous: Double?
    for change in changes {
      realized += change * change
      if let previous { products += previous.magnitude * change.magnitude }
      previous = change
    }
    return jumpShare(realized: realized, products: products)
  }

  /// J of RV and of the sum of products of neighboring magnitudes.
  static func jumpShare(realized: Double, products: Double) -> Double {
    guard realized > 0 else { return 0 }
    return min(1, max(0, 1 - Double.pi / 2 * products / realized))
  }

  /// The percentile of a volatility among those of before, from 0 to 1: the share of them below it and half of those
  /// equal to it. 0 when nothing moved; `nil` without any to compare it with.
  package static func percentile(of value: Double, among samples: [Double]) -> Double? {
    samples.withUnsafeBufferPointer { percentile(of: value, among: $0) }
  }

  /// The same of samples where they lie. All are compared, without a branch: among some fifty that is as fast as to
  /// search them in order, and nothing has to be kept in order.
  static func percentile(of value: Double, among samples: UnsafeBufferPointer<Double>) -> Double? {
    guard !samples.isEmpty else { return nil }
    guard value > 0 else { return 0 }
    // In halves: 2 below, 1 equal. Four at a time; a mask's lane is −1 where it holds.
    let values = SIMD4(repeating: value)
    var below = SIMD4<Int64>()
    var atMost = SIMD4<Int64>()
    var index = 0
    while index &+ 3 < samples.count {
      let four = SIMD4(
        samples[index], samples[index &+ 1], samples[index &+ 2], samples[index &+ 3])
      below = below &+ unsafeBitCast(four .< values, to: SIMD4<Int64>.self)
      atMost = atMost &+ unsafeBitCast(four .<= values, to: SIMD4<Int64>.self)
      index &+= 4
    }
    let lanes = below &+ atMost
    var halves = -(lanes[0] &+ lanes[1] &+ lanes[2] &+ lanes[3])
    while index < samples.count {
      halves &+= (samples[index] < value ? 1 : 0) &+ (samples[index] <= value ? 1 : 0)
      index &+= 1
    }
    return Double(halves) / Double(2 * samples.count)
  }

  /// `√(V · mean(1 − ER, PE, J))`, from 0 to 1: how wild the market is for the hour, and how little order there is in
  /// it. Either alone is no chaos: a fast straight trend has order, a random walk of a quiet night is not wild.
  package static func chaos(
    volatilityPercentile: Double, efficiencyRatio: Double, permutationEntropy: Double, jumpShare: Double
  ) -> Double {
    let disorder = (1 - efficiencyRatio + permutationEntropy + jumpShare) / 3
    return (volatilityPercentile * disorder).squareRoot()
  }

  /// The steps between successive prices.
  package static func changes(of prices: [Double]) -> [Double] {
    guard prices.count > 1 else { return [] }
    return (1..<prices.count).map { prices[$0] - prices[$0 - 1] }
  }

  /// The number of the order in which values stand: its digits in the factorial system are how many of the later ones
  /// are smaller than each.
  private static func pattern(_ values: UnsafeBufferPointer<Double>, from start: Int, order: Int) -> Int {
    var number = 0
    for place in start..<(start + order - 1) {
      var smaller = 0
      for later in (place + 1)..<(start + order) { smaller += values[later] < values[place] ? 1 : 0 }
      number = number * (start + order - place) + smaller
    }
    return number
  }

  private static func factorial(_ number: Int) -> Int { (1...number).reduce(1, *) }
}
