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

  @Test func coinsHaveEightDecimals() {
    #expect(Known.instrument("SHIBUSDT").digits == 8)
    #expect(Known.instrument("XRPBTC").quantityDigits == 8)
  }
}
