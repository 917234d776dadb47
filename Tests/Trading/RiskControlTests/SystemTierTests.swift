import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// The kill switch's fifth tier: what stops everything.
@Suite struct SystemTierTests {
  static let stop = [
    "lock desk system_halt", "cancel desk system_halt", "close desk system_halt", "tell desk system_halt",
  ]

  private static func bench(_ settings: SystemTier.Settings = .init()) throws -> RiskBench {
    var bench = RiskBench(try SystemTier(settings), toEach: .desk)
    try bench.join("a")
    try bench.join("b")
    return bench
  }

  @Test(
    "chaos above the threshold, as the mean of the symbols",
    arguments: [(750_000 as Int64, false), (750_001, true)])
  func chaos(chaos: Int64, isStopped: Bool) throws {
    var bench = try Self.bench()
    #expect(bench.climate(chaos, at: 1).map(\.brief) == (isStopped ? Self.stop : []))
    #expect((bench.enter("b", at: 2) != nil) == isStopped)
  }

  @Test("a calm symbol weighs against a wild one, and one without a history says nothing")
  func meanChaos() throws {
    var bench = try Self.bench()
    bench.climate(100_000, symbol: "GBPUSD", at: 1)
    #expect(bench.climate(900_000, at: 2).isEmpty)
    #expect(bench.climate(0, .unknown, symbol: "GBPUSD", at: 3).map(\.brief) == Self.stop)
  }

  @Test("the fifth API error in a row; an answer begins anew")
  func apiErrors() throws {
    var bench = try Self.bench()
    for second in Int64(1)...4 { #expect(bench.take(.apiError("timeout"), at: second).isEmpty) }
    bench.take(.apiOK, at: 5)
    for second in Int64(6)...9 { #expect(bench.take(.apiError("timeout"), at: second).isEmpty) }
    let actions = bench.take(.apiError("503"), of: "b", at: 10)
    #expect(actions.map(\.brief) == Self.stop)
    #expect(actions.first?.value == "5 in a row: 503")
    #expect(bench.take(.apiError("503"), at: 11).isEmpty)
  }

  @Test("a lost link blocks at once, and closes everything when it is back")
  func link() throws {
    var bench = try Self.bench()
    let lost = bench.take(.connection(RiskCondition(.brokerDisconnected, isOn: true)), at: 1)
    #expect(
      lost.map(\.brief) == [
        "lock desk broker_disconnected", "lock desk system_halt", "tell desk system_halt",
      ])
    #expect(bench.enter("a", at: 2)?.code == .brokerDisconnected)
    #expect(bench.clock(at: 120).isEmpty)
    let back = bench.take(.connection(RiskCondition(.brokerDisconnected, isOn: false)), at: 200)
    #expect(
      back.map(\.brief) == [
        "lock desk system_halt", "cancel desk system_halt", "close desk system_halt",
        "release desk broker_disconnected", "tell desk system_halt",
      ])
    #expect(bench.enter("a", at: 201)?.code == .systemHalt)
  }

  @Test("an error that leaves nothing certain")
  func critical() throws {
    var bench = try Self.bench()
    let actions = bench.take(.failed("the books differ"), at: 1)
    #expect(actions.map(\.brief) == Self.stop)
    #expect(actions.first?.value == "the books differ")
  }

  @Test("each of them can be off")
  func off() throws {
    var bench = try Self.bench(
      .init(chaosMillionths: nil, connectionLoss: false, apiErrors: nil, criticalError: false))
    bench.climate(990_000, at: 1)
    for second in Int64(1)...9 { bench.take(.apiError("x"), at: second) }
    bench.take(.failed("x"), at: 10)
    bench.take(.connection(RiskCondition(.brokerDisconnected, isOn: true)), at: 11)
    #expect(bench.held == ["desk broker_disconnected"])
  }

  @Test("it holds over a restart until a person releases it with a name and a reason")
  func release() throws {
    var policy = RiskPolicy()
    policy.add(try SystemTier(), toEach: .desk)
    var bench = RiskBench(policy)
    try bench.join("a")
    bench.take(.failed("x"), at: 1)
    bench.tree = try bench.restored(policy)
    bench.act(.unlock(nil), at: 2)
    #expect(bench.act(.release, by: " ", at: 3).map(\.brief) == ["tell desk kill_switch"])
    #expect(bench.act(.release, reason: "", at: 3).first?.value == "no reason by ann (admin)")
    #expect(bench.held == ["desk system_halt"])
    bench.act(.release, at: 4)
    #expect(bench.held.isEmpty)
  }
}
