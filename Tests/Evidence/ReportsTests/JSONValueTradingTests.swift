import JSONText
import Reports
import Testing
import TradingCore

@Suite struct JSONValueTradingTests {
  @Test func moneyIsADecimalString() {
    #expect(JSONValue.money(Money(units: 1_000_000_000), in: .usd) == "1000.00")
    #expect(JSONValue.money(Money(units: -123_456), in: .usd) == "-0.123456")
    #expect(JSONValue.money(nil, in: .usd) == nil)
  }
}
