import RiskControl
import TestSupport
import Testing
import TradingCore

/// When a bot is taken back, and how far.
struct LadderTests {
  private static func settings(flattens: Bool = true) -> Ladder.Settings {
    Ladder.Settings(
      stepDownMillionths: 20_000_000, demoteMillionths: 100_000_000, demoDrawdownMillionths: 150_000,
      liveDrawdownMillionths: 150_000, flattens: flattens)
  }

  private static func grant(_ mode: TradingMode, step: Int) -> RiskGrant {
    RiskGrant(
      until: RiskBench.at(1_000_000), request: "R1", mode: mode, step: step,
      capital: mode == .live ? RiskBench.usd(50) : nil)
  }

  /// What a bot at a place loses: the mode and the step after it, and why.
  private static func verdict(_ mode: TradingMode, step: Int = 0, _ figures: RiskFigures) throws -> String {
    var bench = RiskBench(try Ladder(settings()), toEach: .bot)
    try bench.join("a")
    bench.take(.granted(grant(mode, step: step)), of: "a", at: 0)
    let actions = bench.take(.measured(figures), of: "a", at: 1)
    for case .stepDown(let mode, let step) in actions.map(\.verb) {
      return "\(mode.rawValue) \(step): \(actions[0].value)"
    }
    #expect(actions.isEmpty && bench.held == [])
    return "stays"
  }

  @Test("a fall of results takes a step, without a step a mode, and all the way at the higher value")
  func degraded() throws {
    let mild = RiskFigures(value: 20, trades: 31)
    #expect(try Self.verdict(.demo, RiskFigures(value: 19.99, trades: 31)) == "stays")
    #expect(try Self.verdict(.demo, mild) == "paper 0: degraded value=20.0 limit=20 trades=31")
    #expect(try Self.verdict(.live, step: 1, mild) == "demo 0: degraded value=20.0 limit=20 trades=31")
    #expect(try Self.verdict(.live, step: 2, mild) == "live 1: degraded value=20.0 limit=20 trades=31")
    let severe = RiskFigures(value: 123.45678, trades: 40)
    #expect(
      try Self.verdict(.live, step: 2, severe) == "paper 0: degraded value=123.4567 limit=100 trades=40")
  }

  @Test("a drawdown at the limit of its mode takes a mode")
  func drawdown() throws {
    let figures = RiskFigures(drawdown: 0.15)
    #expect(try Self.verdict(.demo, RiskFigures(drawdown: 0.1499)) == "stays")
    #expect(try Self.verdict(.demo, figures) == "paper 0: drawdown_limit drawdown=0.15 limit=0.15")
    #expect(try Self.verdict(.live, step: 2, figures) == "demo 0: drawdown_limit drawdown=0.15 limit=0.15")
  }

  @Test("in LIVE a loss of the capital takes all, in DEMO it has no meaning")
  func capital() throws {
    let almost = RiskFigures(loss: Money(units: 49_999_999))
    let all = RiskFigures(loss: Money(units: 50_000_000))
    #expect(try Self.verdict(.live, step: 1, almost) == "stays")
    #expect(try Self.verdict(.live, step: 1, all) == "paper 0: capital_lost loss=50.00 capital=50.00")
    #expect(try Self.verdict(.demo, all) == "stays")
  }

  @Test("what is open is closed or left to the strategy, as the settings say", arguments: [true, false])
  func positions(_ flattens: Bool) throws {
    var bench = RiskBench(try Ladder(Self.settings(flattens: flattens)), toEach: .bot)
    try bench.join("a")
    bench.take(.granted(Self.grant(.demo, step: 0)), of: "a", at: 0)
    let before = bench.tree.view(of: "a")
    let actions = bench.take(.measured(RiskFigures(drawdown: 0.5)), of: "a", at: 1)
    #expect(
      bench.tree.commands(actions, of: "a", before: before)
        == [.halt(.botDemoted, symbolIndex: nil)]
        + (flattens ? [.cancelAll(symbolIndex: nil), .closeAll(symbolIndex: nil, .risk)] : []))
  }

  @Test("who was taken back is judged no more, and opens nothing until there is another grant")
  func another() throws {
    var bench = RiskBench(try Ladder(Self.settings()), toEach: .bot)
    try bench.join("a")
    bench.take(.granted(Self.grant(.demo, step: 0)), of: "a", at: 0)
    #expect(bench.take(.measured(RiskFigures(drawdown: 0.5)), of: "a", at: 1).count == 4)
    #expect(bench.take(.measured(RiskFigures(drawdown: 0.6)), of: "a", at: 2).isEmpty)
    #expect(bench.enter("a", at: 3)?.code == .botDemoted)
    let actions = bench.take(.granted(Self.grant(.demo, step: 0)), of: "a", at: 4)
    #expect(actions.map(\.brief) == ["release bot:a bot_demoted"])
    #expect(bench.enter("a", at: 5) == nil)
    #expect(bench.take(.measured(RiskFigures(drawdown: 0.5)), of: "a", at: 6).count == 4)
  }

  @Test("a mode that others have taken is gone at once, said twice once, until there is another grant")
  func revoked() throws {
    var bench = RiskBench(try Ladder(Self.settings()), toEach: .bot)
    try bench.join("a")
    bench.take(.granted(Self.grant(.demo, step: 0)), of: "a", at: 0)
    let actions = bench.take(.revoked("R1 was revoked"), of: "a", at: 1)
    #expect(
      actions.map(\.brief) == [
        "lock bot:a bot_demoted", "cancel bot:a bot_demoted", "close bot:a bot_demoted",
      ])
    #expect(actions.allSatisfy { $0.value == "R1 was revoked" })
    #expect(bench.take(.revoked("R1 was revoked"), of: "a", at: 2).isEmpty)
    #expect(bench.take(.measured(RiskFigures(drawdown: 0.5)), of: "a", at: 3).isEmpty)
    #expect(bench.take(.granted(nil), of: "a", at: 4).map(\.brief) == ["release bot:a bot_demoted"])
    #expect(bench.enter("a", at: 5) == nil)
  }

  @Test("limits that come with a grant count instead of the rule's")
  func limits() throws {
    var bench = RiskBench(try Ladder(Self.settings()), toEach: .bot)
    try bench.join("a")
    var grant = Self.grant(.demo, step: 0)
    grant.limits = Self.settings(flattens: false)
    grant.limits?.demoDrawdownMillionths = 50_000
    bench.take(.granted(grant), of: "a", at: 0)
    #expect(bench.take(.measured(RiskFigures(drawdown: 0.049)), of: "a", at: 1).isEmpty)
    let actions = bench.take(.measured(RiskFigures(drawdown: 0.05)), of: "a", at: 2)
    #expect(actions.map(\.brief) == ["lock bot:a bot_demoted", "step_down paper 0 bot:a bot_demoted"])
    #expect(actions.first?.value == "drawdown_limit drawdown=0.05 limit=0.05")
  }

  @Test("who takes a mode back says whether what is open is closed")
  func revokedManaged() throws {
    var bench = RiskBench(try Ladder(Self.settings()), toEach: .bot)
    try bench.join("a")
    bench.take(.granted(Self.grant(.demo, step: 0)), of: "a", at: 0)
    let actions = bench.take(.revoked("R1 was revoked", flattens: false), of: "a", at: 1)
    #expect(actions.map(\.brief) == ["lock bot:a bot_demoted"])
  }

  @Test("paper has no ladder to fall from")
  func paper() throws {
    var bench = RiskBench(try Ladder(Self.settings()), toEach: .bot)
    try bench.join("a")
    #expect(bench.take(.measured(RiskFigures(value: 1e9, drawdown: 1)), of: "a", at: 1).isEmpty)
  }

  @Test("a limit that is not above zero is refused")
  func badSettings() {
    var settings = Self.settings()
    settings.demoDrawdownMillionths = 0
    #expect(throws: RiskSettingFault("ladder", "a limit has to be above 0, was 0 millionths")) {
      try Ladder(settings)
    }
  }
}
