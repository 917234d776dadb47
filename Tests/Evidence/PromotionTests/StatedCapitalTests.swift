import Promotion
import Statistics
import Testing
import TradingCore

/// The same trades lose the same money on any balance: a large one makes the drawdown small.
@Suite("Drawdown against the capital that is asked for")
struct StatedCapitalTests {
  private static let dollar: Int64 = 1_000_000
  private let gate = Gate(GateCriteria())

  /// Evidence of a bot that has lost 95 dollars on the way.
  private func evidence(startBalance: Int64, currency: Currency = .usd) throws -> GateEvidence {
    var evidence = Evidence(
      bot: "b", mode: "paper", identity: "aa", currency: currency,
      startBalance: Money(units: startBalance * Self.dollar))
    evidence.maximumDrawdown = 95 / Double(startBalance)
    evidence.maximumDrawdownMoney = Money(units: 95 * Self.dollar)
    var found = try GateEvidence(step: .demo, paper: evidence)
    try found.tally.add(net: Money(units: Self.dollar))
    return found
  }

  private func check(_ evidence: GateEvidence, asked: Int64?) throws -> GateCheck {
    var context = GateContext()
    context.capital = asked.map { GateCapital(Money(units: $0 * Self.dollar), .usd) }
    let checks = gate.evaluate(evidence, context: context).checks
    return try #require(checks.first { $0.name == .maximumDrawdown })
  }

  @Test(
    "95 dollars are 95 % of a hundred and 0.0095 % of a million, and always 190 % of the 50 that are asked for"
  )
  func largeBalance() throws {
    for balance: Int64 in [100, 1_000, 1_000_000] {
      let check = try check(try evidence(startBalance: balance), asked: 50)
      #expect(check.measure.value == 1.9)
      #expect(check.verdict == .fail)
    }
    let large = try check(try evidence(startBalance: 1_000_000), asked: 50)
    #expect(
      large.detail
        == "largest fall 95.00 USD of the 50.00 USD asked for, at most 7.50 USD; "
        + "0.0 % below its peak with a start balance of 1,000,000.00 USD")
  }

  @Test("where the balance is the smaller of the two it is the fall below the peak that counts")
  func smallBalance() throws {
    let check = try check(try evidence(startBalance: 100), asked: 1_000)
    #expect(check.measure.value == 0.95)
    #expect(check.detail == "largest fall of equity below its peak")
  }

  @Test("enough capital carries it; where nothing is asked for, as in a study, the peak alone counts")
  func carried() throws {
    #expect(try check(try evidence(startBalance: 1_000_000), asked: 1_000).measure.value == 0.095)
    #expect(try check(try evidence(startBalance: 1_000), asked: nil).measure.value == 0.095)
  }

  @Test("an account in another currency than the capital is not taken for LIVE as one that has lost little")
  func otherCurrency() throws {
    var evidence = try evidence(startBalance: 1_000_000, currency: .eur)
    evidence.step = .live
    let check = try check(evidence, asked: 50)
    #expect(check.verdict == .inconclusive)
    #expect(check.detail == "an account in EUR can't be held against a capital in USD")
  }

  @Test("for DEMO, where no money is at stake, its fall below the peak counts alone")
  func otherCurrencyOnDemo() throws {
    let large = try check(try evidence(startBalance: 1_000_000, currency: .eur), asked: 50)
    #expect(large.measure.value == 0.000_095)
    #expect(large.verdict == .pass)
    #expect(
      large.detail
        == "largest fall of equity below its peak; an account in EUR is not held against a capital in USD")
    let small = try check(try evidence(startBalance: 100, currency: .eur), asked: 50)
    #expect(small.measure.value == 0.95)
    #expect(small.verdict == .fail)
  }

  @Test("evidence of two balances is not joined")
  func mixed() throws {
    func part(_ mode: String, _ balance: Int64) -> Evidence {
      Evidence(
        bot: "b", mode: mode, identity: "aa", currency: .usd,
        startBalance: Money(units: balance * Self.dollar))
    }
    #expect(
      throws: PromotionError.evidenceMixed(fact: "start balance", expected: "1,000.00", was: "1,000,000.00")
    ) { try GateEvidence(step: .live, paper: part("paper", 1_000), demo: part("demo", 1_000_000)) }
  }
}
