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
