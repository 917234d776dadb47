import TestSupport
import Testing
import TradingCore

/// Which quotes are no news, and what risk adds to those that are. 10,000 EURUSD: 0.10 a point, 100,000 money units.
struct EquityWatchTests {
  private static let start: Int128 = 1_000_000_000

  private func hand(_ change: (inout BrokerProfile) -> Void = { _ in }) throws -> HandBookedAccount {
    var hand = try HandBookedAccount(change: change)
    try hand.open(.buy, 10_000, at: 110_000, 110_000, 110_000)
    try hand.mark(110_000, 110_000)
    return hand
  }

  private func isNews(_ bid: Int64, _ hand: inout HandBookedAccount) -> Bool {
    hand.account.see(Known.quote(0, bid, bid))
  }

  @Test(
    "quotes within what risk watches are quiet, both ends included; the first one after it was said is news")
  func watch() throws {
    var hand = try hand()
    hand.account.expectEquity(within: 0, .max)
    #expect(!isNews(109_990, &hand))
    hand.account.watchEquity(within: Self.start - 500_000, .max)
    #expect(isNews(109_999, &hand))
    hand.account.expectEquity(within: 0, .max)
    #expect(!isNews(109_996, &hand))
    #expect(!isNews(109_995, &hand) && hand.account.isWithinWatch)
    #expect(isNews(109_994, &hand) && !hand.account.isWithinWatch)
    hand.account.watchEquity(within: .min, .max)
    hand.account.expectEquity(within: 0, .max)
    #expect(!isNews(109_990, &hand) && hand.account.isWithinWatch)
  }

  @Test("what risk watches never hides a new peak")
  func peak() throws {
    var hand = try hand()
    hand.account.watchEquity(within: 0, Self.start * 2)
    hand.account.expectEquity(within: 0, .max)
    #expect(isNews(110_001, &hand))
  }

  @Test("without margin and without a curve there is no lowest equity that could be too low to subtract from")
  func endless() throws {
    var hand = try hand { $0.classTerms[.fx] = TradingTerms(margin: .perLot(.zero)) }
    hand.account.expectEquity(within: .min, .max)
    #expect(!isNews(100_000, &hand))
  }
}
