import Foundation
import TestSupport
import Testing
import TradingCore

@testable import BrokerProfiles

@Suite("Profiles that pay whoever trades at them")
struct ProfileGiftTests {
  private func gifts(_ edit: (inout BrokerProfile) -> Void) -> [String] {
    var profile = BrokerProfile(name: "p")
    edit(&profile)
    return profile.gifts
  }

  private func points(_ count: Int64) -> PriceDistance { .points(count) }

  @Test("none of the bundled ones does")
  func bundled() throws {
    let profiles = BrokerProfiles(home: nil)
    for name in profiles.list().map(\.name) { #expect(try profiles.load(name).gifts == [], "\(name)") }
  }

  @Test("slippage that is better than the quote on average, not such that varies around it")
  func slippage() {
    #expect(gifts { $0.slippage = .fixed(points(-1)) } == ["the slippage pays the trader"])
    #expect(gifts { $0.slippage = .uniform(minimum: points(-3), maximum: points(1)) }.count == 1)
    #expect(gifts { $0.slippage = .uniform(minimum: points(-1), maximum: points(1)) } == [])
    #expect(
      gifts {
        $0.slippage = .uniform(
          minimum: points(-1), maximum: PriceDistance(tenThousandths: 30_000, unit: .pip))
      }.count == 1)
    #expect(gifts { $0.slippage = .normal(mean: points(-1), deviation: points(5)) }.count == 1)
    #expect(gifts { $0.slippage = .normal(mean: .zero, deviation: points(5)) } == [])
    #expect(gifts { $0.slippage = .empirical([-30_000, 10_000, 10_000]) }.count == 1)
    #expect(gifts { $0.slippage = .empirical([-10_000, 10_000]) } == [])
  }

  @Test("fees below zero, for makers too, and a spread below zero")
  func fees() {
    let rate = Percentage.percent(-1)
    #expect(gifts { $0.commission = .ofNotional(rate) } == ["the commission pays the trader"])
    #expect(gifts { $0.commission = .ofNotional(.percent(1), maker: rate) }.count == 1)
    #expect(gifts { $0.commission = .perLotAndSide(Money(units: -1), .usd) }.count == 1)
    #expect(gifts { $0.spread = .markup(points(-1)) } == ["the spread pays the trader"])
  }

  @Test("nights that pay more on one side than they take on the other")
  func swap() {
    #expect(gifts { $0.swap = SwapModel(rate: .points(long: points(-6), short: points(2))) } == [])
    #expect(gifts { $0.swap = SwapModel(rate: .points(long: points(-1), short: points(2))) }.count == 1)
    #expect(gifts { $0.swap = SwapModel(rate: .annual(long: .percent(1), short: .percent(1))) }.count == 1)
  }

  @Test("more than 25 % a year on one side, whatever the other takes")
  func oneSided() throws {
    #expect(
      gifts { $0.swap = SwapModel(rate: .annual(long: .percent(1_000), short: .percent(-1_000))) }
        == ["the swap pays the trader"])
    #expect(gifts { $0.swap = SwapModel(rate: .annual(long: .percent(-26), short: .percent(25))) } == [])
    let above = Percentage(hundredMillionths: 25_000_001)
    #expect(gifts { $0.swap = SwapModel(rate: .annual(long: .percent(-26), short: above)) }.count == 1)
  }

  @Test("in points that takes a price: 76 of 110,000 each night are 25.2 % a year, 75 are 24.9 %")
  func priced() throws {
    let instrument = try eurusd()
    func pays(_ count: Int64) -> Bool {
      SwapModel(rate: .points(long: points(-count), short: points(count)))
        .isGift(at: Price(points: 110_000), on: instrument)
    }
    #expect(pays(76) && !pays(75))
    #expect(gifts { $0.swap = SwapModel(rate: .points(long: points(500), short: points(-500))) } == [])
  }

  @Test("a fixed spread of zero without a commission: orders are filled at the mid")
  func free() {
    let free = ["orders pay neither spread nor commission"]
    #expect(gifts { ($0.spread, $0.commission) = (.fixed(.zero), CommissionModel.none) } == free)
    #expect(gifts { ($0.spread, $0.commission) = (.fixed(.zero), .perLotAndSide(.zero, .usd)) } == free)
    #expect(gifts { $0.spread = .fixed(.zero) } == [])
    #expect(gifts { ($0.spread, $0.commission) = (.fixed(points(1)), CommissionModel.none) } == [])
    #expect(gifts { $0.commission = CommissionModel.none } == [])
    #expect(
      gifts {
        $0.classTerms[.metal] = TradingTerms(spread: .fixed(.zero), commission: CommissionModel.none)
      } == ["orders of class metal pay neither spread nor commission"])
  }

  @Test(
    "a commission that is paid back whole, or is nothing to speak of, is none; so is a spread below a tenth of a pip"
  )
  func almostFree() throws {
    let free = ["orders pay neither spread nor commission"]
    let fee = CommissionModel.Fee.perLot(Money(units: 3_500_000))
    var paidBack = CommissionModel.perLotAndSide(Money(units: 3_500_000), .usd)
    paidBack.tiers = [.init(taker: fee, rebate: .percent(100))]
    #expect(gifts { ($0.spread, $0.commission) = (.fixed(.zero), paidBack) } == free)
    paidBack.tiers = [.init(taker: fee, rebate: .percent(99))]
    #expect(gifts { ($0.spread, $0.commission) = (.fixed(.zero), paidBack) } == [])
    let tiny = CommissionModel.perLotAndSide(Money(units: 9_999), .usd)
    #expect(gifts { ($0.spread, $0.commission) = (.fixed(.zero), tiny) } == free)
    let instrument = try eurusd()
    func ofSpread(_ tenThousandths: Int64) -> [String] {
      let spread = SpreadModel.fixed(PriceDistance(tenThousandths: tenThousandths, unit: .pip))
      return BrokerProfile(name: "p", spread: spread, commission: .none, instruments: [instrument]).gifts
    }
    #expect(ofSpread(999) == ["orders of EURUSD pay neither spread nor commission"])
    #expect(ofSpread(1_000) == [])
  }

  @Test(
    "of what is no currency pair a kind slip is held against the price: half of 0.01 % on average is none")
  func otherClasses() throws {
    let bitcoin = try #require(Symbol("BTCUSD").flatMap { InstrumentCatalog.standard[$0] })
    let price = Price(points: 60_000 * Int64(WideArithmetic.powerOfTen(bitcoin.digits)))
    // One fill in a hundred is better by so many points, the others cost a point each.
    func slips(_ better: Int64) -> SlippageModel {
      .empirical([-better * 10_000] + Array(repeating: 10_000, count: 99) + [better * 10_000])
    }
    let bound = price.points * 101 / 20_000
    let profile = BrokerProfile(name: "p", slippage: slips(2 * bound), instruments: [bitcoin])
    #expect(profile.gifts == [])
    #expect(!slips(bound).isGift(at: price, on: bitcoin))
    #expect(slips(bound + 1).isGift(at: price, on: bitcoin))
  }

  private func eurusd() throws -> Instrument {
    try #require(Symbol("EURUSD").flatMap { InstrumentCatalog.standard[$0] })
  }

  /// What a profile pays whose price steps and pips are the author's.
  private func gifts(tick: Int64, pip: Int64 = 10, _ slippage: SlippageModel) throws -> [String] {
    var instrument = try eurusd()
    (instrument.tickPoints, instrument.pointsPerPip) = (tick, pip)
    return BrokerProfile(name: "p", slippage: slippage, instruments: [instrument]).gifts
  }

  @Test("what is paid in whole price steps counts, not what is written: -5, 4 and 1 in tens are -10, 0 and 0")
  func steps() throws {
    let samples: SlippageModel = .empirical([-50_000, 40_000, 10_000])
    #expect(try gifts(tick: 1, samples) == [])
    #expect(try gifts(tick: 10, samples) == ["the slippage of EURUSD pays the trader"])
  }

  @Test("chance that is worth more than half a pip where it is kind, whatever the author calls a pip")
  func chance() throws {
    // 0.399 deviations: 4.8 and 5.2 points.
    let (small, large) = (
      SlippageModel.normal(mean: .zero, deviation: points(12)),
      SlippageModel.normal(mean: .zero, deviation: points(13))
    )
    #expect(try gifts(tick: 1, small) == [])
    #expect(try gifts(tick: 1, large) == ["the slippage of EURUSD pays the trader"])
    #expect(try gifts(tick: 1, pip: 100_000, large).count == 1)
    #expect(try gifts(tick: 1, .empirical([-90_000, 90_000])) == [])
    #expect(try gifts(tick: 1, .empirical([-110_000, 110_000])).count == 1)
    #expect(try gifts(tick: 1, .uniform(minimum: points(-19), maximum: points(19))) == [])
    #expect(try gifts(tick: 1, .uniform(minimum: points(-21), maximum: points(21))).count == 1)
    // Where it is paid for no better than the mean says.
    #expect(try gifts(tick: 1, .normal(mean: points(13), deviation: points(13))) == [])
  }

  @Test("through a file, with price steps of its own and a swap of one side")
  func file() throws {
    let folder = try TemporaryFolder()
    let text = try #require(BrokerProfiles.bundledText("reference"))
    func gifts(_ slippage: String, _ more: String) throws -> [String] {
      try (text.replacing("slippage: none", with: "slippage: \(slippage)") + more + "\n").write(
        toFile: folder.file("p.yaml"), atomically: true, encoding: .utf8)
      return try BrokerProfileLoader.load(path: folder.file("p.yaml")).gifts
    }
    try "slippage_points\n-500\n499\n1\n".write(
      toFile: folder.file("fills.csv"), atomically: true, encoding: .utf8)
    let fills = "{model: empirical, file: fills.csv}"
    #expect(
      try gifts(fills, "instruments: {EURUSD: {tick: 0.01}}") == ["the slippage of EURUSD pays the trader"])
    #expect(
      try gifts("none", "swap: {model: annual, long: 1000 %, short: -1000 %}")
        == ["the swap pays the trader"])
    #expect(try gifts("none", "swap: {model: annual, long: -4.5 %, short: 1 %}") == [])
  }

  @Test("for a class or an instrument alone as well")
  func terms() throws {
    let symbol = try #require(Symbol("EURUSD"))
    #expect(
      gifts { $0.classTerms[.metal] = TradingTerms(slippage: .fixed(points(-1))) }
        == ["the slippage of class metal pays the trader"])
    #expect(
      gifts { $0.symbolTerms[symbol] = TradingTerms(spread: .fixed(points(-1))) }
        == ["the spread of EURUSD pays the trader"])
  }

  @Test("the whole of a profile is told apart, terms of classes with costs of their own too")
  func lines() {
    let plain = BrokerProfile(name: "p")
    var other = plain
    other.costClasses = [.fx]
    #expect(other.wholeCanonicalLines != plain.wholeCanonicalLines)
    let before = other.wholeCanonicalLines
    other.classTerms[.metal] = TradingTerms(slippage: .fixed(points(1)))
    #expect(other.canonicalLines == plain.canonicalLines)
    #expect(other.wholeCanonicalLines != before)
    other.name = "q"
    #expect(BrokerProfile(name: "q").wholeCanonicalLines == plain.wholeCanonicalLines)
  }
}
