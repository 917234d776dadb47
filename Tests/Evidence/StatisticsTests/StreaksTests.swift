import Statistics
import Testing

/// Runs of wins and losses, and how long they would be by chance.
struct StreaksTests {
  @Test("runs are counted by length; a zero ends them and is none")
  func runs() {
    let streaks = Streaks(signs: [5, 1, 9, -2, 4, 0, 3, -1, -1, 7])
    #expect(streaks.winRuns == [3, 0, 1])
    #expect(streaks.lossRuns == [1, 1])
    #expect(streaks.longestWin == 3 && streaks.longestLoss == 2)
  }

  @Test("no trades have no runs")
  func nothing() {
    #expect(Streaks(signs: []).winRuns.isEmpty)
    #expect(Streaks(signs: [0, 0]).longestLoss == 0)
  }

  @Test("three fair trials have 1.375 successes in a row on average: the mean over all eight outcomes")
  func byHand() throws {
    #expect(Streaks.expectedLongest(trials: 3, probability: 0.5) == 1.375)
  }

  @Test(
    "the exact expectation equals the recurrence in Python",
    arguments: [
      (10, 0.3, 1.6870324601999993), (200, 0.5, 6.984205528198489), (2_000, 0.6, 13.716883637962306),
    ])
  func exact(_ trials: Int, _ probability: Double, _ expected: Double) throws {
    let value = try #require(Streaks.expectedLongest(trials: trials, probability: probability))
    #expect(abs(value - expected) < 1e-9)
  }

  @Test(
    "for many trials Schilling's formula is within a hundredth of the exact value",
    arguments: [(5_000, 0.6, 15.510016318494777), (5_000, 0.2, 5.008913339834919)])
  func approximate(_ trials: Int, _ probability: Double, _ exact: Double) throws {
    let value = try #require(Streaks.expectedLongest(trials: trials, probability: probability))
    #expect(abs(value - exact) < 0.01)
  }

  @Test("the ends of the range")
  func ends() {
    #expect(Streaks.expectedLongest(trials: 0, probability: 0.5) == 0)
    #expect(Streaks.expectedLongest(trials: 7, probability: 0) == 0)
    #expect(Streaks.expectedLongest(trials: 7, probability: 1) == 7)
    #expect(Streaks.expectedLongest(trials: 7, probability: 1.5) == nil)
    #expect(Streaks.expectedLongest(trials: -1, probability: 0.5) == nil)
    // One success in a million: the longest run is about as long as the chance of any, 1 − (1 − 1e-6)^10,000.
    let rare = Streaks.expectedLongest(trials: 10_000, probability: 1e-6) ?? 0
    #expect(abs(rare - 0.00995016) < 1e-6)
  }
}
