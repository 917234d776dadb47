import Statistics
import TradingCore

/// Bots in DEMO or LIVE whose edge ends after a good spell: how soon the watch for degradation says so, and how often it
/// speaks of bots that are as good as ever.
package struct DegradationStudy: Sendable {
  /// A bot before and after.
  package struct Kind: Sendable, Hashable {
    /// The mean result of a trade in R before, of wins and losses of 1 R.
    package var before: Double
    /// The same after.
    package var after: Double

    /// A kind of its parts.
    package init(before: Double, after: Double) {
      self.before = before
      self.after = after
    }

    /// Those that stay as they are, and those that don't.
    package static let standard =
      [0.1, 0.2, 0.4].map { Kind(before: $0, after: $0) }
      + [(0.2, 0.0), (0.2, -0.1), (0.2, -0.2), (0.4, -0.1), (0.4, -0.2), (0.4, -0.4)].map {
        Kind(before: $0.0, after: $0.1)
      }
  }

  /// What became of a kind's bots. Those that were taken back while they were as good as before are not among the rest.
  package struct Counts: Sendable, Hashable {
    /// Bots.
    package internal(set) var bots = 0
    /// Taken a step down in the spell before, by mistake.
    package internal(set) var steppedEarly = 0
    /// Demoted in it.
    package internal(set) var demotedEarly = 0
    /// Trades after the fall until the value of a step down, of those that came to it.
    package internal(set) var stepTrades: [Int] = []
    /// Trades after the fall until the value of a demotion, of those that came to it.
    package internal(set) var demoteTrades: [Int] = []

    /// The median of trades; `nil` where fewer than half of the bots that were left came there.
    package static func median(_ trades: [Int], of bots: Int) -> Int? {
      guard bots > 0, trades.count * 2 >= bots else { return nil }
      return trades.sorted()[(bots - 1) / 2]
    }
  }

  /// The values that take a bot back.
  package let rules: GateCriteria.Demotion
  /// Bots of each kind.
  package let bots: Int
  /// Where chance comes from.
  package let seed: UInt64

  /// Trades before the fall: three months of four a weekday.
  package static let goodTrades = 250
  /// Trades after it.
  package static let laterTrades = 500
  private static let purpose: UInt32 = 0x6465_6772

  /// A study.
  package init(rules: GateCriteria.Demotion, bots: Int, seed: UInt64) {
    self.rules = rules
    self.bots = bots
    self.seed = seed
  }

  /// What becomes of a kind's bots.
  package func run(_ kind: Kind, number: Int) -> Counts {
    var counts = Counts()
    for bot in 0..<bots {
      let stream = UInt64(truncatingIfNeeded: number) << 40 | UInt64(truncatingIfNeeded: bot)
      let random = CounterRandom(seed: seed, stream: stream)
      var watch = DegradationDetector(floor: rules.floor.value, clip: rules.clip.value)
      func result(_ trade: Int, mean: Double) -> Double {
        random.uniform(purpose: Self.purpose, ordinal: UInt64(trade)) < (1 + mean) / 2 ? 1 : -1
      }
      for trade in 0..<Self.goodTrades { watch.add(result(trade, mean: kind.before)) }
      counts.bots += 1
      if watch.highest >= rules.stepDownValue.value { counts.steppedEarly += 1 }
      if watch.highest >= rules.demoteValue.value { counts.demotedEarly += 1 }
      var (hasStepped, hasFallen) = (
        watch.highest >= rules.stepDownValue.value, watch.highest >= rules.demoteValue.value
      )
      for trade in 1...Self.laterTrades {
        watch.add(result(Self.goodTrades + trade, mean: kind.after))
        if !hasStepped, watch.value >= rules.stepDownValue.value {
          hasStepped = true
          counts.stepTrades.append(trade)
        }
        if !hasFallen, watch.value >= rules.demoteValue.value {
          hasFallen = true
          counts.demoteTrades.append(trade)
          break
        }
      }
    }
    return counts
  }
}
