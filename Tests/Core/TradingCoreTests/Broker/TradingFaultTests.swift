import TestSupport
import Testing
import TradingCore

struct TradingFaultTests {
  private static let pip = PriceDistance(tenThousandths: 2_000, unit: .pip)
  private static let metalCosts = TradingTerms(
    spread: .floor(PriceDistance(tenThousandths: 90_000, unit: .pip)), slippage: .ofSpread(.percent(50)),
    commission: .perLotAndSide(Money(units: 3_500_000), .usd))

  /// FX at 0.2 pip, and nothing else unless a test states it.
  private func fxAlone(
    classes: [AssetClass: TradingTerms] = [:], symbols: [Symbol: TradingTerms] = [:]
  ) -> BrokerProfile {
    BrokerProfile(
      name: "raw", spread: .fixed(Self.pip), slippage: .none, classTerms: classes, symbolTerms: symbols,
      costClasses: [.fx])
  }

  private func fault(_ profile: BrokerProfile, _ name: String) -> ProfileFault? {
    profile.fault(trading: Known.instrument(name))
  }

  @Test func everyClassTradesWhereNothingIsSaid() {
    let profile = BrokerProfile(name: "x")
    #expect(InstrumentCatalog.standard.all.allSatisfy { profile.fault(trading: $0) == nil })
  }

  @Test func aClassWithoutCostsOfItsOwnIsRefused() throws {
    #expect(fault(fxAlone(), "EURUSD") == nil)
    let refused = try #require(fault(fxAlone(), "US500"))
    #expect(refused.field == "classes.index.spread")
    #expect(refused.problem == "raw has no spread for indices: that of fx does not hold for US500")
  }

  @Test func allThreeCostsAreNeeded() throws {
    var terms = Self.metalCosts
    #expect(fault(fxAlone(classes: [.metal: terms]), "XAUUSD") == nil)
    terms.slippage = nil
    #expect(fault(fxAlone(classes: [.metal: terms]), "XAUUSD")?.field == "instruments.XAUUSD.slippage")
    terms.commission = nil
    terms.spread = nil
    let refused = try #require(fault(fxAlone(classes: [.metal: terms]), "XAUUSD"))
    #expect(refused.problem == "raw has no spread for XAUUSD: that of fx does not hold for it")
  }

  @Test func anInstrumentMayStateWhatItsClassLeavesOut() {
    var shared = Self.metalCosts
    shared.spread = nil
    let gold = Known.instrument("XAUUSD").symbol
    let profile = fxAlone(
      classes: [.metal: shared], symbols: [gold: TradingTerms(spread: Self.metalCosts.spread)])
    #expect(fault(profile, "XAUUSD") == nil)
    #expect(fault(profile, "XAGUSD")?.field == "instruments.XAGUSD.spread")
    #expect(fault(profile, "ES")?.field == "classes.future.spread")
  }

  @Test("A distance between two points is no price, whatever it is of")
  func distances() throws {
    let coin = Known.instrument("BTCUSD")
    let half = PriceDistance(tenThousandths: 5_000, unit: .point)
    let whole = PriceDistance.points(2)
    let cases: [(BrokerProfile, String)] = [
      (BrokerProfile(name: "x", spread: .fixed(Self.pip)), "spread.distance"),
      (BrokerProfile(name: "x", spread: .markup(half)), "spread.distance"),
      (BrokerProfile(name: "x", spread: .floor(half)), "spread.distance"),
      (BrokerProfile(name: "x", slippage: .fixed(half)), "slippage.distance"),
      (BrokerProfile(name: "x", slippage: .uniform(minimum: half, maximum: whole)), "slippage.minimum"),
      (
        BrokerProfile(
          name: "x",
          slippage: .uniform(minimum: whole, maximum: PriceDistance(tenThousandths: 25_000, unit: .point))),
        "slippage.maximum"
      ),
      (BrokerProfile(name: "x", stopsLevel: half), "stops_level"),
    ]
    for (profile, field) in cases { #expect(profile.fault(trading: coin)?.field == field, "\(field)") }
    #expect(
      cases[0].0.fault(trading: coin)?.problem == "0.2 pip is 0.2 points on BTCUSD, not a whole number")
    // Models that draw between points may have any distance.
    let between = BrokerProfile(name: "x", slippage: .normal(mean: half, deviation: half))
    #expect(between.fault(trading: coin) == nil)
    #expect(BrokerProfile(name: "x", slippage: .perLot(half)).fault(trading: coin) == nil)
  }

  @Test("Fees are not told of what can't be traded")
  func fees() throws {
    let coin = Known.instrument("BTCUSD")
    let question = FeeEstimate.Question(
      units: coin.unitsPerLot, tradesPerDay: 1, balance: Money(units: 1_000_000))
    for profile in [BrokerProfile(name: "x", spread: .fixed(Self.pip)), fxAlone()] {
      let refused = try #require(profile.fault(trading: coin))
      #expect(throws: refused) {
        try FeeEstimate(profile: profile, instrument: coin, question: question)
      }
    }
  }

  @Test("Terms of a class with costs of its own are part of the bots that trade it, and of no other")
  func identity() {
    let gold = Known.instrument("XAUUSD").symbol
    let profile = fxAlone(
      classes: [.metal: Self.metalCosts, .fx: TradingTerms(margin: .leverage(30))],
      symbols: [gold: TradingTerms(margin: .leverage(20))])
    let plain = fxAlone(classes: [.fx: TradingTerms(margin: .leverage(30))])
    let euro = Known.eurusd.symbol
    #expect(profile.canonicalLines == plain.canonicalLines)
    #expect(profile.canonicalLines(trading: [euro]) == plain.canonicalLines(trading: [euro]))
    let added = Set(profile.canonicalLines(trading: [gold])).subtracting(
      plain.canonicalLines(trading: [gold]))
    #expect(
      added == [
        "class.metal.commission=per_lot_and_side 3.50 USD", "class.metal.slippage=spread 50 %",
        "class.metal.spread=floor 9 pips", "symbol.XAUUSD.margin=leverage 20",
      ])
    // Where the costs are of every class, every bot has every term, as before there was a choice.
    var shared = profile
    shared.costClasses = nil
    #expect(Set(shared.canonicalLines).isSuperset(of: added))
  }
}

struct SpreadComparisonTests {
  private func comparison(_ recorded: Int64, _ model: SpreadModel) throws -> SpreadComparison {
    try SpreadComparison(
      Known.instrument("XAUUSD"), recordedMedian: recorded, at: BrokerProfile(name: "x", spread: model))
  }

  @Test func whatAModelMakesOfAMedian() throws {
    let distance = PriceDistance(tenThousandths: 20_000, unit: .pip)
    #expect(try comparison(310, .recorded).tradedMedian == 310)
    #expect(try comparison(310, .fixed(distance)).tradedMedian == 20)
    #expect(try comparison(310, .markup(distance)).tradedMedian == 330)
    #expect(try comparison(310, .floor(distance)).tradedMedian == 310)
    #expect(try comparison(10, .floor(distance)).tradedMedian == 20)
  }

  @Test(
    "Much smaller is less than half",
    arguments: [(41, true), (40, false), (39, false), (0, false), (-50, false)])
  func threshold(_ recorded: Int64, _ isMuchSmaller: Bool) throws {
    let distance = PriceDistance(tenThousandths: 20_000, unit: .pip)
    let found = try comparison(recorded, .fixed(distance))
    #expect(found.isMuchSmaller == isMuchSmaller)
    #expect((found.warning != nil) == isMuchSmaller)
  }

  @Test func theWords() throws {
    let distance = PriceDistance(tenThousandths: 20_000, unit: .pip)
    let warning = try comparison(310, .fixed(distance)).warning
    #expect(
      warning
        == "The spread of XAUUSD: recorded median 0.310, traded at 0.020. That is less than half of what "
        + "these ticks show, so the results may owe something to it.")
  }
}
