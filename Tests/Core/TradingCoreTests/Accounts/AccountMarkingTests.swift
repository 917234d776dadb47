import TestSupport
import Testing
import TradingCore

/// Equity where a point is a fraction of a money unit, results in another currency, margin.
struct AccountMarkingTests {
  /// 0.00012345 BTC at 0.01 USDT a point: 12,345 ÷ 10,000 = 1.2345 money units a point. Bought at the ask, the
  /// bid a point lower: −1.2345, shown as −1. Half a unit more or less is not lost between marks.
  @Test("a fraction of a money unit counts in equity and drawdown")
  func fractions() throws {
    var hand = try HandBookedAccount(["BTCUSDT"], balance: 1_000_000, currency: "USDT")
    let long = try hand.open(.buy, 12_345, at: 4_321_001, 4_321_000, 4_321_001)
    try hand.mark(4_321_000, 4_321_001)
    #expect(hand.account.scaledEquity == 10_000_000_000 - 12_345)
    #expect(hand.account.equity.units == 999_999)
    #expect(hand.account.largestDrawdown.money.units == 1)
    #expect(hand.account.largestDrawdown.ratio == 12_345.0 / 10_000_000_000.0)
    // Two points up: 1,000,000 + 1.2345; then ten down from there: 12.345.
    try hand.mark(4_321_002, 4_321_003)
    #expect(hand.account.equity.units == 1_000_001)
    try hand.mark(4_320_992, 4_320_993)
    #expect(hand.account.scaledEquity == 10_000_000_000 - 9 * 12_345)
    #expect(hand.account.largestDrawdown.money.units == 12)
    #expect(hand.account.largestDrawdown.ratio == 123_450.0 / 10_000_012_345.0)
    // −11.1105 is booked as −11.
    try hand.close(long, 12_345, at: 4_320_992, 4_320_992, 4_320_993)
    #expect(hand.account.balance.units == 999_989)
    #expect(hand.account.scaledEquity == 9_999_890_000)
  }

  /// 10,000 units bought at 150.123 and sold at 150.987: 8,640.000 JPY ÷ 150.987 = 57.22346957 USD. The short:
  /// sold at 150.987, bought back at 150.123: 8,640 ÷ 150.123 = 57.552807; a loss the other way about is
  /// −8,640 ÷ 150.123. Half of 12 points at the entry: 60 JPY ÷ 150.123 = 0.399672.
  @Test("USDJPY in dollars is divided by the price that closes it")
  func closingPrice() throws {
    var hand = try HandBookedAccount(["USDJPY"])
    let long = try hand.open(.buy, 10_000, at: 150_123, 150_111, 150_123)
    #expect(long.spreadCost.units == 399_672)
    // At the bid 150.117: −6 × 10,000 × 0.001 = −60 JPY ÷ 150.117 = −0.399688.
    try hand.mark(150_117, 150_129)
    #expect(hand.account.equity.units == 1_000_000_000 - 399_688)
    try hand.close(long, 10_000, at: 150_987, 150_987, 150_999)
    let short = try hand.open(.sell, 10_000, at: 150_987, 150_987, 150_999)
    try hand.close(short, 10_000, at: 150_123, 150_111, 150_123)
    let loser = try hand.open(.buy, 10_000, at: 150_987, 150_975, 150_987)
    try hand.close(loser, 10_000, at: 150_123, 150_123, 150_135)
    #expect(hand.trades.map(\.grossResult.units) == [57_223_470, 57_552_807, -57_552_807])
    #expect(hand.account.balance.units == 1_000_000_000 + 57_223_470)
  }

  @Test("a pair that nothing connects to the account's currency can't be converted")
  func missing() throws {
    let account = try HandBookedAccount(["EURUSD", "USDJPY", "EURJPY"]).account
    #expect((0..<3).map { account.canConvert(symbolIndex: $0) } == [true, true, false])
  }

  /// 1:100: 2,000 at 1.10010 need 22.002; 1,000 short at 1.10000 hide behind them; 2,000 more short make 33.
  /// USDJPY: 10,000 dollars need 100 whatever the price.
  @Test("of a hedge the larger side needs margin, symbols add up")
  func margin() throws {
    var hand = try HandBookedAccount(["EURUSD", "USDJPY"])
    let long = try hand.open(.buy, 2_000, at: 110_010, 110_000, 110_010)
    #expect(hand.account.usedMargin.units == 22_002_000)
    try hand.open(.sell, 1_000, at: 110_000, 110_000, 110_010)
    #expect(hand.account.usedMargin.units == 22_002_000)
    try hand.open(.sell, 2_000, at: 110_000, 110_000, 110_010)
    #expect(hand.account.usedMargin.units == 33_000_000)
    try hand.open(.buy, 10_000, at: 150_123, 150_111, 150_123, symbolIndex: 1)
    #expect(hand.account.usedMargin.units == 133_000_000)
    try hand.close(long, 1_000, at: 110_000, 110_000, 110_010)
    #expect(hand.account.usedMargin.units == 133_000_000)
    #expect(hand.account.freeMargin.units == hand.account.equity.units - 133_000_000)
  }

  /// Equity 1,000 covers 90,900 units at 1.10000 and 1:100 (999.90), not 91,000 (1,001.00).
  @Test("an opening is afforded when equity covers all margin with it")
  func affords() throws {
    let account = try HandBookedAccount().account
    func affords(_ units: Int64) throws -> Bool {
      try account.affords(
        symbolIndex: 0, side: .buy, units: units, price: Price(points: 110_000), countsClosing: false)
    }
    #expect(try affords(90_900))
    #expect(try !affords(91_000))
  }

  @Test("equity that leaves the level by a unit is no stop-out")
  func stopOutLevel() throws {
    // 10,000 at 1.10000: margin 110, level 55; 0.10 a point.
    var hand = try HandBookedAccount(balance: 120_000_000)
    try hand.open(.buy, 10_000, at: 110_000, 110_000, 110_000)
    try hand.mark(109_351, 109_361)
    #expect(!hand.account.isStoppedOut)
    try hand.mark(109_350, 109_360)
    #expect(hand.account.isStoppedOut)
  }
}
