import StrategyKit
import Testing
import TradingCore

@testable import slipway_range_fader

struct RangeFaderTests {
  private static let quarter = 900 * Timestamp.second
  /// A Monday in summer: London is open from 7:00 to 16:00 UTC.
  private static let monday = CivilDate(year: 2024, month: 7, day: 8)?.startUTC ?? .distantPast

  /// A strategy that goes by the average of four closes.
  private func probe() throws -> StrategyProbe<RangeFader> {
    try StrategyProbe(RangeFader.self, parameters: ["length": "4", "lots": "0.10"])
  }

  /// Gives a quote at each quarter of an hour since Monday 0:00: closes go to and fro, ten pips off their average.
  private func quote(_ number: Int, _ probe: inout StrategyProbe<RangeFader>) -> [Intent] {
    let bid: Int64 = number.isMultiple(of: 2) ? 110_000 : 110_200
    return probe.quote(
      bid: bid, ask: bid + 10, at: Self.monday.advanced(by: Int64(number) * Self.quarter))
  }

  @Test("In a range, while London is open, it goes back to the average from a close far from it")
  func enters() throws {
    var probe = try probe()
    probe.regime(.rangeStable, on: .m15)
    #expect((0..<28).allSatisfy { quote($0, &probe).isEmpty })
    // The quote of 7:00 closes a bar at 110,200; the average is 110,100.
    guard case .submit(let order) = quote(28, &probe).first else {
      Issue.record("expected an order")
      return
    }
    #expect(order.side == .sell)
    #expect(order.quantity == Quantity(units: 10_000))
    #expect(order.protection.takeProfit == Price(points: 110_100))
    #expect(order.protection.stopLoss == Price(points: 110_300))
  }

  @Test(
    "In any other regime, and in any other hour of the week, it never enters",
    arguments: MarketRegime.allCases)
  func onlyThere(regime: MarketRegime) throws {
    var probe = try probe()
    probe.regime(regime, on: .m15)
    let entries = (0..<7 * 96).filter { number in !quote(number, &probe).isEmpty }
    let open = (0..<5).flatMap { day in (28..<64).map { day * 96 + $0 } }
    #expect(entries == (regime == .rangeStable ? open : []))
  }

  @Test("When London closes, or the range is over, it closes what is open", arguments: [true, false])
  func leaves(atClose: Bool) throws {
    var probe = try probe()
    probe.regime(.rangeStable, on: .m15)
    let last = atClose ? 63 : 40
    for number in 0..<last { _ = quote(number, &probe) }
    try probe.fill(quote(last, &probe))
    #expect(probe.context.positions.count == 1)
    if !atClose { probe.regime(.trendStable, on: .m15) }
    try probe.fill(quote(last + 1, &probe))
    #expect(probe.context.positions.isEmpty)
  }

  @Test("A close near the average is no reason to trade")
  func waits() throws {
    var probe = try StrategyProbe(
      RangeFader.self, parameters: ["length": "4", "distance_pips": "11", "lots": "0.10"])
    probe.regime(.rangeStable, on: .m15)
    #expect((0..<96).allSatisfy { quote($0, &probe).isEmpty })
  }
}
