/// A kind of bot that a study simulates: it wins `payoff` R with a fixed chance, else loses 1 R.
package struct StudyScenario: Sendable, Hashable {
  /// What it is called in tables.
  package var name: String
  /// The chance of a win.
  package var winRate: Double
  /// The win as a multiple of the loss.
  package var payoff: Double

  /// A kind of bot.
  package init(name: String, winRate: Double, payoff: Double) {
    self.name = name
    self.winRate = winRate
    self.payoff = payoff
  }

  /// The mean result of a trade in R.
  package var expectancy: Double { winRate * payoff - (1 - winRate) }

  /// Without an edge: a fair coin, many small wins, few large ones.
  package static let withoutEdge = [
    StudyScenario(name: "no edge, even pay-off", winRate: 0.5, payoff: 1),
    StudyScenario(name: "no edge, small wins", winRate: 0.7, payoff: 3.0 / 7.0),
    StudyScenario(name: "no edge, large wins", winRate: 0.35, payoff: 13.0 / 7.0),
  ]

  /// With an edge, named by what a trade wins on average.
  package static let withEdge = [
    StudyScenario(name: "edge 0.1 R", winRate: 0.55, payoff: 1),
    StudyScenario(name: "edge 0.2 R", winRate: 0.6, payoff: 1),
    StudyScenario(name: "edge 0.3 R", winRate: 0.65, payoff: 1),
    StudyScenario(name: "edge 0.4 R", winRate: 0.7, payoff: 1),
    StudyScenario(name: "edge 0.8 R, pay-off 2", winRate: 0.6, payoff: 2),
  ]

  /// Those without and then those with an edge.
  package static let standard = withoutEdge + withEdge
}
