import RiskControl
import TestSupport
import Testing
import TradingCore

struct EquityBandTests {
  @Test("both ends are quiet, what is beyond them is not")
  func ends() {
    let band = EquityBand(lowest: -5, highest: 9)
    #expect([-6, -5, 9, 10].map { band.contains($0) } == [false, true, true, false])
    #expect(band.intersection(EquityBand(lowest: 0)) == EquityBand(lowest: 0, highest: 9))
    #expect(EquityBand.unlimited.contains(.min) && EquityBand.unlimited.contains(.max))
  }

  @Test(
    "an exact equity is quiet exactly when what it is rounded down to is",
    arguments: [1, 3, 1_000] as [Int64])
  func scaling(_ scale: Int64) {
    let band = EquityBand(lowest: -2, highest: 2)
    let scaled = band.scaled(by: scale)
    for exact in -Int128(4 * scale)...Int128(4 * scale) {
      let (quotient, remainder) = exact.quotientAndRemainder(dividingBy: Int128(scale))
      let floored = remainder < 0 ? quotient - 1 : quotient
      #expect((exact >= scaled.lowest && exact <= scaled.highest) == band.contains(floored), "\(exact)")
    }
  }

  @Test("ends that are open, or beyond 128 bits when scaled, stay open")
  func openEnds() {
    #expect(EquityBand.unlimited.scaled(by: 1_000) == (.min, .max))
    let far = EquityBand(lowest: .min / 2, highest: .max / 2).scaled(by: 1_000)
    #expect(far == (.min, .max))
    #expect(EquityBand(lowest: .max / 2, highest: .min / 2).scaled(by: 1_000) == (.max, .min))
  }

  @Test("the way to an end is shared evenly among those with something open, the rest goes to the first")
  func splitting() {
    let parts = [(1_000, true), (2_000, false), (500, true)].map {
      EquityBand.Part(equity: $0.0, isOpen: $0.1)
    }
    // 3,500 in all: 501 above the floor, 100 below the ceiling.
    let bands = EquityBand(lowest: 2_999, highest: 3_600).split(among: parts)
    #expect(
      bands == [
        EquityBand(lowest: 749, highest: 1_050), EquityBand(lowest: 2_000, highest: 2_000),
        EquityBand(lowest: 250, highest: 550),
      ])
  }

  @Test("where nothing is open all take part; one alone has the whole; an open end stays open")
  func splittingOthers() {
    let flat = [EquityBand.Part(equity: 10, isOpen: false), .init(equity: 20, isOpen: false)]
    #expect(
      EquityBand(lowest: 20).split(among: flat) == [EquityBand(lowest: 5), EquityBand(lowest: 15)])
    #expect(EquityBand(lowest: 3).split(among: [flat[0]]) == [EquityBand(lowest: 3)])
    #expect(EquityBand.unlimited.split(among: flat) == [.unlimited, .unlimited])
    #expect(EquityBand(lowest: 3).split(among: []).isEmpty)
  }

  @Test("a scope that has left its band hears of the next move away from it")
  func splittingOutside() {
    let parts = [EquityBand.Part(equity: 10, isOpen: true), .init(equity: 20, isOpen: true)]
    #expect(
      EquityBand(lowest: 50, highest: 90).split(among: parts) == [
        EquityBand(lowest: 10, highest: 40), EquityBand(lowest: 20, highest: 50),
      ])
  }

  @Test("the sum can't leave its band while every bot is in its own", arguments: SessionCount.seeds(200))
  func conservation(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func number(_ range: ClosedRange<Int64>) -> Int128 { Int128(Int64.random(in: range, using: &random)) }
    let parts = (0..<Int.random(in: 1...9, using: &random)).map { _ in
      EquityBand.Part(equity: number(-50...1_000), isOpen: Bool.random(using: &random))
    }
    let sum = parts.reduce(0) { $0 + $1.equity }
    let band = EquityBand(lowest: sum - number(0...400), highest: sum + number(0...400))
    let shares = band.split(among: parts)
    #expect(shares.reduce(0) { $0 + $1.lowest } == band.lowest)
    #expect(shares.reduce(0) { $0 + $1.highest } == band.highest)
    #expect(zip(parts, shares).allSatisfy { $1.contains($0.equity) })
  }

  @Test("an account's equity is rounded down to a money unit, below zero too")
  func flooring() throws {
    var profile = BrokerProfile(name: "bench")
    profile.accountCurrency = .usd
    let account = try Account(
      profile: profile, leverage: 100, startBalance: Money(units: -3), instruments: [Known.eurusd])
    #expect(account.flooredEquity == Money(units: -3))
    #expect(
      BotMark(bot: "a", account: account, isOpen: true)
        == BotMark(bot: "a", balance: Money(units: -3), equity: Money(units: -3), isOpen: true))
  }
}
