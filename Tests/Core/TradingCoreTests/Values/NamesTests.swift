import Foundation
import Testing
import TradingCore

/// Codes of currencies and names of instruments.
struct NamesTests {
  @Test("a currency is two to eight letters or digits, upper-cased")
  func currencies() {
    #expect(Currency(code: "usd") == .usd)
    #expect(Currency(code: "USDT")?.code == "USDT" && Currency(code: "1INCH")?.code == "1INCH")
    for bad in ["", "U", "TOOLONGER", "US D", "US-D", "€UR", "usd "] {
      #expect(Currency(code: bad) == nil, "'\(bad)'")
    }
  }

  @Test("coins are kept at 1e-8, money and stablecoins at 1e-6")
  func scales() {
    #expect(Currency.usd.moneyDigits == 6 && Currency.jpy.moneyScale == 1_000_000)
    #expect(Currency(code: "USDT")?.moneyDigits == 6)
    #expect(Currency(code: "BTC")?.moneyScale == 100_000_000)
    #expect(Currency.eur < .gbp && Currency.gbp < .jpy && Currency.jpy < .usd)
  }

  @Test("a symbol is 1 to 32 letters, digits or . _ - #, upper-cased")
  func symbols() {
    #expect(Symbol("eurusd")?.name == "EURUSD")
    #expect(Symbol("us500.cash")?.name == "US500.CASH" && Symbol("ES_H-24#1") != nil)
    #expect(Symbol(String(repeating: "A", count: 32)) != nil)
    for bad in ["", "EUR/USD", "EUR USD", "ÄÖ", "A\n", String(repeating: "A", count: 33)] {
      #expect(Symbol(bad) == nil, "'\(bad)'")
    }
  }

  @Test("symbols sort by bytes and are written as plain names")
  func sorting() throws {
    let names = ["EURUSD", "EUR_USD", "EUR.USD", "EUR", "XAUUSD"].compactMap { Symbol($0) }.sorted()
    #expect(names.map(\.name) == ["EUR", "EUR.USD", "EURUSD", "EUR_USD", "XAUUSD"])
    #expect(String(decoding: try JSONEncoder().encode(names[0]), as: UTF8.self) == "\"EUR\"")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Symbol.self, from: Data("\"EUR/USD\"".utf8))
    }
  }
}
