import TestSupport
import TradingCore

extension SeededProperty {
  /// Values that an account keeps.
  static let accounts = [
    SeededProperty(
      "equity", "equity at every mark is the sum over lots, whatever was opened and closed", seen: "trades",
      check: MarkedAccount.fractions),
    SeededProperty(
      "equity_of_two", "two symbols add up, whichever is quoted", seen: "trades",
      check: MarkedAccount.twoSymbols),
    SeededProperty(
      "drawdown", "the largest fall is that of looking at all values anew", seen: "values", check: drawdown),
    SeededProperty(
      "division", "division rounds a half to even, as worked out from the floor", seen: "divisions",
      check: division),
  ]

  private static func drawdown(_ seed: UInt64) -> Outcome {
    var random = SeededGenerator(seed: seed)
    var value = Int128(Int64.random(in: 1_000...1_000_000, using: &random))
    var tracker = DrawdownTracker(start: value)
    var (peak, money, ratio) = (value, Int128(0), 0.0)
    let count = Int.random(in: 1...60, using: &random)
    for _ in 0..<count {
      value += Int128(Int64.random(in: -5_000...5_000, using: &random))
      tracker.mark(value)
      peak = max(peak, value)
      money = max(money, peak - value)
      ratio = max(ratio, Double(peak - value) / Double(peak))
    }
    guard tracker.largest == (ratio, money) else {
      return .fails("\(tracker.largest), not \((ratio, money))")
    }
    return .holds(seen: count)
  }

  private static func division(_ seed: UInt64) throws -> Outcome {
    var random = SeededGenerator(seed: seed)
    let rounds = 2_000
    for _ in 0..<rounds {
      let divisor = Int64.random(in: 1...1_000, using: &random)
      let dividend = Int64.random(in: -1_000_000...1_000_000, using: &random)
      var floor = dividend / divisor
      if dividend % divisor < 0 { floor -= 1 }
      let above = (dividend - floor * divisor) * 2
      let expected = above > divisor || (above == divisor && floor % 2 != 0) ? floor + 1 : floor
      let got = try WideArithmetic.divideHalfEven(Int128(dividend), by: Int128(divisor))
      if got != Int128(expected) { return .fails("\(dividend) / \(divisor) gave \(got)") }
    }
    return .holds(seen: rounds)
  }
}

/// Accounts that are booked into and marked at random, against sums over all that is open.
private enum MarkedAccount {
  /// 0.00012345 BTC at 0.01 USDT a point are 1.2345 money units a point.
  static func fractions(_ seed: UInt64) throws -> SeededProperty.Outcome {
    var random = SeededGenerator(seed: seed)
    var hand = try HandBookedAccount(["BTCUSDT"], balance: 1_000_000_000_000, currency: "USDT")
    var open: [(fill: Fill, units: Int64)] = []
    var bid: Int64 = 4_321_000
    for _ in 0..<300 {
      bid += Int64.random(in: -50...50, using: &random)
      let ask = bid + Int64.random(in: 0...9, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where open.count < 6:
        let side: OrderSide = Bool.random(using: &random) ? .buy : .sell
        let units = Int64.random(in: 1...1_000_000, using: &random)
        open.append((try hand.open(side, units, at: side == .buy ? ask : bid, bid, ask), units))
      case 1 where !open.isEmpty:
        let index = Int.random(in: 0..<open.count, using: &random)
        let units = Int64.random(in: 1...open[index].units, using: &random)
        let price = open[index].fill.side == .buy ? bid : ask
        try hand.close(open[index].fill, units, at: price, bid, ask)
        open[index].units -= units
        if open[index].units == 0 { open.remove(at: index) }
      default: break
      }
      try hand.mark(bid, ask)
      var expected = Int128(hand.account.balance.units) * 10_000
      for (fill, units) in open {
        let points = fill.side == .buy ? bid - fill.price.points : fill.price.points - ask
        expected += Int128(points) * Int128(units)
      }
      guard hand.account.scaledEquity == expected else {
        return .fails("\(hand.account.scaledEquity), not \(expected)")
      }
      guard hand.account.isMarkingConsistent else { return .fails("the marking does not add up") }
    }
    return .holds(seen: hand.trades.count)
  }

  /// EURUSD and gold are worth 10 and 1,000 money units a point and unit; quotes of either come in any order.
  static func twoSymbols(_ seed: UInt64) throws -> SeededProperty.Outcome {
    var random = SeededGenerator(seed: seed)
    var hand = try HandBookedAccount(["EURUSD", "XAUUSD"], balance: 1_000_000_000_000)
    let worth: [Int64] = [10, 1_000]
    var bids: [Int64] = [110_000, 2_000_000]
    var open: [Fill] = []
    var (peak, fall) = (Int128(1_000_000_000_000), Int128(0))
    for _ in 0..<400 {
      let symbol = Int.random(in: 0...1, using: &random)
      bids[symbol] += Int64.random(in: -60...60, using: &random)
      let ask = bids[symbol] + 7
      if open.count < 5, Int.random(in: 0..<4, using: &random) == 0 {
        let side: OrderSide = Bool.random(using: &random) ? .buy : .sell
        let price = side == .buy ? ask : bids[symbol]
        let units = Int64.random(in: 1...5_000, using: &random)
        open.append(try hand.open(side, units, at: price, bids[symbol], ask, symbolIndex: symbol))
      } else if let first = open.first, first.symbolIndex == symbol, Bool.random(using: &random) {
        let price = first.side == .buy ? bids[symbol] : ask
        try hand.close(open.removeFirst(), first.quantity.units, at: price, bids[symbol], ask)
      }
      try hand.mark(bids[symbol], ask, symbolIndex: symbol)
      var expected = Int128(hand.account.balance.units)
      for fill in open {
        let close = fill.side == .buy ? bids[fill.symbolIndex] : bids[fill.symbolIndex] + 7
        let points = (close - fill.price.points) * fill.side.sign
        expected += Int128(points * fill.quantity.units * worth[fill.symbolIndex])
      }
      peak = max(peak, expected)
      fall = max(fall, peak - expected)
      guard hand.account.scaledEquity == expected else {
        return .fails("\(hand.account.scaledEquity), not \(expected)")
      }
      guard hand.account.isMarkingConsistent else { return .fails("the marking does not add up") }
    }
    let largest = Int128(hand.account.largestDrawdown.money.units)
    return largest == fall ? .holds(seen: hand.trades.count) : .fails("drawdown \(largest), not \(fall)")
  }
}
