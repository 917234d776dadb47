import Foundation
import StrategyKit
import TestSupport
import Testing
import TradingCore

/// Keeps its record and does nothing by itself.
private struct Keeper: Strategy {
  static let descriptor = StrategyDescriptor(name: "keeper", version: 1, summary: "keeps its record")

  var record = TradeRecord(length: 30)
  var closed: [[ClosedTrade]] = []
  var wanted: [(@Sendable (inout Context) -> Void)] = []

  enum CodingKeys: String, CodingKey { case record }

  init(parameters: ParameterValues) throws(ParameterError) {}

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    for want in wanted { want(&context) }
    wanted = []
  }

  mutating func onFill(_ fill: Fill, _ context: inout Context) {
    record.add(fill, context)
    closed.append(context.trades(closedBy: fill))
  }
}

/// A bot's own record, from its fills.
struct TradeRecordTests {
  private let lot = LotCount(hundredMillionths: 100_000_000)

  private func probe() throws -> StrategyProbe<Keeper> { try StrategyProbe(Keeper.self, balance: 100_000) }

  /// What is asked for at a quote of that bid, with an ask 10 points above it.
  private func ask(
    _ probe: inout StrategyProbe<Keeper>, _ bid: Int64, at second: Int64,
    _ want: @escaping @Sendable (inout Context) -> Void
  ) -> [Intent] {
    probe.strategy.wanted = [want]
    return probe.quote(bid: bid, ask: bid + 10, at: Known.time(second * 1_000))
  }

  /// Bought at 1.00000, sold at 1.01000 and bought back: 1 % of what it was opened at; sold at 1.00000, bought back
  /// at 1.02000, a loss of 2 %.
  @Test("a result is a share of what the position was opened at")
  func shares() throws {
    var probe = try probe()
    let lot = lot
    try probe.fill(ask(&probe, 99_990, at: 0) { $0.buy(lot) })
    #expect(probe.strategy.record.results.isEmpty)
    try probe.fill(ask(&probe, 101_000, at: 1) { $0.closeAll() })
    try probe.fill(ask(&probe, 100_000, at: 2) { $0.sell(lot) })
    try probe.fill(ask(&probe, 101_990, at: 3) { $0.closeAll() })
    #expect(Array(probe.strategy.record.results) == [0.01, -0.02])
    #expect(probe.strategy.closed.map(\.count) == [0, 1, 0, 1])
    #expect(probe.strategy.closed[1][0].netResult == Money(units: 1_000_000_000))
  }

  /// Half at 1.01, half at 1.03: 2 % of the whole.
  @Test("a position closed in parts is one trade")
  func parts() throws {
    var probe = try probe()
    let lot = lot
    try probe.fill(ask(&probe, 99_990, at: 0) { $0.buy(lot) })
    let half = Quantity(units: 50_000)
    try probe.fill(ask(&probe, 101_000, at: 1) { $0.close($0.positions[0].id, quantity: half) })
    #expect(probe.strategy.record.results.isEmpty)
    try probe.fill(ask(&probe, 103_000, at: 2) { $0.closeAll() })
    #expect(Array(probe.strategy.record.results) == [0.02])
  }

  /// Both closes have the same position, time, price and reason.
  @Test("two closes at one instant are told apart by what is known already")
  func sameInstant() throws {
    var probe = try probe()
    let lot = lot
    try probe.fill(ask(&probe, 99_990, at: 0) { $0.buy(lot) })
    let (third, rest) = (Quantity(units: 30_000), Quantity(units: 70_000))
    let asked = ask(&probe, 101_000, at: 1) {
      $0.close($0.positions[0].id, quantity: third)
      $0.close($0.positions[0].id, quantity: rest)
    }
    try probe.fill(asked)
    #expect(Array(probe.strategy.record.results) == [0.01])
  }

  @Test("it forgets the oldest, and what is no number")
  func bounded() {
    var record = TradeRecord(length: 30)
    for index in 0..<100 { record.add(Double(index)) }
    for none in [Double.nan, .infinity, -.infinity] { record.add(none) }
    #expect(Array(record.results) == (70..<100).map(Double.init))
    #expect(TradeRecord(length: -5).results.length == 30)
    #expect(TradeRecord(length: .max).results.length == 10_000)
  }

  @Test("it is stored and read back with what is closed in part")
  func stored() throws {
    var probe = try probe()
    let lot = lot
    try probe.fill(ask(&probe, 99_990, at: 0) { $0.buy(lot) })
    let half = Quantity(units: 50_000)
    try probe.fill(ask(&probe, 101_000, at: 1) { $0.close($0.positions[0].id, quantity: half) })
    let stored = try JSONEncoder().encode(probe.strategy.record)
    let read = try JSONDecoder().decode(TradeRecord.self, from: stored)
    #expect(read == probe.strategy.record)
    probe.strategy.record = read
    try probe.fill(ask(&probe, 103_000, at: 2) { $0.closeAll() })
    #expect(Array(probe.strategy.record.results) == [0.02])
  }
}
