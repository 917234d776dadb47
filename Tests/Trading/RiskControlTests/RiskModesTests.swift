import Foundation
import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// The table of risk modes: from NORMAL to REDUCE and OBSERVE, and back.
@Suite struct RiskModesTests {
  private static func policy(_ settings: RiskModes.Settings = .init()) throws -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(try RiskModes(settings), toEach: .account)
    return policy
  }

  private static func bench() throws -> RiskBench {
    var bench = RiskBench(try policy())
    try bench.join("a", account: "A")
    bench.clock(at: 0)
    return bench
  }

  private static func mode(_ bench: RiskBench) -> RiskMode { bench.tree.view(of: "a").mode }

  @Test("the day's loss, found at the equity at which a mode begins and ends")
  func drawdown() throws {
    var bench = try Self.bench()
    #expect(bench.move("a", to: 986, at: 1).isEmpty)
    let reduce = bench.move("a", to: 985, at: 2)
    #expect(
      reduce.map(\.brief) == [
        "mode account:A risk_modes", "size account:A risk_modes", "tell account:A risk_modes",
      ])
    #expect(reduce.first?.limit == "mode reduce: daily_drawdown 1.5 %")
    #expect(reduce.first?.value == "daily_drawdown 1.5 %")
    #expect(bench.tree.view(of: "a").sizeMillionths == 500_000)
    bench.move("a", to: 975, at: 3)
    #expect(Self.mode(bench) == .observe)
    #expect(bench.enter("a", at: 4)?.code == .riskObserve)
    bench.move("a", to: 980, at: 5)
    #expect(Self.mode(bench) == .observe)
    bench.move("a", to: 981, at: 6)
    #expect(Self.mode(bench) == .reduce)
    bench.move("a", to: 991, at: 7)
    #expect(Self.mode(bench) == .normal)
    #expect(bench.tree.view(of: "a").sizeMillionths == 1_000_000)
  }

  @Test("losing trades in a row; a win ends it, and so does the day")
  func losses() throws {
    var bench = try Self.bench()
    for second in Int64(1)...3 { bench.close("a", result: -1, at: second) }
    #expect(Self.mode(bench) == .reduce)
    bench.close("a", result: 1, at: 4)
    #expect(Self.mode(bench) == .normal)
    for second in Int64(5)...10 { bench.close("a", result: -1, at: second) }
    #expect(Self.mode(bench) == .observe)
    bench.clock(at: 36_000)
    #expect(Self.mode(bench) == .normal)
  }

  @Test("denials, once there are twenty orders to take a share of")
  func denials() throws {
    var bench = try Self.bench()
    let denial = Denial(
      order: ClientOrderID(ordinal: 1), code: .priceTooFar, layer: "risk", limit: "", value: "", cycle: 1)
    for second in Int64(1)...10 { bench.take(.denied(denial), of: "a", at: second) }
    for second in Int64(11)...19 { _ = bench.enter("a", at: second) }
    #expect(Self.mode(bench) == .normal)
    _ = bench.enter("a", at: 20)
    #expect(Self.mode(bench) == .reduce)
  }

  @Test("rejections, of the last twenty answers of the venue")
  func rejections() throws {
    var bench = try Self.bench()
    let rejection = Rejection(order: ClientOrderID(ordinal: 1), code: .requoted, eventTime: RiskBench.at(1))
    for second in Int64(1)...5 { bench.take(.rejected(rejection), of: "a", at: second) }
    for second in Int64(6)...19 { bench.take(.filled(RiskBench.fill(1)), of: "a", at: second) }
    #expect(Self.mode(bench) == .normal)
    bench.take(.filled(RiskBench.fill(1)), of: "a", at: 20)
    #expect(Self.mode(bench) == .reduce)
    for second in Int64(21)...22 { bench.take(.filled(RiskBench.fill(1)), of: "a", at: second) }
    #expect(Self.mode(bench) == .reduce)
    bench.take(.filled(RiskBench.fill(1)), of: "a", at: 23)
    #expect(Self.mode(bench) == .normal)
  }

  @Test("chaos, API errors and stale feeds")
  func others() throws {
    var bench = try Self.bench()
    bench.climate(500_000, at: 1)
    #expect(Self.mode(bench) == .reduce)
    bench.climate(449_999, at: 2)
    #expect(Self.mode(bench) == .normal)
    for second in Int64(3)...6 { bench.take(.apiError("x"), at: second) }
    #expect(Self.mode(bench) == .observe)
    bench.take(.apiOK, at: 7)
    #expect(Self.mode(bench) == .normal)
    bench.take(.connection(RiskCondition(.feedStale, isOn: true)), at: 8)
    #expect(Self.mode(bench) == .observe)
    bench.take(.connection(RiskCondition(.feedStale, isOn: false)), at: 9)
    #expect(Self.mode(bench) == .normal)
  }

  @Test("the most cautious row counts, and a mode is kept over a restart")
  func restart() throws {
    var bench = try Self.bench()
    bench.climate(700_000, at: 1)
    bench.move("a", to: 985, at: 2)
    bench.tree = try bench.restored(try Self.policy())
    #expect(Self.mode(bench) == .observe)
    bench.climate(100_000, at: 3)
    #expect(Self.mode(bench) == .reduce)
  }

  @Test("the table of the documents is that of the code")
  func documents() throws {
    let text = try String(contentsOfFile: PackageRoot.path(of: "docs/risk.md"), encoding: .utf8)
    #expect(text.contains(RiskModes.markdown()))
  }

  @Test(
    "thresholds have to rise above 0, and a metric to stand there once",
    arguments: [
      [RiskModes.Row(.chaos, reduce: 5, observe: 5)], [.init(.chaos, reduce: 0, observe: 5)],
      [.init(.chaos, reduce: nil, observe: nil)], [.init(.chaos, reduce: 5, observe: 9, hysteresis: 5)],
      [.init(.chaos, reduce: 5, observe: 9), .init(.chaos, reduce: 5, observe: 9)],
    ])
  func faults(rows: [RiskModes.Row]) {
    #expect(throws: RiskSettingFault.self) { try RiskModes(.init(rows: rows)) }
  }
}
