import Foundation
import TestSupport
import Testing
import TradingCore

struct BrokerProfileTests {
  private static let pip = PriceDistance(tenThousandths: 10_000, unit: .pip)
  private static let point = PriceDistance.points(1)

  private static let euro = Known.eurusd.symbol
  private static let schedule = CommissionModel(
    tiers: [
      .init(taker: .perLot(Money(units: 3_000_000))),
      .init(from: 1, taker: .ofNotional(.percent(1)), rebate: .percent(10)),
    ], currency: .usd, minimum: Money(units: 1), monthlyVolume: 5)

  /// Every cost model once, so that a change of any text or key is seen.
  private static let costs: [(SpreadModel, SlippageModel, CommissionModel)] = [
    (.recorded, .none, .none), (.fixed(pip), .fixed(point), .perLotAndSide(Money(units: 3_500_000), .usd)),
    (.markup(pip), .uniform(minimum: point, maximum: .points(5)), .none),
    (.floor(pip), .normal(mean: .zero, deviation: pip), .none),
  ]

  @Test func canonicalTextNeverChanges() {
    #expect(
      BrokerProfile(name: "reference").canonicalLines == [
        "account_currency=USD", "account_mode=hedging", "booking_digits=6",
        "commission=per_lot_and_side 3.50 USD", "enforces_trading_hours=false", "latency_ns=0",
        "latency_rule=last_before", "leverage=100", "limit_fill=at_price", "margin_call_percent=100",
        "slippage=none", "spread=recorded", "stale_quote_seconds=none", "stop_out_percent=50",
        "stops_level=0 point",
      ])
    #expect(
      Self.costs.map { "\($0.0), \($0.1), \($0.2)" } == [
        "recorded, none, none", "fixed 1 pip, fixed 1 point, per_lot_and_side 3.50 USD",
        "markup 1 pip, uniform 1 point to 5 points, none",
        "floor 1 pip, normal mean 0 point deviation 1 pip, none",
      ])
  }

  @Test func canonicalTextLeavesOutNameAndTitle() {
    let one = BrokerProfile(name: "one", title: "The first")
    #expect(one.canonicalLines == BrokerProfile(name: "two").canonicalLines)
  }

  @Test func everyValueChangesTheCanonicalText() throws {
    let changes: [(inout BrokerProfile) -> Void] = [
      { $0.accountMode = .netting }, { $0.accountCurrency = .eur }, { $0.leverage = 30 },
      { $0.spread = .fixed(Self.pip) }, { $0.slippage = .fixed(Self.pip) }, { $0.commission = .none },
      { $0.latencyNanoseconds = 1 }, { $0.latencyRule = .firstAfter }, { $0.limitFill = .atQuote },
      { $0.marginCallPercent = 90 }, { $0.stopOutPercent = 20 }, { $0.enforcesTradingHours = true },
      { $0.bookingDigits = 2 }, { $0.stopsLevel = Self.point }, { $0.staleQuoteSeconds = 60 },
      { $0.instruments = Array(InstrumentCatalog.standard.all.prefix(1)) },
      { $0.swap = SwapModel(rate: .points(long: Self.pip, short: Self.pip)) },
      { $0.swap = SwapModel(rate: .points(long: Self.pip, short: Self.pip), tripleDay: 5) },
      { $0.swap = SwapModel(rate: .points(long: Self.pip, short: Self.pip), chargesWeekends: true) },
      { $0.swap = SwapModel(rate: .annual(long: .percent(1), short: .percent(1))) },
      { $0.depth = .quoted }, { $0.depth = .fixed(lots: 1) },
      { $0.classTerms[.fx] = TradingTerms(margin: .leverage(2)) },
      { $0.classTerms[.metal] = TradingTerms(margin: .leverage(2)) },
      { $0.classTerms[.fx] = TradingTerms(margin: .perLot(Money(units: 2))) },
      { $0.classTerms[.fx] = TradingTerms(margin: .tiers([.init(fromLots: 0, leverage: 2)])) },
      { $0.symbolTerms[Self.euro] = TradingTerms(margin: .leverage(2)) },
      { $0.symbolTerms[Self.euro] = TradingTerms(slippage: .empirical([1, 2])) },
      { $0.symbolTerms[Self.euro] = TradingTerms(slippage: .empirical([12])) },
      { $0.commission = Self.schedule },
      {
        $0.commission = Self.schedule; $0.commission.minimum = .zero
      },
      {
        $0.commission = Self.schedule; $0.commission.monthlyVolume = 0
      },
      {
        $0.commission = Self.schedule; $0.commission.measure = .notional
      },
      {
        $0.commission = Self.schedule; $0.commission.tiers[1].rebate = .zero
      },
      {
        $0.commission = Self.schedule; $0.commission.tiers[1].from = 2
      },
      {
        $0.commission = Self.schedule; $0.commission.tiers[1].maker = .perLot(.zero)
      },
      {
        $0.commission = Self.schedule; $0.commission.currency = .eur
      },
    ]
    var texts: Set = [BrokerProfile(name: "x").canonicalLines]
    for change in changes {
      var profile = BrokerProfile(name: "x")
      change(&profile)
      texts.insert(profile.canonicalLines)
    }
    #expect(texts.count == changes.count + 1)
  }

  @Test func canonicalTextOfABotHasItsInstruments() throws {
    let symbol = try #require(Symbol("EURUSD"))
    let profile = BrokerProfile(name: "x")
    let added = Set(profile.canonicalLines(trading: [symbol, symbol])).subtracting(profile.canonicalLines)
    #expect(
      added == [
        "instrument.EURUSD=class=fx digits=5 points_per_pip=10 base=EUR quote=USD quantity_digits=0 "
          + "units_per_lot=100000 minimum_units=1000 step_units=1000 maximum_units=50000000 hours=fx_week"
      ])
    #expect(profile.canonicalLines(trading: [symbol]) == profile.canonicalLines(trading: [symbol]).sorted())
  }

  @Test func ownInstrumentsComeBeforeBuiltInOnes() throws {
    let (symbol, other, missing) = try (
      #require(Symbol("EURUSD")), #require(Symbol("GBPUSD")), #require(Symbol("NOSUCH"))
    )
    var own = try #require(InstrumentCatalog.standard[symbol])
    own.digits = 4
    own.pointsPerPip = 1
    let profile = BrokerProfile(name: "x", instruments: [own])
    #expect(profile.instrument(symbol) == own)
    #expect(profile.catalog[symbol] == own)
    #expect(profile.instrument(other)?.digits == 5)
    #expect(profile.instrument(missing) == nil)
  }

  @Test(arguments: costs.indices)
  func codingKeepsEveryValue(index: Int) throws {
    let (spread, slippage, commission) = Self.costs[index]
    let profile = BrokerProfile(
      name: "x", spread: spread, slippage: slippage, commission: commission, staleQuoteSeconds: 5)
    let data = try JSONEncoder().encode(profile)
    #expect(try JSONDecoder().decode(BrokerProfile.self, from: data) == profile)
  }

  @Test func codingKeepsTermsAndIsTheSameEveryTime() throws {
    var profile = BrokerProfile(
      name: "x", commission: Self.schedule,
      swap: SwapModel(rate: .annual(long: .percent(-3), short: .percent(1)), tripleDay: nil),
      depth: .fixed(lots: 5))
    for assetClass in AssetClass.allCases {
      profile.classTerms[assetClass] = TradingTerms(margin: .tiers([.init(fromLots: 0, leverage: 5)]))
    }
    for instrument in InstrumentCatalog.standard.all {
      profile.symbolTerms[instrument.symbol] = TradingTerms(
        slippage: .empirical([1]), swap: SwapModel(rate: .points(long: Self.pip, short: Self.point)),
        margin: .perLot(Money(units: 7)), depth: .quoted)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(profile)
    #expect(try JSONDecoder().decode(BrokerProfile.self, from: data) == profile)
    var copy = profile
    copy.symbolTerms = Dictionary(uniqueKeysWithValues: profile.symbolTerms.shuffled())
    #expect(try encoder.encode(copy) == data)
    let swap = try encoder.encode(profile.swap)
    #expect(
      String(decoding: swap, as: UTF8.self)
        == #"{"long":-3000000,"model":"annual","short":1000000,"weekends":false}"#)
    let margin = try encoder.encode(MarginModel.tiers([.init(fromLots: 0, leverage: 5)]))
    #expect(
      String(decoding: margin, as: UTF8.self)
        == #"{"model":"tiers","tiers":[{"from_lots":0,"leverage":5}]}"#)
    let fee = try encoder.encode(CommissionModel.Fee.ofNotional(.percent(1)))
    #expect(String(decoding: fee, as: UTF8.self) == #"{"rate":1000000}"#)
  }

  @Test func codedCostsHaveTheKeysOfTheFile() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let spread = try encoder.encode(SpreadModel.fixed(Self.pip))
    #expect(String(decoding: spread, as: UTF8.self) == #"{"distance":"1 pip","model":"fixed"}"#)
    let slippage = try encoder.encode(SlippageModel.uniform(minimum: Self.point, maximum: Self.pip))
    #expect(
      String(decoding: slippage, as: UTF8.self)
        == #"{"maximum":"1 pip","minimum":"1 point","model":"uniform"}"#)
  }

  @Test func namesTheFieldOfAFault() {
    let faults: [(String, (inout BrokerProfile) -> Void)] = [
      ("leverage", { $0.leverage = 0 }), ("latency_ms", { $0.latencyNanoseconds = -1 }),
      ("margin_call_percent", { $0.marginCallPercent = -1 }),
      ("stop_out_percent", { $0.stopOutPercent = 101 }),
      ("booking_digits", { $0.bookingDigits = 7 }), ("stale_quote_seconds", { $0.staleQuoteSeconds = 0 }),
      ("spread.distance", { $0.spread = .floor(.points(-1)) }),
      ("slippage.distance", { $0.slippage = .fixed(.points(-1)) }),
      ("slippage.minimum", { $0.slippage = .uniform(minimum: .points(2), maximum: .points(1)) }),
      ("slippage.minimum", { $0.slippage = .uniform(minimum: Self.point, maximum: Self.pip) }),
      ("slippage.deviation", { $0.slippage = .normal(mean: .zero, deviation: .points(-1)) }),
      ("commission.amount", { $0.commission = .perLotAndSide(Money(units: -1), .usd) }),
      ("stops_level", { $0.stopsLevel = .points(-1) }),
      ("commission.rebate", { $0.commission.tiers[0].rebate = .percent(101) }),
      ("commission.minimum", { $0.commission.minimum = Money(units: -1) }),
      ("commission.tiers[1].from", { $0.commission.tiers[0].from = 1 }),
      (
        "commission.tiers[2].from",
        {
          $0.commission = Self.schedule; $0.commission.tiers[1].from = 0
        }
      ),
      ("swap.triple_day", { $0.swap.tripleDay = 7 }), ("depth.size", { $0.depth = .fixed(lots: 0) }),
      ("classes.fx.leverage", { $0.classTerms[.fx] = TradingTerms(margin: .leverage(0)) }),
      ("classes.fx.margin", { $0.classTerms[.fx] = TradingTerms(margin: .perLot(.zero)) }),
      ("classes.fx.margin_tiers", { $0.classTerms[.fx] = TradingTerms(margin: .tiers([])) }),
      (
        "instruments.EURUSD.spread.distance",
        { $0.symbolTerms[Self.euro] = TradingTerms(spread: .fixed(.points(-1))) }
      ),
    ]
    #expect(BrokerProfile(name: "x").fault == nil)
    for (field, change) in faults {
      var profile = BrokerProfile(name: "x")
      change(&profile)
      #expect(profile.fault?.field == field)
    }
  }
}
