import TestSupport
import Testing
import TradingCore

/// Margin by leverage of the instrument, by lot and by tiers.
struct AccountMarginTests {
  private func hand(_ margin: MarginModel, leverage: Int64 = 100) throws -> HandBookedAccount {
    try HandBookedAccount(balance: 100_000_000_000, leverage: leverage) { profile in
      profile.classTerms[.fx] = TradingTerms(margin: margin)
    }
  }

  private let tiers = MarginModel.tiers([
    .init(fromLots: 0, leverage: 100), .init(fromLots: 100_000_000, leverage: 50),
    .init(fromLots: 200_000_000, leverage: 10),
  ])

  @Test("the smaller leverage counts, and an amount for each lot whatever the leverage")
  func plain() throws {
    for (model, leverage, margin) in [
      (.leverage(20), 100, 550_000_000), (.leverage(200), 100, 110_000_000), (.account, 30, 366_666_667),
      (.perLot(Money(units: 400_000_000)), 30, 40_000_000),
    ] as [(MarginModel, Int64, Int64)] {
      var hand = try hand(model, leverage: leverage)
      try hand.open(.buy, 10_000, at: 110_000, 109_990, 110_000)
      #expect(hand.account.usedMargin.units == margin)
    }
  }

  @Test("tiers cut the side's entries end to end; a partial close moves the later ones down")
  func tiered() throws {
    var hand = try hand(tiers)
    let first = try hand.open(.buy, 80_000, at: 110_000, 109_990, 110_000)
    #expect(hand.account.usedMargin.units == 880_000_000)
    try hand.open(.buy, 50_000, at: 120_000, 119_990, 120_000)
    // 0.2 lot at 1:100 are 240, 0.3 at 1:50 are 720.
    #expect(hand.account.usedMargin.units == 1_840_000_000)
    // The larger side counts: 0.1 lot the other way is free.
    try hand.open(.sell, 10_000, at: 120_000, 120_000, 120_010)
    #expect(hand.account.usedMargin.units == 1_840_000_000)
    try hand.close(first, 50_000, at: 120_000, 120_000, 120_010)
    // 0.3 at 1.1 and 0.5 at 1.2, all in the first tier.
    #expect(hand.account.usedMargin.units == 330_000_000 + 600_000_000)
  }

  @Test("what an opening would need goes to the end of its side")
  func affords() throws {
    var hand = try hand(tiers)
    try hand.open(.buy, 150_000, at: 100_000, 99_990, 100_000)
    // 1,000 + 1,000 are used; 0.5 more lots at 1:50 and 0.5 at 1:10 add 1,000 + 5,000.
    #expect(hand.account.usedMargin.units == 2_000_000_000)
    let needed = try hand.account.marginNeeded(
      symbolIndex: 0, side: .buy, units: 100_000, price: Price(points: 100_000))
    #expect(needed.units == 6_000_000_000)
    let hedge = try hand.account.marginNeeded(
      symbolIndex: 0, side: .sell, units: 100_000, price: Price(points: 100_000))
    #expect(hedge.units == 1_000_000_000)
  }

  @Test("a leverage below a tier's is the one that counts")
  func lowLeverage() throws {
    var hand = try hand(tiers, leverage: 60)
    try hand.open(.buy, 200_000, at: 120_000, 119_990, 120_000)
    #expect(hand.account.usedMargin.units == 2_000_000_000 + 2_400_000_000)
  }
}
