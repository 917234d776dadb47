import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore
import YAMLText

/// The most lots that a scope may hold: what is denied at the limit, and what is closed beyond it.
@Suite struct MaxContractsTests {
  /// A lot in 1e-8 lots.
  static let lot: Int64 = 100_000_000

  private static func bench(
    _ limit: Int64, _ type: MaxContracts.CountType = .net,
    _ enforcement: MaxContracts.Enforcement = .closeAll
  ) throws -> RiskBench {
    let rule = try MaxContracts(.init(limit: limit * lot, countType: type, enforcement: enforcement))
    var bench = RiskBench(rule, toEach: .account)
    try bench.join("a", account: "A")
    try bench.join("b", account: "A")
    return bench
  }

  @Test(
    "an order is denied that would lead beyond the limit, what waits counted as if filled",
    arguments: [
      (open: 3 as Int64, waiting: 0 as Int64, asked: 1 as Int64, isDenied: false),
      (open: 3, waiting: 0, asked: 2, isDenied: false), (open: 3, waiting: 0, asked: 3, isDenied: true),
      (open: 3, waiting: 1, asked: 1, isDenied: false), (open: 3, waiting: 1, asked: 2, isDenied: true),
      (open: 0, waiting: 0, asked: 5, isDenied: false), (open: 0, waiting: 0, asked: 6, isDenied: true),
    ])
  func limit(open: Int64, waiting: Int64, asked: Int64, isDenied: Bool) throws {
    var bench = try Self.bench(5)
    let other = RiskBench.holding("b", [(1, .buy, open)], waiting: [(.buy, waiting)])
    let ask = RiskBench.order(.buy, lots: asked)
    let denial = bench.take(.asked(ask), of: "a", at: 1, marks: [other]).denial
    #expect((denial?.code == .maxContracts) == isDenied)
    if isDenied {
      #expect(denial?.limit == "5.00 lots net")
      #expect(denial?.value == "\(open + waiting + asked).00 lots")
      #expect(denial?.layer == "risk/max_contracts@account:A")
    }
  }

  @Test("net, a sale takes from what was bought; gross, both add up")
  func types() throws {
    for (type, isDenied) in [(MaxContracts.CountType.net, false), (.gross, true)] {
      var bench = try Self.bench(5, type)
      let other = RiskBench.holding("b", [(1, .buy, 4)])
      let ask = RiskBench.order(.sell, lots: 3)
      #expect((bench.take(.asked(ask), of: "a", at: 1, marks: [other]).denial != nil) == isDenied)
    }
  }

  @Test("what is open beyond the limit all the same is closed, orders canceled before")
  func closesAll() throws {
    var bench = try Self.bench(5)
    let fill = RiskBench.fill(position: 3)
    let mark = RiskBench.holding("a", [(1, .buy, 2), (2, .buy, 3), (3, .buy, 1)])
    let actions = bench.take(.filled(fill), of: "a", at: 1, marks: [mark])
    #expect(actions.map(\.verb) == [.cancel(.all), .close(.all)])
    #expect(actions.allSatisfy { $0.scope == .account("A") && $0.value == "6.00 lots" })
  }

  @Test("or as much of what was opened last as brings it back, in whole steps")
  func reduces() throws {
    var bench = try Self.bench(5, .net, .reduceToLimit)
    let mark = RiskBench.holding("a", [(1, .buy, 4), (2, .sell, 1), (3, .buy, 1), (4, .buy, 3)])
    let actions = bench.take(.filled(RiskBench.fill(position: 4)), of: "a", at: 1, marks: [mark])
    #expect(actions.map(\.verb) == [.trim(bot: "a", ClientOrderID(ordinal: 4), units: 200_000)])
  }

  @Test("at the limit nothing is closed, and what closes is never denied")
  func quiet() throws {
    var bench = try Self.bench(5)
    let mark = RiskBench.holding("a", [(1, .buy, 5)])
    #expect(bench.take(.filled(RiskBench.fill(position: 1)), of: "a", at: 1, marks: [mark]).isEmpty)
    #expect(bench.take(.asked(RiskBench.ask(.closes)), of: "a", at: 2).isEmpty)
    #expect(bench.take(.asked(RiskBench.ask(.reduces)), of: "a", at: 2).isEmpty)
  }

  @Test(
    "the file's keys",
    arguments: [
      (
        "limit: 5, count_type: gross, reduce_to_limit: true", MaxContracts.CountType.gross,
        MaxContracts.Enforcement.reduceToLimit
      ),
      ("limit: 5, count_type: net, close_all: true, reduce_to_limit: false", .net, .closeAll),
    ])
  func file(text: String, type: MaxContracts.CountType, enforcement: MaxContracts.Enforcement) throws {
    let file = try RiskFile.parse(text: "version: 1\nrules:\n  max_contracts: {\(text)}\n", path: "risk.yaml")
    var expected = RiskPolicy()
    let settings = MaxContracts.Settings(limit: 5 * Self.lot, countType: type, enforcement: enforcement)
    expected.add(try MaxContracts(settings), toEach: .account)
    #expect(try StateEncoder.encode(file.policy) == StateEncoder.encode(expected))
  }

  @Test(
    "what makes no sense is named with its line",
    arguments: [
      (
        "{limit: 0}",
        "bad value of 'rules.max_contracts.limit' (risk.yaml:3): expected lots above 0, like 5 or 0.5, was '0'"
      ),
      (
        "{limit: -1}",
        "bad value of 'rules.max_contracts.limit' (risk.yaml:3): expected lots above 0, like 5 or 0.5, was '-1'"
      ),
      (
        "{count_type: net}",
        "missing key 'rules.max_contracts.limit' (risk.yaml:3): add it, for instance 'limit: 5'"
      ),
      (
        "{limit: 5, close_all: true, reduce_to_limit: true}",
        "bad value of 'rules.max_contracts' (risk.yaml:3): close_all and reduce_to_limit are both true; set one of them to true"
      ),
    ])
  func faults(text: String, message: String) throws {
    let text = "version: 1\nrules:\n  max_contracts: \(text)\n"
    let error = #expect(throws: ConfigurationError.self) { try RiskFile.parse(text: text, path: "risk.yaml") }
    #expect(error?.description == message)
  }
}
