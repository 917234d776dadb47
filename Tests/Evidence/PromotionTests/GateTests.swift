import Promotion
import Statistics
import Testing
import TradingCore

@Suite struct GateTests {
  private let gate = Gate(GateCriteria())
  private static let monday = Timestamp(milliseconds: 1_704_067_200_000)
  private static let day: Int64 = 86_400_000_000_000

  /// Wins of 2 and losses of 1 that pass the checklist, spread evenly.
  private func evidence(
    wins: Int = 32, losses: Int = 18, win: Int64 = 2, loss: Int64 = 1, step: GateStep = .demo
  ) throws -> GateEvidence {
    var evidence = GateEvidence(step: step)
    for trade in 0..<(wins + losses) {
      let isLoss = (trade + 1) * losses / (wins + losses) > trade * losses / (wins + losses)
      let result = isLoss ? -loss : win
      try evidence.tally.add(net: Money(units: result))
      evidence.trades.append(Self.trade(Double(result)))
      evidence.dailyReturns?.append(Double(result) / 100)
    }
    evidence.maximumDrawdown = 0.05
    evidence.firstTick = Self.monday
    evidence.lastTick = Self.monday.advanced(by: 14 * Self.day)
    (evidence.coveredWeekdays, evidence.weekdays) = (11, 11)
    return evidence
  }

  /// A trade that had a stop loss at a loss of 1.
  private static func trade(_ net: Double) -> GateEvidence.Trade {
    let amount = TradeRisk.Amount(toStops: 1, dayMove: 0.1)
    return .init(net: net, rMultiple: net, risk: TradeRisk(net: net, entry: amount, most: amount))
  }

  private func verdict(_ name: GateCheckName, _ evidence: GateEvidence) -> CheckVerdict {
    gate.measure(name, of: evidence).verdict
  }

  @Test func theChecklistIsEnoughForDemo() throws {
    let result = gate.evaluate(try evidence())
    #expect(result.isEligible)
    #expect(result.missing.isEmpty)
    #expect(result.checks.map(\.name) == GateCheckName.nameable)
    #expect(result.checks.filter(\.isRequired).map(\.name) == GateCheckName.checklist)
    #expect(gate.isEligible(try evidence()))
  }

  @Test func nothingPassesWithoutEvidence() {
    for step in GateStep.allCases {
      let result = gate.evaluate(GateEvidence(step: step))
      #expect(!result.isEligible)
      #expect(result.checks.allSatisfy { $0.verdict != .pass })
      #expect(result.checks.filter { $0.verdict == .fail }.map(\.name) == [.trades])
      #expect(!gate.isEligible(GateEvidence(step: step)))
    }
  }

  @Test(arguments: [(49, CheckVerdict.fail), (50, .pass), (51, .pass)])
  func fiftyTradesAreEnough(trades: Int, expected: CheckVerdict) throws {
    #expect(verdict(.trades, try evidence(wins: trades - 10, losses: 10)) == expected)
  }

  @Test(arguments: [(54, CheckVerdict.fail), (55, .fail), (56, .pass)])
  func theWinRateMustBeAbove(wins: Int, expected: CheckVerdict) throws {
    #expect(verdict(.winRate, try evidence(wins: wins, losses: 100 - wins)) == expected)
  }

  @Test(arguments: [(149, CheckVerdict.fail), (150, .fail), (151, .pass)] as [(Int64, CheckVerdict)])
  func theProfitFactorMustBeAbove(win: Int64, expected: CheckVerdict) throws {
    #expect(verdict(.profitFactor, try evidence(wins: 30, losses: 30, win: win, loss: 100)) == expected)
  }

  @Test func withoutALossTheProfitFactorIsInconclusive() throws {
    let lucky = try evidence(wins: 60, losses: 0)
    #expect(verdict(.profitFactor, lucky) == .inconclusive)
    #expect(!gate.evaluate(lucky).isEligible)
  }

  @Test(
    arguments: [
      (0.1499, CheckVerdict.pass), (0.15, .fail), (0.2, .fail), (.nan, .inconclusive), (nil, .inconclusive),
      (-0.1, .inconclusive), (-.infinity, .inconclusive), (.infinity, .inconclusive),
    ] as [(Double?, CheckVerdict)])
  func theDrawdownMustBeBelow(drawdown: Double?, expected: CheckVerdict) throws {
    var evidence = try evidence()
    evidence.maximumDrawdown = drawdown
    #expect(verdict(.maximumDrawdown, evidence) == expected)
    #expect(gate.isEligible(evidence) == (expected == .pass))
  }

  @Test(arguments: [(-1, CheckVerdict.fail), (0, .pass), (1, .pass)] as [(Int64, CheckVerdict)])
  func fourteenDaysToTheNanosecond(nanoseconds: Int64, expected: CheckVerdict) throws {
    var evidence = try evidence()
    evidence.lastTick = Self.monday.advanced(by: 14 * Self.day + nanoseconds)
    #expect(verdict(.daysActive, evidence) == expected)
  }

  @Test func ticksInTheWrongOrderAreInconclusive() throws {
    var evidence = try evidence()
    evidence.lastTick = Self.monday.advanced(by: -1)
    #expect(verdict(.daysActive, evidence) == .inconclusive)
  }

  @Test(arguments: [(8, CheckVerdict.fail), (9, .pass), (10, .pass)])
  func nineOfTenWeekdaysAreEnough(covered: Int, expected: CheckVerdict) throws {
    var evidence = try evidence()
    (evidence.coveredWeekdays, evidence.weekdays) = (covered, 10)
    #expect(verdict(.coverage, evidence) == expected)
  }

  @Test func theWinRatesIntervalIsHeldAgainstWhatThePayoffNeeds() throws {
    // 81 of 263: Wilson 0.2553 to 0.3662; the pay-off decides.
    let poor = gate.measure(.breakEven, of: try evidence(wins: 81, losses: 182, win: 29, loss: 10))
    #expect(abs((poor.interval?.lower ?? 0) - 0.2553) < 5e-5)
    #expect(abs((poor.interval?.upper ?? 0) - 0.3662) < 5e-5)
    #expect(abs((poor.threshold ?? 0) - 10.0 / 39) < 1e-12)
    #expect(poor.verdict == .fail)
    #expect(verdict(.breakEven, try evidence(wins: 81, losses: 182, win: 30, loss: 10)) == .pass)
    #expect(verdict(.breakEven, try evidence(wins: 60, losses: 0)) == .inconclusive)
  }

  @Test func theBootstrapsLowerEndMustBeAboveOne() throws {
    #expect(verdict(.profitFactorBound, try evidence(wins: 40, losses: 20)) == .pass)
    #expect(verdict(.profitFactorBound, try evidence(wins: 25, losses: 25, win: 1)) == .fail)
    #expect(verdict(.profitFactorBound, try evidence(wins: 60, losses: 0)) == .inconclusive)
  }

  @Test func theSharpeChecksAgreeOnTheirThreshold() throws {
    var evidence = try evidence()
    // Mean 0.1 and deviation 1: the least record is 1 + (1 + 0.005 · 1 …) · 1.645² / 0.01, some 273 days.
    func returns(_ days: Int) -> [Double] { (0..<days).map { $0 % 2 == 0 ? 0.011 : -0.009 } }
    evidence.dailyReturns = returns(268)
    #expect(verdict(.probabilisticSharpe, evidence) == .fail)
    #expect(verdict(.trackRecord, evidence) == .fail)
    evidence.dailyReturns = returns(276)
    #expect(verdict(.probabilisticSharpe, evidence) == .pass)
    #expect(verdict(.trackRecord, evidence) == .pass)
  }

  @Test func withoutASharpeRatioAboveZeroNoRecordIsLongEnough() throws {
    var evidence = try evidence()
    evidence.dailyReturns = [0.01, -0.02, 0.005, -0.01]
    let measure = gate.measure(.trackRecord, of: evidence)
    #expect(measure.threshold == .infinity)
    #expect(measure.verdict == .fail)
  }

  @Test(arguments: [nil, [], [0.01], [0.01, 0.01, 0.01]] as [[Double]?])
  func withoutDifferentReturnsTheSharpeChecksAreInconclusive(returns: [Double]?) throws {
    var evidence = try evidence()
    evidence.dailyReturns = returns
    for name in [GateCheckName.probabilisticSharpe, .trackRecord, .deflatedSharpe] {
      #expect(verdict(name, evidence) == .inconclusive)
    }
  }

  @Test func moreTrialsDeflateTheSharpeRatio() throws {
    let evidence = try evidence()
    func value(_ context: GateContext) -> GateMeasure {
      gate.measure(.deflatedSharpe, of: evidence, context: context)
    }
    let alone = value(GateContext())
    #expect(alone.value == gate.measure(.probabilisticSharpe, of: evidence).value)
    let many = value(GateContext(trials: 1_000, trialsVariance: 20))
    #expect(try #require(many.value) < (try #require(alone.value)))
    #expect(value(GateContext(trials: 10, trialsVariance: .nan)).verdict == .inconclusive)
    // Trials that nobody knows the ratios of, and four hundred copies of one, raise the bar all the same.
    let untold = value(GateContext(trials: 10))
    #expect(try #require(untold.value) < (try #require(alone.value)))
    let few = value(GateContext(trials: 2, trialsVariance: 1e-6))
    let copies = value(GateContext(trials: 400, trialsVariance: 1e-9))
    #expect(try #require(copies.value) < (try #require(few.value)))
  }

  @Test(
    arguments: [
      (0.49, CheckVerdict.pass), (0.5, .pass), (0.51, .fail), (nil, .inconclusive),
    ] as [(Double?, CheckVerdict)])
  func overfittingCountsWhereASweepExists(probability: Double?, expected: CheckVerdict) throws {
    let context = GateContext(overfitting: probability, hasSweep: true)
    let measure = gate.measure(.backtestOverfitting, of: try evidence(), context: context)
    #expect(measure.verdict == expected)
    #expect(gate.isRequired(.backtestOverfitting, at: .live, context: context))
    #expect(!gate.isRequired(.backtestOverfitting, at: .live, context: GateContext()))
    #expect(!gate.isRequired(.backtestOverfitting, at: .demo, context: context))
  }

  @Test func theAlwaysValidTestCountsWhatWasEverReached() throws {
    var evidence = try evidence()
    evidence.trades = (0..<20).map { _ in Self.trade(1) }
    let reached = try #require(gate.measure(.alwaysValid, of: evidence).value)
    #expect(reached > 200)
    evidence.trades += (0..<40).map { _ in Self.trade(-1) }
    #expect(gate.measure(.alwaysValid, of: evidence).value == reached)
    #expect(evidence.alwaysValidTimeline(gate.criteria.statistics).max() == reached)
  }

  @Test func luckOfTheModesBeforeDoesNotCountForTheAlwaysValidTest() throws {
    var evidence = try evidence(wins: 80, losses: 20, step: .live)
    #expect(verdict(.alwaysValid, evidence) == .pass)
    evidence.earlierTrades = 90
    #expect(verdict(.alwaysValid, evidence) == .fail)
    #expect(evidence.stakedResults(StakeRules()).count == 10)
  }

  @Test func tradesWithoutAStopLossAreHeldAgainstACatastrophe() throws {
    var evidence = try evidence(wins: 80, losses: 20, step: .live)
    for index in evidence.trades.indices {
      evidence.trades[index].risk.entry?.toStops = nil
      evidence.trades[index].risk.most?.toStops = nil
    }
    // Ten days' moves of 0.1: as much as the stop losses were.
    #expect(verdict(.alwaysValid, evidence) == .pass)
    for index in evidence.trades.indices {
      evidence.trades[index].risk.entry?.dayMove = 2
      evidence.trades[index].risk.most?.dayMove = 2
    }
    #expect(verdict(.alwaysValid, evidence) == .fail)
    let check = gate.evaluate(evidence).checks.first { $0.name == .alwaysValid }
    #expect(check?.detail.contains("without a stop loss (100 trades) a day of 10 sigma") == true)
  }

  @Test func manyBotsRaiseTheBarForEachAndDiscoveriesLowerIt() throws {
    let evidence = try evidence(wins: 80, losses: 20, step: .live)
    func verdict(_ index: Int, _ discoveries: Int) -> CheckVerdict {
      var context = GateContext()
      context.discovery = GateDiscovery(index: index, discoveries: discoveries)
      #expect(gate.isRequired(.falseDiscoveries, at: .live, context: context))
      return gate.measure(.falseDiscoveries, of: evidence, context: context).verdict
    }
    #expect(verdict(1, 0) == .pass)
    #expect(verdict(.max, 0) == .fail)
    #expect(verdict(.max, .max) == .pass)
    #expect(!gate.isRequired(.falseDiscoveries, at: .live, context: GateContext()))
    #expect(!Gate(GateCriteria(.plain)).isRequired(.falseDiscoveries, at: .live, context: GateContext()))
  }

  @Test func liveNeedsTheStatisticsAsWell() throws {
    let weak = try evidence(wins: 32, losses: 22, win: 6, loss: 5, step: .live)
    #expect(Gate(GateCriteria(.plain)).isEligible(weak))
    let result = gate.evaluate(weak)
    #expect(!result.isEligible)
    #expect(result.missing.contains { $0.name == .alwaysValid })
    let strong = try evidence(wins: 80, losses: 20, step: .live)
    #expect(gate.evaluate(strong).isEligible)
  }

  @Test func eligibilityIsTheSameWithAndWithoutTheWholeChecklist() throws {
    for wins in stride(from: 26, through: 46, by: 4) {
      for preset in GateCriteria.Preset.allCases {
        let gate = Gate(GateCriteria(preset))
        let evidence = try evidence(wins: wins, losses: 60 - wins, step: .live)
        #expect(gate.isEligible(evidence) == gate.evaluate(evidence).isEligible)
      }
    }
  }

  @Test func everyCheckSaysWhatItRestsOn() throws {
    let result = gate.evaluate(try evidence(step: .live))
    #expect(result.checks[0].restsOn == "50 trades on demo")
    #expect(result.checks[0].detail == "32 won, 18 lost")
    #expect(result.checks[6].restsOn == "50 trades on paper and demo")
    #expect(result.checks[8].restsOn == "50 daily returns on paper and demo")
  }

  @Test func joinedEvidenceSaysHowMuchEachModeGave() throws {
    func evidence(_ mode: String, days: Int) -> Evidence {
      var evidence = Evidence(
        bot: "a", mode: mode, identity: "ab", currency: .usd, startBalance: Money(units: 1_000_000_000))
      evidence.days = (0..<days).map {
        DayEquity(
          date: CivilDate(containing: Self.monday.advanced(by: Int64($0) * Self.day)),
          equity: Money(units: 1_000_000_000 + Int64($0 * $0)))
      }
      return evidence
    }
    let joined = try GateEvidence(
      step: .live, paper: evidence("paper", days: 2), demo: evidence("demo", days: 3))
    let checks = gate.evaluate(joined).checks
    #expect(checks[0].restsOn == "0 trades on demo")
    #expect(checks[6].restsOn == "0 trades on paper and 0 on demo")
    #expect(checks[8].restsOn == "2 daily returns on paper and 3 on demo")
    let alone = try GateEvidence(step: .demo, paper: evidence("paper", days: 2))
    #expect(gate.evaluate(alone).checks[8].restsOn == "2 daily returns on paper")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func aResultThatIsNoNumberNeverPasses(result: Double) throws {
    var evidence = try evidence(wins: 80, losses: 20, step: .live)
    evidence.trades[50].rMultiple = result
    for name in [GateCheckName.breakEven, .profitFactorBound] {
      #expect(verdict(name, evidence) == .inconclusive)
    }
    evidence.dailyReturns?[50] = result
    #expect(verdict(.deflatedSharpe, evidence) == .inconclusive)
    #expect(!gate.evaluate(evidence).isEligible)
  }

  @Test func aValueBesideNoThresholdIsInconclusive() {
    #expect(GateMeasure(1, .above, nil).verdict == .inconclusive)
    #expect(GateMeasure(1, .above, .nan).verdict == .inconclusive)
    #expect(GateMeasure(.infinity, .above, 1).verdict == .inconclusive)
  }
}
