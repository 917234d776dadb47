/// A kind of bot that a study simulates: what becomes of a trade is drawn from a few outcomes, each trade anew.
package struct StudyScenario: Sendable, Hashable {
  /// What a trade may come to.
  package struct Outcome: Sendable, Hashable {
    /// How often, 0 to 1.
    package var chance: Double
    /// The result in R; a bot risks half a percent of its equity for one R.
    package var result: Double
    /// The most that was at stake while the trade was open in R; `nil` for what was at stake at its entry.
    package var most: Double?

    /// An outcome of its parts.
    package init(_ chance: Double, _ result: Double, most: Double? = nil) {
      self.chance = chance
      self.result = result
      self.most = most
    }
  }

  /// What it is called in tables.
  package var name: String
  /// What a trade may come to; chances add up to 1.
  package var outcomes: [Outcome]
  /// The same from DEMO on, for a bot that is another one there.
  package var later: [Outcome]?
  /// What is at stake at a trade's entry in R: to its stop loss, else to the catastrophe.
  package var stake = 1.0
  /// Whether trades have stop losses.
  package var isStopped = true
  /// Whether R multiples are taken over all that a trade came to have at stake, as of one that is added to.
  package var adds = false
  /// Of so many bots on paper the one that looks best after a month goes on.
  package var bestOf = 1
  /// Bots that stand in one home; each of them counts for the others' false discoveries.
  package var home = 1
  /// How often a trade is the same for all bots of the home, 0 to 1.
  package var copying = 0.0

  /// A day's move of one standard deviation in R, of a position with a stop loss.
  package static let dayMove = 2.1
  /// Calendar days on paper after which the best of many is chosen.
  package static let choiceDay = 30

  /// A kind of bot from its outcomes.
  package init(name: String, _ outcomes: [Outcome]) {
    self.name = name
    self.outcomes = outcomes
  }

  /// A kind of bot that wins `payoff` R with a fixed chance, else loses 1 R.
  package init(name: String, winRate: Double, payoff: Double) {
    self.init(name: name, [Outcome(winRate, payoff), Outcome(1 - winRate, -1)])
  }

  private func with(_ change: (inout StudyScenario) -> Void) -> StudyScenario {
    var copy = self
    change(&copy)
    return copy
  }

  /// The mean result of a trade in R, of a bot that is another one on DEMO the one there.
  package var expectancy: Double {
    let mean = (later ?? outcomes).reduce(0) { $0 + $1.chance * $1.result }
    // None is none, though the sum of its parts is rounded.
    return (mean * 1e9).rounded() / 1e9 + 0
  }

  /// Whether every trade wins or loses 1 R, by itself and to the end: bots that differ in nothing but how often they win.
  package var isEvenBet: Bool {
    outcomes.count == 2 && outcomes.allSatisfy { abs($0.result) == 1 && $0.most == nil } && later == nil
      && bestOf == 1 && home == 1
  }

  /// A day's move of one standard deviation in R.
  var dayMove: Double { isStopped ? Self.dayMove : stake / 10 }

  /// What a number from 0 to 1 draws.
  func outcome(_ uniform: Double, isLater: Bool) -> Outcome {
    let outcomes = isLater ? later ?? outcomes : outcomes
    var end = 0.0
    for outcome in outcomes.dropLast() {
      end += outcome.chance
      if uniform < end { return outcome }
    }
    return outcomes.last ?? Outcome(1, 0)
  }

  private static let fairCoin = [Outcome(0.5, 1), Outcome(0.5, -1)]

  /// Without an edge: a fair coin, many small wins, few large ones.
  package static let withoutEdge = [
    StudyScenario(name: "no edge, even pay-off", fairCoin),
    StudyScenario(name: "no edge, small wins", winRate: 0.7, payoff: 3.0 / 7.0),
    StudyScenario(name: "no edge, large wins", winRate: 0.35, payoff: 13.0 / 7.0),
  ]

  /// Without an edge, and with what makes it look like one: losses that come seldom and are large, with stop losses and
  /// without.
  package static let rareLosses = [
    StudyScenario(name: "no edge, rare stops", winRate: 20.0 / 21, payoff: 0.05),
    StudyScenario(name: "no edge, rare losses, no stops", [Outcome(0.98, 0.4), Outcome(0.02, -19.6)]).with {
      ($0.stake, $0.isStopped) = (20, false)
    },
    StudyScenario(
      name: "no edge, hidden losses, no stops", [Outcome(0.7, 1), Outcome(0.28, -1), Outcome(0.02, -21)]
    ).with { ($0.stake, $0.isStopped) = (25, false) },
    StudyScenario(name: "no edge, adds to losers", doubling(6)).with {
      ($0.stake, $0.adds) = (0.16, true)
    },
    StudyScenario(
      name: "no edge, widens stops",
      [Outcome(0.5, 0.2), Outcome(0.49, 0, most: 10), Outcome(0.01, -10, most: 10)]
    ).with { $0.stake = 0.2 },
    StudyScenario(
      name: "no edge, gaps through stops", [Outcome(0.6, 1), Outcome(0.39, -1), Outcome(0.01, -21)]),
  ]

  /// Doubles what it loses so many times, and gives up then.
  private static func doubling(_ times: Int) -> [Outcome] {
    let unit = 0.16
    var (chance, units, outcomes) = (1.0, 1.0, [Outcome]())
    for _ in 0..<times {
      chance /= 2
      units *= 2
      outcomes.append(Outcome(chance, unit, most: unit * (units - 1)))
    }
    return outcomes + [Outcome(chance, -unit * (units - 1), most: unit * (units - 1))]
  }

  /// Without an edge, and many of them.
  package static let many = [
    StudyScenario(name: "no edge, best of 100", fairCoin).with { $0.bestOf = 100 },
    StudyScenario(name: "no edge, 100 in a home", fairCoin).with { $0.home = 100 },
    StudyScenario(name: "no edge, 100 that go together", fairCoin).with {
      ($0.home, $0.copying) = (100, 0.9)
    },
  ]

  /// With an edge on paper that ends where DEMO begins.
  package static let ended = [
    StudyScenario(name: "0.2 R that end on demo", winRate: 0.6, payoff: 1).with { $0.later = fairCoin },
    StudyScenario(name: "0.4 R that end on demo", winRate: 0.7, payoff: 1).with { $0.later = fairCoin },
  ]

  /// With an edge, named by what a trade wins on average.
  package static let withEdge = [
    StudyScenario(name: "edge 0.1 R", winRate: 0.55, payoff: 1),
    StudyScenario(name: "edge 0.2 R", winRate: 0.6, payoff: 1),
    StudyScenario(name: "edge 0.3 R", winRate: 0.65, payoff: 1),
    StudyScenario(name: "edge 0.4 R", winRate: 0.7, payoff: 1),
    StudyScenario(name: "edge 0.8 R, pay-off 2", winRate: 0.6, payoff: 2),
  ]

  /// A fixed chance and pay-off, without and then with an edge.
  package static let plain = withoutEdge + withEdge
  /// All of them, those without and then those with an edge.
  package static let standard = withoutEdge + rareLosses + many + ended + withEdge
}
