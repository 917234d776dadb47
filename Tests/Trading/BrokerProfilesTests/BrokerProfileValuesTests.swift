import BrokerProfiles
import Testing
import TradingCore

struct BrokerProfileValuesTests {
  @Test func readsEveryCostModel() throws {
    let half = PriceDistance(tenThousandths: 5_000, unit: .pip)
    #expect(try ProfileText.profile(with: "spread: {model: recorded}").spread == .recorded)
    #expect(
      try ProfileText.profile(with: "spread: {model: markup, distance: 0.5 pip}").spread == .markup(half))
    #expect(try ProfileText.profile(with: "spread: {model: floor, distance: 0.5 pip}").spread == .floor(half))
    #expect(
      try ProfileText.profile(with: "slippage: {model: fixed, distance: 3 points}").slippage
        == .fixed(.points(3)))
    #expect(
      try ProfileText.profile(with: "slippage: {model: normal, mean: -1 point, deviation: 0.5 pip}").slippage
        == .normal(mean: .points(-1), deviation: half))
    #expect(try ProfileText.profile(with: "slippage: {model: none}").slippage == .none)
    #expect(try ProfileText.profile(with: "commission: {model: none}").commission == .none)
  }

  @Test func amountsAreExactToTheLastUnit() throws {
    let profile = try ProfileText.profile(with: "commission: {model: per_lot_and_side, amount: 0.000001 EUR}")
    #expect(profile.commission == .perLotAndSide(Money(units: 1), .eur))
    #expect(try ProfileText.profile(with: "latency_ms: 0.000001").latencyNanoseconds == 1)
    #expect(try ProfileText.profile(with: "latency_ms: 250").latencyNanoseconds == 250_000_000)
  }

  @Test func bookingIsAsFineAsTheCurrencyUnlessStated() throws {
    #expect(try ProfileText.profile(with: "account_currency: USD").bookingDigits == 6)
    #expect(try ProfileText.profile(with: "account_currency: BTC").bookingDigits == 8)
    #expect(try ProfileText.profile(with: "booking_digits: 2").bookingDigits == 2)
  }

  @Test func theFileNamesTheProfile() throws {
    #expect(try ProfileText.profile(with: "title: Mine").name == "x")
    #expect(try ProfileText.profile(with: "title: Mine").title == "Mine")
  }

  @Test func readsTheRules() throws {
    let text = """
      account_mode: netting
      latency_rule: first_after
      limit_fill: at_quote
      enforce_trading_hours: true
      stops_level: 2 pips
      stale_quote_seconds: 30
      """
    let rest = ProfileText.without("account_mode")
    let profile = try BrokerProfileLoader.parse(text: rest + text, path: "x.yaml")
    #expect(profile.accountMode == .netting)
    #expect(profile.latencyRule == .firstAfter)
    #expect(profile.limitFill == .atQuote)
    #expect(profile.enforcesTradingHours)
    #expect(profile.stopsLevel == PriceDistance(tenThousandths: 20_000, unit: .pip))
    #expect(profile.staleQuoteSeconds == 30)
  }
}
