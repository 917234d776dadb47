import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// The most lots of each symbol that a scope may hold: what is denied at a limit, and what is closed beyond it.
@Suite struct MaxContractsPerInstrumentTests {
  private static let lot: Int64 = 100_000_000
  private static let eurusd = Known.eurusd.symbol

  private static func bench(
    _ enforcement: MaxContracts.Enforcement = .reduceToLimit,
    unknown: MaxContractsPerInstrument.UnknownSymbol = .block, limited symbol: String = "EURUSD"
  ) throws -> RiskBench {
    let rule = try MaxContractsPerInstrument(
      .init(
        limits: [.init(Known.instrument(symbol).symbol, lots: 2 * lot)], enforcement: enforcement,
        unknownSymbol: unknown))
    var bench = RiskBench(rule, toEach: .account)
    try bench.join("a", account: "A")
    try bench.join("b", account: "A")
    return bench
  }

  @Test(
    "an order is denied that would lead beyond its symbol's limit, what waits counted as if filled",
    arguments: [
      (open: 0 as Int64, waiting: 0 as Int64, asked: 1 as Int64, isDenied: false),
      (open: 0, waiting: 0, asked: 2, isDenied: false), (open: 0, waiting: 0, asked: 3, isDenied: true),
      (open: 1, waiting: 0, asked: 1, isDenied: false), (open: 1, waiting: 0, asked: 2, isDenied: true),
      (open: 1, waiting: 1, asked: 1, isDenied: true),
    ])
  func limit(open: Int64, waiting: Int64, asked: Int64, isDenied: Bool) throws {
    var bench = try Self.bench()
    let other = RiskBench.holding("b", [(1, .buy, open)], waiting: [(.buy, waiting)])
    let ask = RiskBench.order(.buy, lots: asked)
    let denial = bench.take(.asked(ask), of: "a", at: 1, marks: [other]).denial
    #expect((denial?.code == .maxContractsPerInstrument) == isDenied)
    if isDenied {
      #expect(denial?.limit == "2.00 lots EURUSD net")
      #expect(denial?.value == "\(open + waiting + asked).00 lots")
      #expect(denial?.layer == "risk/max_contracts_per_instrument@account:A")
    }
  }

  @Test("each symbol has a limit of its own: lots of another one don't count")
  func otherSymbol() throws {
    var bench = try Self.bench(unknown: .allow)
    let mark = RiskBench.holding("b", [(1, .buy, 2)])
    #expect(
      bench.take(.asked(RiskBench.order(.buy, lots: 50, symbol: 1)), of: "a", at: 1, marks: [mark]).isEmpty)
  }

  @Test("a symbol without a limit is blocked or free", arguments: [("block", true), ("allow", false)])
  func unknownSymbol(_ action: String, _ isDenied: Bool) throws {
    let unknown = try #require(MaxContractsPerInstrument.UnknownSymbol(rawValue: action))
    var bench = try Self.bench(unknown: unknown)
    let denial = bench.take(.asked(RiskBench.order(.sell, lots: 1, symbol: 1)), of: "a", at: 1).denial
    #expect((denial != nil) == isDenied)
    if isDenied { #expect(denial?.limit == "no limit of GBPUSD, and other symbols are blocked") }
  }

  @Test("of a blocked symbol what is open all the same is closed, even where it nets to nothing")
  func unknownPosition() throws {
    var bench = try Self.bench(limited: "GBPUSD")
    let mark = RiskBench.holding("a", [(1, .buy, 1), (2, .sell, 1)])
    let actions = bench.take(.filled(RiskBench.fill(position: 2, side: .sell)), of: "a", at: 1, marks: [mark])
    #expect(actions.map(\.verb) == [.cancel(.symbol(Self.eurusd)), .close(.symbol(Self.eurusd))])
    #expect(actions.first?.value == "2.00 lots")
  }

  @Test("what is too much is closed, the last opened first")
  func reduces() throws {
    var bench = try Self.bench()
    let mark = RiskBench.holding("a", [(1, .buy, 2), (2, .buy, 1)])
    let actions = bench.take(.filled(RiskBench.fill(position: 2)), of: "a", at: 1, marks: [mark])
    #expect(actions.map(\.verb) == [.trim(bot: "a", ClientOrderID(ordinal: 2), units: 100_000)])
    #expect(actions.map(\.limit) == ["2.00 lots EURUSD net"] && actions.map(\.value) == ["3.00 lots"])
  }

  @Test("or all of that symbol, its orders canceled before")
  func closesAll() throws {
    var bench = try Self.bench(.closeAll)
    let mark = RiskBench.holding("a", [(1, .buy, 3)])
    let actions = bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 1, marks: [mark])
    #expect(actions.map(\.verb) == [.cancel(.symbol(Self.eurusd)), .close(.symbol(Self.eurusd))])
  }

  @Test("a bot that comes with too much is brought back to the limit; there is no lock")
  func joins() throws {
    var bench = try Self.bench()
    let mark = RiskBench.holding("c", [(1, .buy, 5)])
    let actions = try bench.tree.join(
      RiskBench.member("c", account: "A"), mark: mark, at: RiskBench.at(1))
    #expect(actions.map(\.verb) == [.trim(bot: "c", ClientOrderID(ordinal: 1), units: 300_000)])
    #expect(bench.held == [])
  }

  @Test("at the limit nothing is closed, and what closes is never denied")
  func quiet() throws {
    var bench = try Self.bench()
    let mark = RiskBench.holding("a", [(1, .buy, 2)])
    #expect(bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 1, marks: [mark]).isEmpty)
    for effect in [RiskAsk.Effect.closes, .reduces, .changes, .cancels] {
      #expect(bench.take(.asked(RiskBench.ask(effect)), of: "a", at: 2).isEmpty)
    }
  }

  @Test("a symbol that is not known can't be held against a limit: it is denied")
  func noSymbol() throws {
    var bench = try Self.bench(unknown: .allow)
    let denial = bench.take(.asked(RiskBench.order(.buy, lots: 1, symbol: 7)), of: "a", at: 1).denial
    #expect(denial?.code == .maxContractsPerInstrument && denial?.limit == "lots of a known symbol")
  }

  @Test("the limit holds on after a restart")
  func restart() throws {
    let settings = MaxContractsPerInstrument.Settings(limits: [.init(Self.eurusd, lots: 2 * Self.lot)])
    let policy = RiskPolicy.of(try MaxContractsPerInstrument(settings))
    var bench = RiskBench(policy)
    try bench.join("a", account: "A")
    bench.take(
      .filled(RiskBench.fill(position: 1)), of: "a", at: 1, marks: [RiskBench.holding("a", [(1, .buy, 2)])])
    bench = try bench.restarted(policy)
    #expect(bench.take(.asked(RiskBench.order(.buy, lots: 1)), of: "a", at: 2).denial != nil)
  }

  @Test("the file's keys, as the seed has them")
  func file() throws {
    let policy = try RiskBench.policy(
      "max_contracts_per_instrument",
      """
      {enabled: true, limits: {MNQ: 2, ES: 1, NQ: 1}, enforcement: "reduce_to_limit", \
      unknown_symbol_action: "block"}
      """)
    let limits = try [("ES", 1), ("MNQ", 2), ("NQ", 1)].map { name, lots in
      MaxContractsPerInstrument.Limit(try #require(Symbol(name)), lots: lots * Self.lot)
    }
    let expected = RiskPolicy.of(try MaxContractsPerInstrument(.init(limits: limits)))
    #expect(try StateEncoder.encode(policy) == StateEncoder.encode(expected))
  }

  @Test(
    "what makes no sense is named with its line",
    arguments: [
      (
        "{limits: {}}",
        "bad value of 'rules.max_contracts_per_instrument' (risk.yaml:3): max_contracts_per_instrument: a limit of a symbol is missing; change it, or set enabled: false"
      ),
      (
        "{limits: {ES: -1}}",
        "bad value of 'rules.max_contracts_per_instrument.limits.ES' (risk.yaml:3): expected lots above 0, like 5 or 0.5, was '-1'"
      ),
      (
        "{limits: {ES: 1, es: 2}}",
        "bad value of 'rules.max_contracts_per_instrument' (risk.yaml:3): max_contracts_per_instrument: ES has two limits; change it, or set enabled: false"
      ),
      (
        "{limits: {ES: 1}, unknown_symbol_action: ask}",
        "bad value of 'rules.max_contracts_per_instrument.unknown_symbol_action' (risk.yaml:3): expected one of block, allow, was 'ask'"
      ),
      (
        "{limits: {ES: 1}, enforcement: lockout}",
        "bad value of 'rules.max_contracts_per_instrument.enforcement' (risk.yaml:3): expected one of close_all, reduce_to_limit, was 'lockout'"
      ),
      (
        "{enabled: true}",
        "missing key 'rules.max_contracts_per_instrument.limits' (risk.yaml:3): add it, for instance 'limits: {EURUSD: 2}'"
      ),
    ])
  func faults(_ text: String, _ message: String) {
    #expect(RiskBench.fault("max_contracts_per_instrument", text) == message)
  }
}
