import TradingCore

@testable import MarketClimate

/// The figures as loops over all that they are of, in `Double`: what is kept up with each bar has to come to the same.
enum ClimateReference {
  /// ER, PE and J of the last steps of a window.
  static func figures(_ steps: [ClimateStep]) -> [Double] {
    let changes = steps.suffix(StepWindow.length).map { Double($0.change) }
    var levels = [0.0]
    for change in changes { levels.append(levels[levels.count - 1] + change) }
    return [
      ClimateMeasures.efficiencyRatio(changes: changes),
      ClimateMeasures.permutationEntropy(levels, order: 3), ClimateMeasures.jumpShare(changes: changes),
    ]
  }

  /// The root mean square of the last bars' true ranges.
  static func volatility(_ steps: [ClimateStep], bars: Int) -> Double {
    let squares = steps.suffix(bars).map { Double($0.trueRange) * Double($0.trueRange) }
    return (squares.reduce(0, +) / Double(bars)).squareRoot()
  }
}

extension RangeExit {
  /// The last `exitBars` of these steps against the ones before.
  init(_ steps: [ClimateStep], exitBars: Int) {
    let rangeBars = steps.count - exitBars
    var level = 0.0
    var path = 0.0
    var usual = 0.0
    var highest = -Double.infinity
    var lowest = Double.infinity
    for step in steps.prefix(rangeBars) {
      level += Double(step.change)
      path += Double(step.change).magnitude
      usual += Double(step.trueRange)
      highest = max(highest, level + Double(step.above))
      lowest = min(lowest, level - Double(step.below))
    }
    let efficiencyRatio = path > 0 ? min(1, level.magnitude / path) : 0
    var late = 0.0
    for step in steps.suffix(exitBars) {
      level += Double(step.change)
      late += Double(step.trueRange)
    }
    self.init(
      direction: level > highest ? 1 : level < lowest ? -1 : 0,
      distance: max(level - highest, lowest - level, 0), efficiencyRatio: efficiencyRatio,
      volatilityPercentile: rangeBars > 0 ? steps[rangeBars - 1].volatilityPercentile : nil,
      rise: usual > 0 ? late / Double(exitBars) / (usual / Double(rangeBars)) : 0)
  }
}

/// All volatilities that came, gone through for each rank.
struct ReferenceHistory {
  /// Of each hour of the week.
  private var samples: [Int: [Double]] = [:]
  private let slotHours: Int
  private let ringLength: Int

  init(_ timeframe: Timeframe) {
    slotHours = timeframe == .h4 ? 4 : 1
    ringLength = 12 * (timeframe == .m1 ? 4 : timeframe == .m5 ? 2 : 1)
  }

  private func slot(_ time: Timestamp) -> Int {
    Int(time.nanoseconds / Timestamp.hour) % 168 / slotHours
  }

  /// Takes a sample, whose period the caller has looked at.
  mutating func add(_ volatility: Double, start: Timestamp) {
    samples[slot(start), default: []].append(volatility)
  }

  func rank(of volatility: Double, at start: Timestamp) -> (percentile: Double, basis: VolatilityBasis)? {
    let slot = slot(start)
    let slots = 24 / slotHours
    let reach = 3 / slotHours
    func away(_ other: Int) -> Int {
      let distance = abs(other % slots - slot % slots)
      return min(distance, slots - distance)
    }
    let bases: [(VolatilityBasis, (Int) -> Bool)] = [
      (.hourOfWeek, { $0 == slot }), (.hourOfDay, { away($0) == 0 }), (.hoursAround, { away($0) <= reach }),
      (.allHours, { _ in true }),
    ]
    for (basis, isOf) in bases {
      let pool = samples.keys.filter(isOf).flatMap { samples[$0, default: []].suffix(ringLength) }
      guard pool.count >= 12 else { continue }
      let halves = pool.reduce(0) { $0 + ($1 < volatility ? 1 : 0) + ($1 <= volatility ? 1 : 0) }
      return (volatility > 0 ? Double(halves) / Double(2 * pool.count) : 0, basis)
    }
    return nil
  }
}
