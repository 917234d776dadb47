import TestSupport
import Testing
import TradingCore

/// Entries matched first in first out, shares of costs, and rounding to what a broker books.
struct AccountBookingTests {
  /// EURUSD: a point on 1,000 units is 10,000 money units. Entries of 1,000 at 110010 (commission 35,000) and
  /// 2,000 at 110030 (70,001).
  ///
  /// 2,500 close at 110040 for 87,501: 1,000 gain 30 points = 300,000 and carry 87,501 × 1,000 ÷ 2,500 = 35,000
  /// of the exit; 1,500 gain 10 = 150,000 and carry the other 52,501 and 70,001 × 1,500 ÷ 2,000 = 52,501 of
  /// their entry, which leaves 17,500. 500 close at 110020: −10 points = −50,000.
  @Test("a netted position closes first in first out, and shares of commission add up")
  func netting() throws {
    var hand = try HandBookedAccount(mode: .netting)
    let first = try hand.open(.buy, 1_000, at: 110_010, 110_000, 110_010, commission: 35_000)
    try hand.open(.buy, 2_000, at: 110_030, 110_020, 110_030, commission: 70_001, position: first)
    #expect(hand.account.positions.map(\.quantity.units) == [3_000])
    #expect(hand.account.positions.first?.openPrice.points == 110_010)

    try hand.close(first, 2_500, at: 110_040, 110_040, 110_050, commission: 87_501)
    #expect(hand.account.positions.map(\.quantity.units) == [500] && !hand.account.isFlat)
    try hand.close(first, 500, at: 110_020, 110_020, 110_030, commission: 17_500)
    #expect(hand.account.isFlat && hand.account.positions.isEmpty)

    #expect(hand.trades.map(\.quantity.units) == [1_000, 1_500, 500])
    #expect(hand.trades.map(\.openPrice.points) == [110_010, 110_030, 110_030])
    #expect(hand.trades.map(\.grossResult.units) == [300_000, 150_000, -50_000])
    #expect(hand.trades.map(\.commission.units) == [70_000, 105_002, 35_000])
    #expect(hand.trades.map(\.netResult.units) == [230_000, 44_998, -85_000])
    #expect(hand.trades.map(\.ordinal) == [1, 2, 3])
    #expect(hand.account.balance.units == 1_000_000_000 + 230_000 + 44_998 - 85_000)
    #expect(hand.account.usedMargin == .zero && hand.account.equity == hand.account.balance)
  }

  /// On 1,000 units half the spread of 10 points is 50,000 and 2 points of slippage are 20,000. A third of the
  /// entry's costs goes with the 1,000 that close first, two thirds with the 2,000, whose close is a point better.
  @Test("spread and slippage costs are shared as commission is")
  func costShares() throws {
    var hand = try HandBookedAccount()
    let entry = try hand.open(.buy, 3_000, at: 110_012, 110_000, 110_010)
    #expect(entry.spreadCost.units == 150_000 && entry.slippageCost.units == 60_000)
    try hand.close(entry, 1_000, at: 109_998, 110_000, 110_010)
    try hand.close(entry, 2_000, at: 110_001, 110_000, 110_010)
    #expect(hand.trades.map(\.spreadCost.units) == [50_000 + 50_000, 100_000 + 100_000])
    #expect(hand.trades.map(\.slippageCost.units) == [20_000 + 20_000, 40_000 - 20_000])
  }

  /// 5 over two halves: 2.5 goes to the even 2, the rest takes 3. 7 over three thirds: 2.33, then 5 × ½ = 2.5 to
  /// 2, then 3.
  @Test("what rounding leaves over goes with the last portion")
  func remainders() throws {
    var hand = try HandBookedAccount()
    let halves = try hand.open(.buy, 2_000, at: 110_000, 110_000, 110_000, commission: 5)
    try hand.close(halves, 1_000, at: 110_000, 110_000, 110_000)
    try hand.close(halves, 1_000, at: 110_000, 110_000, 110_000)
    let thirds = try hand.open(.sell, 3_000, at: 110_000, 110_000, 110_000, commission: 7)
    for _ in 0..<3 { try hand.close(thirds, 1_000, at: 110_000, 110_000, 110_000) }
    #expect(hand.trades.map(\.commission.units) == [2, 3, 2, 2, 3])
    #expect(hand.account.balance.units == 1_000_000_000 - 12)
  }

  /// 500 units: a point is half a cent.
  @Test(
    "a broker that books cents rounds each result half to even",
    arguments: [(1, 0), (3, 20_000), (5, 20_000), (7, 40_000), (-1, 0), (-3, -20_000), (-5, -20_000)])
  func bookingCents(_ points: Int64, _ booked: Int64) throws {
    var hand = try HandBookedAccount(bookingDigits: 2)
    let entry = try hand.open(.buy, 500, at: 110_000, 109_990, 110_000)
    try hand.close(entry, 500, at: 110_000 + points, 110_000, 110_010)
    #expect(hand.trades.map(\.grossResult.units) == [booked])
    #expect(hand.account.balance.units == 1_000_000_000 + booked)
  }

  /// Bids of a long of 1,000 bought at 110010: 110000 (−10), 109950 (−60), 110100 (+90), close 110050 (+40).
  @Test("excursions are the extremes of the closing side and of the close")
  func excursions() throws {
    var hand = try HandBookedAccount()
    let long = try hand.open(.buy, 1_000, at: 110_010, 110_000, 110_010)
    try hand.mark(109_950, 109_960)
    try hand.mark(110_100, 110_110)
    try hand.close(long, 1_000, at: 110_050, 110_050, 110_060)
    let trade = try #require(hand.trades.first)
    #expect(trade.maximumAdverseExcursion.units == -600_000)
    #expect(trade.maximumFavorableExcursion.units == 900_000)
    #expect(trade.grossResult.units == 400_000)
  }

  /// 2^52 units at 1 point are 45,035,996,273.70496 USD; at 2^39 points they are beyond any 64 bits.
  @Test("amounts beyond 64 bits are an error, not a crash")
  func overflow() throws {
    let huge: Int64 = 1 << 52
    var hand = try HandBookedAccount()
    let long = try hand.open(.buy, huge, at: 1, 1, 1)
    #expect(throws: ArithmeticError.overflow) { try hand.close(long, huge, at: 1 << 39, 1 << 39, 1 << 39) }
    var another = try HandBookedAccount()
    #expect(throws: ArithmeticError.overflow) {
      try another.open(.buy, huge, at: 1 << 39, 1 << 39, 1 << 39)
    }
    var third = try HandBookedAccount(balance: Int64.min + 1)
    #expect(throws: ArithmeticError.overflow) {
      try third.open(.buy, 1_000, at: 110_010, 110_000, 110_010, commission: 2)
    }
  }
}
