import Foundation
import TestSupport
import Testing
import TradingCore

struct InstrumentCatalogTests {
  @Test(
    arguments: [
      ("ES", "12.50"), ("NQ", "5.00"), ("MES", "1.25"), ("MNQ", "0.50"), ("YM", "5.00"), ("MYM", "0.50"),
      ("RTY", "5.00"), ("M2K", "0.50"), ("GC", "10.00"), ("MGC", "1.00"), ("SI", "25.00"), ("CL", "10.00"),
      ("MCL", "1.00"), ("NG", "10.00"), ("6E", "6.25"), ("6B", "6.25"), ("6J", "6.25"), ("ZN", "15.625"),
      ("ZB", "31.25"), ("SPY", "0.01"), ("EURUSD", "1.00"), ("XAUUSD", "0.10"), ("BTCUSDT", "0.01"),
    ])
  func aStepIsWorthWhatTheExchangeSays(symbol: String, value: String) throws {
    let instrument = Known.instrument(symbol)
    #expect(try instrument.tickValue().text(in: instrument.quote) == value)
  }

  @Test func everyInstrumentCanBeUsed() {
    #expect(InstrumentCatalog.standard.all.count == 95)
    for instrument in InstrumentCatalog.standard.all {
      #expect(instrument.fault == nil, "\(instrument.symbol)")
    }
  }

  @Test func aShareIsALotInNewYorkHours() {
    let share = Known.instrument("NVDA")
    #expect(share.unitsPerLot == 1)
    #expect(share.assetClass == .equity)
    #expect(share.hours == .usEquity)
  }

  /// The lines of the digest are those of before the mark: bots on these contracts keep their evidence.
  @Test func energyFuturesMayBeBelowZeroAndTheirIdentityStays() throws {
    let below = InstrumentCatalog.standard.all.filter(\.allowsNegativePrices).map(\.symbol.name)
    #expect(below == ["CL", "MCL", "NG"])
    #expect(
      Known.instrument("CL").canonicalLine
        == "instrument.CL=class=future digits=2 points_per_pip=1 base=CL quote=USD quantity_digits=0 units_per_lot=1000 "
        + "minimum_units=1000 step_units=1000 maximum_units=10000000 hours=fx_week_with_break")
    var changed = Known.instrument("CL")
    changed.allowsNegativePrices = false
    #expect(changed.canonicalLine.hasSuffix(" negative_prices=false"))
    var oil = Known.instrument("USOIL")
    oil.allowsNegativePrices = true
    #expect(oil.canonicalLine.hasSuffix(" negative_prices=true"))
  }

  @Test func anInstrumentFromBeforeTheMarkIsRead() throws {
    for instrument in [Known.instrument("CL"), Known.instrument("EURUSD")] {
      let text = String(decoding: try JSONEncoder().encode(instrument), as: UTF8.self)
      #expect(try JSONDecoder().decode(Instrument.self, from: Data(text.utf8)) == instrument)
      var expected = instrument
      expected.allowsNegativePrices = false
      let fields = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      let without = (fields ?? [:]).filter { $0.key != "allowsNegativePrices" }
      let data = try JSONSerialization.data(withJSONObject: without)
      #expect(try JSONDecoder().decode(Instrument.self, from: data) == expected)
    }
  }

  @Test func coinsHaveEightDecimals() {
    #expect(Known.instrument("SHIBUSDT").digits == 8)
    #expect(Known.instrument("XRPBTC").quantityDigits == 8)
  }
}
