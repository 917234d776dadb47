import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// Symbols in which nothing may be opened: what they deny, what they close, and when they are free again.
@Suite struct SymbolBlocksTests {
  private static let eurusd = Known.eurusd.symbol
  private static let gbpusd = Known.instrument("GBPUSD").symbol

  private static func policy(_ blocks: SymbolBlocks.Block...) throws -> RiskPolicy {
    RiskPolicy.of(try SymbolBlocks(.init(blocks)))
  }

  private static func bench(_ policy: RiskPolicy) throws -> RiskBench {
    var bench = RiskBench(policy)
    try bench.join("a", account: "A")
    return bench
  }

  @Test("entries in a blocked symbol are denied; in another one they are not")
  func denial() throws {
    var bench = try Self.bench(Self.policy(.init(Self.eurusd)))
    let denial = bench.take(.asked(RiskBench.order(.buy, lots: 1)), of: "a", at: 1).denial
    #expect(denial?.code == .symbolBlocked && denial?.layer == "risk/symbol_blocks@account:A")
    #expect(denial?.limit == "no new risk until it is taken off: EURUSD is blocked")
    #expect(denial?.value == "EURUSD")
    #expect(bench.take(.asked(RiskBench.order(.buy, lots: 1, symbol: 1)), of: "a", at: 2).isEmpty)
    for effect in [RiskAsk.Effect.closes, .reduces, .changes, .cancels] {
      #expect(bench.take(.asked(RiskBench.ask(effect)), of: "a", at: 3).isEmpty)
    }
  }

  @Test("it blocks, then cancels, then closes in that symbol, and whatever opens behind it")
  func enforcement() throws {
    var bench = RiskBench(try Self.policy(.init(Self.eurusd)))
    let actions = try bench.join("a", account: "A", at: 5)
    #expect(
      actions.map(\.verb) == [
        .lock(symbol: Self.eurusd, until: nil, flattens: true), .cancel(.symbol(Self.eurusd)),
        .close(.symbol(Self.eurusd)),
      ])
    let intruder = bench.take(.filled(RiskBench.fill(position: 8)), of: "a", at: 6)
    #expect(intruder.map(\.verb) == [.close(.one(ClientOrderID(ordinal: 8)))])
    #expect(bench.take(.filled(RiskBench.fill(9, symbol: 1)), of: "a", at: 7).isEmpty)
  }

  @Test("what a bot brings along to a lock that is there is closed, too")
  func joins() throws {
    var bench = try Self.bench(Self.policy(.init(Self.eurusd)))
    let mark = RiskBench.holding("c", [(1, .buy, 1)])
    let actions = try bench.tree.join(RiskBench.member("c", account: "A"), mark: mark, at: RiskBench.at(9))
    #expect(actions.map(\.verb) == [.cancel(.symbol(Self.eurusd)), .close(.symbol(Self.eurusd))])
  }

  @Test(
    "a block with an end is over at that instant, not before",
    arguments: [(99, true), (100, false)] as [(Int64, Bool)])
  func until(_ second: Int64, _ isDenied: Bool) throws {
    var bench = try Self.bench(Self.policy(.init(Self.eurusd, until: RiskBench.at(100))))
    #expect((bench.enter("a", at: second) != nil) == isDenied)
  }

  @Test("one whose end has passed locks nothing, and a jump of the clock over an end lets go once")
  func passed() throws {
    let policy = try Self.policy(.init(Self.eurusd, until: RiskBench.at(100)))
    var late = RiskBench(policy)
    #expect(try late.join("a", account: "A", at: 100).isEmpty)
    var bench = try Self.bench(policy)
    #expect(bench.clock(at: 5_000).map(\.brief) == ["release account:A symbol_blocked"])
    #expect(bench.clock(at: 5_001).isEmpty)
  }

  @Test("a restart keeps the locks, with one of another file what that one says")
  func restart() throws {
    let policy = try Self.policy(.init(Self.eurusd))
    var bench = try Self.bench(policy).restarted(policy)
    #expect(bench.tree.locks.map(\.lock.symbol) == [Self.eurusd])
    #expect(bench.clock(at: 1).isEmpty)
    bench = try bench.restarted(Self.policy(.init(Self.gbpusd)))
    bench.clock(at: 2)
    #expect(bench.tree.locks.map(\.lock.symbol) == [Self.gbpusd])
    bench = try bench.restarted(Self.policy(.init(Self.gbpusd, until: RiskBench.at(50))))
    bench.clock(at: 3)
    #expect(bench.tree.locks.map(\.lock.until) == [RiskBench.at(50)])
  }

  @Test("who takes a lock off has the symbol traded again, after a restart too")
  func unlocking() throws {
    let policy = try Self.policy(.init(Self.eurusd))
    var bench = try Self.bench(policy)
    let act = OperatorAct(.unlock(.symbolBlocked), by: "ann (admin)", reason: "agreed")
    let actions = bench.tree.take(RiskEvent(.operated(act), of: .account("A"), at: RiskBench.at(2)))
    #expect(actions.map(\.brief) == ["release account:A symbol_blocked"])
    #expect(bench.enter("a", at: 3) == nil)
    bench = try bench.restarted(policy)
    #expect(bench.enter("a", at: 4, order: 2) == nil)
  }

  @Test("the file's keys")
  func file() throws {
    let policy = try RiskBench.policy(
      "symbol_blocks",
      """
      {enabled: true, symbols: [GBPUSD, {symbol: EURUSD, until: "2024-01-10T12:00:50Z"}]}
      """)
    let expected = try Self.policy(.init(Self.eurusd, until: RiskBench.at(50)), .init(Self.gbpusd))
    #expect(try StateEncoder.encode(policy) == StateEncoder.encode(expected))
  }

  @Test(
    "what makes no sense is named with its line",
    arguments: [
      (
        "{symbols: []}",
        "bad value of 'rules.symbol_blocks' (risk.yaml:3): symbol_blocks: a symbol is missing; change it, or set enabled: false"
      ),
      (
        "{symbols: [ES, {symbol: es, until: \"2026-01-31T22:00:00Z\"}]}",
        "bad value of 'rules.symbol_blocks' (risk.yaml:3): symbol_blocks: ES is there twice; change it, or set enabled: false"
      ),
      (
        "{symbols: [\"E S\"]}",
        "bad value of 'rules.symbol_blocks.symbols[1]' (risk.yaml:3): expected a symbol like BTCUSD, was 'E S'"
      ),
      (
        "{symbols: [{symbol: ES, until: tomorrow}]}",
        "bad value of 'rules.symbol_blocks.symbols[1].until' (risk.yaml:3): expected an instant like \"2026-01-31T22:00:00Z\", was 'tomorrow'"
      ),
    ])
  func faults(_ text: String, _ message: String) {
    #expect(RiskBench.fault("symbol_blocks", text) == message)
  }
}
