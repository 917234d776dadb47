import RiskControl
import SessionRecording
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// Bots that come and go while a session under rules of risk goes on.
@Suite("Who comes and goes under rules of risk")
struct GuardedCrewTests {
  private static let opening = Timestamp(milliseconds: 1_795_003_200_000)

  private func quote(_ second: Int64, _ bid: Int64) -> ScriptedSource.Input {
    let time = Self.opening.advanced(by: second * Timestamp.second)
    return .quote(
      LoggedQuote(
        symbolIndex: 0, quote: Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: bid + 10)),
        sentTime: time, receivedAt: time))
  }

  /// A day's loss of eight dollars over three bots of an account.
  private func threeBots() throws -> DeskRisk {
    var policy = RiskPolicy()
    policy.add(try DailyLoss(.init(limit: Money(units: 8_000_000))), toEach: .account)
    return DeskRisk(policy, places: ["a", "b", "c"].map { .init(bot: $0, account: "A1") })
  }

  @Test(
    "who joined counts from then on, whoever has left no more; a cut-off session comes to the same",
    arguments: [false, true])
  func comeAndGo(isCutOff: Bool) throws {
    let (home, risk) = (try GuardedHome(), try threeBots())
    try home.register(clingers: "a", "b")
    var steps: [[ScriptedSource.Input]] = [
      [quote(1, 110_000)], [.meanwhile { try? home.register(clingers: "c") }], [quote(2, 110_000)],
      // Three bots lose three dollars each, two of them would not have come to the limit.
      [quote(3, 109_700)],
    ]
    if isCutOff {
      steps.append([.meanwhile { home.breakRun() }])
      #expect(throws: DeskError.self) { try home.run(steps, risk) }
      try home.run([[quote(10, 109_700)]], risk)
    } else {
      try home.run(steps + [[.meanwhile { try? home.retire("a") }], [quote(10, 109_700)]], risk)
    }
    for bot in ["a", "b", "c"] {
      #expect(try home.fills(of: bot).map(\.reason) == [.entry, .risk])
      #expect(try home.denials(of: bot) == [.dailyLoss])
    }
    let count = isCutOff ? 6 : 3
    #expect(try home.replays().map(\.isSame) == Array(repeating: true, count: count))
  }
}
