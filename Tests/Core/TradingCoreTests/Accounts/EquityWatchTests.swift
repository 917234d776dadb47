import TestSupport
import Testing
import TradingCore

/// Which quotes are no news, and what risk adds to those that are. 10,000 EURUSD: 0.10 a point, 100,000 money units.
struct EquityWatchTests {
  private static let start: Int128 = 1_000_000_000

  private func ledger(_ change: (inout BrokerProfile) -> Void = { _ in }) throws -> Ledger {
    var ledger = try Ledger(change: change)
    try ledger.open(.buy, 10_000, at: 110_000, 110_000, 110_000)
    try ledger.mark(110_000, 110_000)
    return ledger
  }

  private func isNews(_ bid: Int64, _ ledger: inout Ledger) -> Bool {
    ledger.account.see(Known.quote(0, bid, bid))
  }

  @Test(
    "quotes within what risk watches are quiet, both ends included; the first one after it was said is news")
  func watch() throws {
    var ledger = try ledger()
    ledger.account.expectEquity(within: 0, .max)
    #expect(!isNews(109_990, &ledger))
    ledger.account.watchEquity(within: Self.start - 500_000, .max)
    #expect(isNews(109_999, &ledger))
    ledger.account.expectEquity(within: 0, .max)
    #expect(!isNews(109_996, &ledger))
    #expect(!isNews(109_995, &ledger) && ledger.account.isWithinWatch)
    #expect(isNews(109_994, &ledger) && !ledger.account.isWithinWatch)
    ledger.account.watchEquity(within: .min, .max)
    ledger.account.expectEquity(within: 0, .max)
    #expect(!isNews(109_990, &ledger) && ledger.account.isWithinWatch)
  }

  @Test("what risk watches never hides a new peak")
  func peak() throws {
    var ledger = try ledger()
    ledger.account.watchEquity(within: 0, Self.start * 2)
    ledger.account.expectEquity(within: 0, .max)
    #expect(isNews(110_001, &ledger))
  }

  @Test("without margin and without a curve there is no lowest equity that could be too low to subtract from")
  func endless() throws {
    var ledger = try ledger { $0.classTerms[.fx] = TradingTerms(margin: .perLot(.zero)) }
    ledger.account.expectEquity(within: .min, .max)
    #expect(!isNews(100_000, &ledger))
  }
}
