import StrategyKit
import TestSupport
import Testing
import TradingCore

/// Sizing by risk, by hand.
struct SizingTests {
  /// A context with one quote of the symbol.
  private func context(
    _ symbol: String, bid: Int64, balance: Int64 = 10_000, instrument: Instrument? = nil
  ) throws -> Context {
    let values = try ParameterValues(for: Idle.descriptor, given: [:])
    var probe = try StrategyProbe(
      Idle(parameters: values), instruments: [instrument ?? Known.instrument(symbol)], balance: balance)
    probe.quote(bid: bid, ask: bid + 10, at: Known.time(0))
    return probe.context
  }

  private func units(_ context: Context, _ hundredths: Int64, _ distance: Int64) -> Int64 {
    context.quantity(
      risking: Percentage(hundredMillionths: hundredths * 10_000), stopDistancePoints: distance
    ).units
  }

  /// 1 % of 10,000 is 100 dollars. A lot of 100,000 loses 1 dollar a point: 200 points, half a lot.
  @Test("EURUSD on a dollar account")
  func euro() throws {
    let context = try context("EURUSD", bid: 110_000)
    #expect(units(context, 100, 200) == 50_000)
    // 100 / 201 lots = 0.4975: down to the step of 0.01 lots.
    #expect(units(context, 100, 201) == 49_000)
    #expect(units(context, 100, 199) == 50_000)
    #expect(units(context, 100, 100) == 100_000)
    #expect(
      context.lots(risking: .percent(1), stopDistancePoints: 200)
        == LotCount(hundredMillionths: 50_000_000))
  }

  /// 1,000 units lose 1 cent a point: at 10,000 points 100 dollars, at 10,001 more than 1 %.
  @Test("less than the smallest order is nothing")
  func tooSmall() throws {
    let context = try context("EURUSD", bid: 110_000)
    #expect(units(context, 100, 10_000) == 1_000)
    #expect(units(context, 100, 10_001) == 0)
    #expect(units(context, 0, 10) == 0 && units(context, 100, 0) == 0 && units(context, 100, -5) == 0)
  }

  @Test("no more than the largest order")
  func tooLarge() throws {
    #expect(try units(context("EURUSD", bid: 110_000, balance: 1_000_000_000), 10_000, 1) == 50_000_000)
  }

  /// At 150.000 a point of 0.001 yen on 1,000 units is 1 yen, 1/150 dollar; 300 points are 2 dollars: 50 steps
  /// are 100 dollars exactly. A point more is too much.
  @Test("USDJPY converts at the bid")
  func yen() throws {
    let context = try context("USDJPY", bid: 150_000)
    #expect(units(context, 100, 300) == 50_000)
    #expect(units(context, 100, 301) == 49_000)
  }

  /// No pair of EURGBP connects to the dollar.
  @Test("a result that can't be converted is nothing")
  func unconverted() throws {
    #expect(try units(context("EURGBP", bid: 85_000), 100, 100) == 0)
  }

  /// A point on a unit is a cent: 100 dollars over 100 points are 100 units, 33 and a third lots of three.
  @Test("lots give the same units again where they can't be written exactly")
  func thirds() throws {
    var odd = Known.instrument("ES")
    (odd.unitsPerLot, odd.minimumUnits, odd.stepUnits, odd.maximumUnits) = (3, 1, 1, 1_000)
    let context = try context("ES", bid: 500_000, instrument: odd)
    for distance in [7, 100, 333] as [Int64] {
      let lots = context.lots(risking: .percent(1), stopDistancePoints: distance)
      #expect(context.quantity(lots).units == units(context, 100, distance))
    }
    #expect(units(context, 100, 100) == 100)
  }

  @Test("risk_percent above zero takes the place of lots")
  func sizing() throws {
    let context = try context("EURUSD", bid: 110_000)
    func quantity(_ given: [String: String]) throws -> Int64 {
      let values = try ParameterValues(for: BollingerReversion.descriptor, given: given)
      return try OrderSizing(parameters: values).quantity(stopDistancePoints: 200, context).units
    }
    #expect(try quantity(["lots": "0.03"]) == 3_000)
    #expect(try quantity(["lots": "0.03", "risk_percent": "1"]) == 50_000)
    #expect(try quantity(["risk_percent": "0.5"]) == 25_000)
  }
}
