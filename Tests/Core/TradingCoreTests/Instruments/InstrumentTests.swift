import TestSupport
import Testing
import TradingCore

/// Lots, units and the worth of a point.
struct InstrumentTests {
  @Test(
    "lots become units exactly",
    arguments: [
      ("EURUSD", "0.01", 1_000), ("EURUSD", "1", 100_000), ("EURUSD", "0.00001", 1),
      ("EURUSD", "-0.5", -50_000),
      ("USDJPY", "0.1", 10_000), ("XAUUSD", "0.01", 1), ("XAUUSD", "100", 10_000),
      ("BTCUSDT", "0.00000001", 1), ("BTCUSDT", "1.5", 150_000_000), ("ES", "1", 50), ("ES", "0.5", 25),
      ("US500", "0.01", 1),
    ] as [(String, String, Int64)])
  func units(_ name: String, _ lots: String, _ units: Int64) throws {
    let instrument = Known.instrument(name)
    #expect(try instrument.units(lots: lots) == units)
    #expect(try instrument.units(lots: instrument.lotsText(units: units)) == units)
  }

  @Test("lots that are no whole number of units are refused")
  func fractionalUnits() throws {
    #expect(throws: DecimalText.Fault.excessDigits) { try Known.instrument("EURUSD").units(lots: "0.000001") }
    #expect(throws: DecimalText.Fault.excessDigits) { try Known.instrument("ES").units(lots: "0.01") }
    #expect(throws: DecimalText.Fault.excessDigits) {
      try Known.instrument("BTCUSDT").units(lots: "0.000000001")
    }
    #expect(throws: DecimalText.Fault.overflow) { try Known.instrument("EURUSD").units(lots: "92000000000") }
    #expect(throws: DecimalText.Fault.malformed) { try Known.instrument("EURUSD").units(lots: "a lot") }
  }

  @Test(
    "units as lots have two decimals at least",
    arguments: [
      ("EURUSD", 1_000, "0.01"), ("EURUSD", 1, "0.00001"), ("EURUSD", 150_000, "1.50"), ("XAUUSD", 1, "0.01"),
      ("BTCUSDT", 1, "0.00000001"), ("ES", 50, "1.00"), ("ES", 75, "1.50"), ("EURUSD", 0, "0.00"),
    ] as [(String, Int64, String)])
  func lotsText(_ name: String, _ units: Int64, _ text: String) throws {
    #expect(Known.instrument(name).lotsText(units: units) == text)
  }

  /// One point on one unit: EURUSD 0.00001 USD = 10 × 1e-6; USDJPY 0.001 JPY; gold 0.001 USD; one 1e-8 of a
  /// coin at 0.01 USDT is 1e-10 = 1e-6 ÷ 10,000; ES 0.01 USD.
  @Test(
    "a point's worth is a power of ten or one over one",
    arguments: [
      ("EURUSD", 10, 1), ("USDJPY", 1_000, 1), ("XAUUSD", 1_000, 1), ("BTCUSDT", 1, 10_000),
      ("ES", 10_000, 1),
      ("XRPUSDT", 1, 10_000_000), ("US500", 10, 1),
    ] as [(String, Int64, Int64)])
  func pointValue(_ name: String, _ numerator: Int64, _ denominator: Int64) throws {
    let value = Known.instrument(name).pointValue
    #expect(value.numerator == numerator && value.denominator == denominator)
  }

  @Test("price differences become money, half to even, or an error")
  func value() throws {
    #expect(try Known.instrument("EURUSD").value(points: 10, units: 100_000).text(in: .usd) == "10.00")
    #expect(try Known.instrument("ES").value(points: 25, units: 50).text(in: .usd) == "12.50")
    #expect(try Known.instrument("USDJPY").value(points: -1, units: 100_000).text(in: .jpy) == "-100.00")
    // 5,000, 15,000 and −25,000 ten-thousandths of a unit: a half, one and a half, minus two and a half.
    #expect(try Known.instrument("BTCUSDT").value(points: 1, units: 5_000).units == 0)
    #expect(try Known.instrument("BTCUSDT").value(points: 3, units: 5_000).units == 2)
    #expect(try Known.instrument("BTCUSDT").value(points: -5, units: 5_000).units == -2)
    #expect(throws: ArithmeticError.overflow) {
      try Known.instrument("EURUSD").value(points: Price.magnitudeLimit, units: Quantity.magnitudeLimit)
    }
  }

  @Test("every built-in instrument fits together, and the parts that don't are named")
  func faults() throws {
    #expect(InstrumentCatalog.standard.all.allSatisfy { $0.fault == nil })
    var broken = Known.instrument("EURUSD")
    broken.stepUnits = 0
    #expect(broken.fault == "the lot step must be positive")
    broken = Known.instrument("EURUSD")
    broken.minimumUnits = 1_500
    #expect(broken.fault == "the smallest lot must be a positive multiple of the step")
    broken = Known.instrument("EURUSD")
    broken.maximumUnits = Quantity.magnitudeLimit
    #expect(broken.fault == "the largest lot must be at least the smallest and below 2^53 units")
    broken.digits = 10
    #expect(broken.fault == "digits must be 0 to 9, was 10")
  }

  @Test("a later instrument of the same name replaces an earlier one")
  func merging() throws {
    var ours = Known.instrument("EURUSD")
    ours.digits = 4
    let merged = InstrumentCatalog.standard.merging([ours])
    #expect(merged[ours.symbol]?.digits == 4)
    #expect(merged.all.count == InstrumentCatalog.standard.all.count)
    #expect(merged.all.map(\.symbol) == merged.all.map(\.symbol).sorted())
  }
}
