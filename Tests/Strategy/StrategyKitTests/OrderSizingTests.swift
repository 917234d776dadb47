import Foundation
import StrategyKit
import TestSupport
import Testing
import TradingCore

/// A strategy that leaves its size to whoever runs it.
private struct Sized: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "sized", version: 1, summary: "is sized by any rule", parameters: ParameterSpec.orderSizing)
  init(parameters: ParameterValues) throws(ParameterError) {}
}

/// The rules that size orders, and the parameters they come from.
struct OrderSizingTests {
  private func values(_ given: [String: String]) throws -> ParameterValues {
    try ParameterValues(for: Sized.descriptor, given: given)
  }

  private func sizing(_ given: [String: String]) throws -> OrderSizing {
    try OrderSizing(parameters: values(given))
  }

  /// 10,000 dollars, EURUSD at 1.10000/1.10010.
  private func context(balance: Int64 = 10_000) throws -> Context {
    var probe = try StrategyProbe(Idle.self, balance: balance)
    probe.quote(bid: 110_000, ask: 110_010, at: Known.time(0))
    return probe.context
  }

  private func problem(_ given: [String: String]) -> String? {
    do throws(ParameterError) {
      _ = try OrderSizing(parameters: try ParameterValues(for: Sized.descriptor, given: given))
      return nil
    } catch {
      return error.description
    }
  }

  @Test("fixed, by risk, by volatility: what each makes of a stop at 200 points and 100 points a bar")
  func rules() throws {
    let context = try context()
    let volatility = PriceVolatility(pointsPerBar: 100)
    func units(_ given: [String: String]) throws -> Int64 {
      try sizing(given).quantity(stopDistancePoints: 200, volatility: volatility, context).units
    }
    #expect(try units(["lots": "0.03"]) == 3_000)
    #expect(try units(["lots": "0.03", "sizing": "fixed"]) == 3_000)
    #expect(try units(["lots": "0.03", "risk_percent": "1"]) == 50_000)
    #expect(try units(["sizing": "risk", "risk_percent": "1"]) == 50_000)
    // 1 % is 100 dollars, a lot deviates by 100 in a bar, by 200 in four.
    #expect(try units(["sizing": "volatility", "volatility_percent": "1"]) == 100_000)
    #expect(
      try units(["sizing": "volatility", "volatility_percent": "1", "volatility_bars": "4"]) == 50_000)
  }

  @Test("a volatility target trades nothing before there is a volatility")
  func warmUp() throws {
    let sizing = try sizing(["sizing": "volatility", "volatility_percent": "1"])
    #expect(try sizing.quantity(stopDistancePoints: 200, context()) == .zero)
  }

  /// 24 wins of 0.5 %, 16 losses of 0.4 % after cost; the shrunken half of Kelly's is above the cap of twice 10,000.
  @Test("by Kelly: the fixed lots until the record is long enough, then what it is worth, up to the cap")
  func kelly() throws {
    let context = try context()
    var sizing = try sizing(["lots": "0.03", "sizing": "kelly", "kelly_trades": "30"])
    func units() -> Int64 { sizing.quantity(stopDistancePoints: 200, context).units }
    for _ in 0..<29 { sizing.add(0.005) }
    #expect(units() == 3_000)
    for index in 0..<16 { sizing.add(index % 2 == 0 ? -0.004 : -0.003) }
    #expect(units() == 18_000)
    // 6 more losses of 1 % take the edge's certainty, and with it the size.
    for _ in 0..<6 { sizing.add(-0.01) }
    #expect(units() == 0)
  }

  /// A range of 160 points, a stop at 200, and a record of 24 wins of 2 % and 16 losses of 1 %.
  @Test(
    "the worked example of the guide",
    arguments: [
      (["risk_percent": "1"], 50_000),
      (["sizing": "volatility", "volatility_percent": "1"], 99_000),
      (["sizing": "volatility", "volatility_percent": "1", "volatility_bars": "16"], 24_000),
      (["sizing": "kelly", "kelly_trades": "40"], 18_000),
      (["sizing": "kelly", "kelly_trades": "40", "kelly_percent": "4"], 13_000),
      (["sizing": "kelly", "lots": "0.07"], 7_000),
    ] as [([String: String], Int64)])
  func guide(_ given: [String: String], _ units: Int64) throws {
    var sizing = try sizing(given)
    for index in 0..<40 { sizing.add(index < 24 ? 0.02 : -0.01) }
    let volatility = PriceVolatility(pointsPerBar: 160 / 1.5957691216057308)
    let quantity = try sizing.quantity(stopDistancePoints: 200, volatility: volatility, context())
    #expect(quantity.units == units)
  }

  @Test("by Kelly the first trades stay under the cap, too")
  func start() throws {
    let given = ["lots": "1", "sizing": "kelly", "kelly_cap_percent": "100"]
    #expect(try sizing(given).quantity(stopDistancePoints: 200, context()).units == 9_000)
    #expect(try sizing(given).quantity(stopDistancePoints: 200, context(balance: 0)).units == 0)
  }

  @Test("only Kelly keeps a record")
  func record() throws {
    var sizing = try sizing(["risk_percent": "1"])
    sizing.add(0.01)
    #expect(sizing.record.results.isEmpty)
  }

  @Test("a rule without its number, and the numbers of another, are refused with what to do")
  func combinations() {
    #expect(
      problem(["sizing": "risk"])
        == "parameter 'risk_percent': is 0, with which sizing=risk trades nothing: give one above 0")
    #expect(
      problem(["sizing": "volatility"])
        == "parameter 'volatility_percent': is 0, with which sizing=volatility trades nothing: give one above 0"
    )
    #expect(
      problem(["sizing": "fixed", "risk_percent": "1"])
        == "parameter 'risk_percent': counts with sizing=risk only, and sizing is fixed: leave one of them out"
    )
    #expect(
      problem(["volatility_percent": "1"])
        == "parameter 'volatility_percent': counts with sizing=volatility only, and sizing is fixed: leave one of them out"
    )
    #expect(
      problem(["sizing": "kelly", "risk_percent": "1"])?.contains("counts with sizing=risk only") == true)
    #expect(problem(["kelly_percent": "25"])?.contains("counts with sizing=kelly only") == true)
    #expect(problem(["sizing": "risk", "risk_percent": "1", "kelly_percent": "50"]) == nil)
  }

  @Test(
    "numbers out of bounds are refused",
    arguments: [
      ["sizing": "martingale"], ["sizing": "kelly", "kelly_percent": "0"],
      ["sizing": "kelly", "kelly_percent": "101"], ["sizing": "kelly", "kelly_percent": "nan"],
      ["sizing": "kelly", "kelly_cap_percent": "0"], ["sizing": "volatility", "volatility_percent": "-1"],
      ["sizing": "volatility", "volatility_percent": "1", "volatility_bars": "0"],
    ])
  func bounds(_ given: [String: String]) {
    #expect(problem(given)?.contains("expected ") == true)
  }

  @Test("with their defaults the new parameters are no part of a bot's identity")
  func identity() throws {
    func names(_ given: [String: String]) throws -> [String] { try values(given).identifying.map(\.name) }
    #expect(try names([:]) == ["risk_percent", "lots"])
    #expect(try names(["sizing": "auto", "kelly_percent": "50.0"]) == ["risk_percent", "lots"])
    #expect(
      try names(["sizing": "volatility", "volatility_percent": "1"])
        == ["risk_percent", "sizing", "volatility_percent", "lots"])
  }

  @Test("lots have to be possible where orders are sized by them")
  func lots() throws {
    #expect(try values([:]).areOrdersSizedByLots)
    #expect(try !values(["risk_percent": "1"]).areOrdersSizedByLots)
    #expect(try !values(["sizing": "volatility", "volatility_percent": "1"]).areOrdersSizedByLots)
    #expect(try values(["sizing": "kelly"]).areOrdersSizedByLots)
    #expect(try ParameterValues(for: EMACross.descriptor, given: [:]).areOrdersSizedByLots)
  }

  @Test("what was stored before there were rules is read, and written the same")
  func stored() throws {
    let before = #"{"lots":{"hundredMillionths":1000000},"risk":1000000}"#
    let read = try JSONDecoder().decode(OrderSizing.self, from: Data(before.utf8))
    #expect(read == OrderSizing(lots: LotCount(hundredMillionths: 1_000_000), risk: .percent(1)))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(read), as: UTF8.self) == before)
  }

  @Test("a record is stored with the rule")
  func storedRecord() throws {
    var sizing = try sizing(["sizing": "kelly", "kelly_percent": "25"])
    for index in 0..<40 { sizing.add(index % 3 == 0 ? -0.01 : 0.02) }
    let read = try JSONDecoder().decode(OrderSizing.self, from: JSONEncoder().encode(sizing))
    #expect(read == sizing && read.record.estimate == sizing.record.estimate)
    #expect(read.record.results.count == 40 && read.rule == .kelly)
  }
}
