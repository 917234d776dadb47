import Testing
import TradingCore

@Suite("Cost models of a profile")
struct CostModelTests {
  private let dollars = { (units: Int64) in CommissionModel.Fee.perLot(Money(units: units)) }

  @Test("A schedule has tiers, maker fees, a minimum, rebates and a volume")
  func schedule() throws {
    let line =
      "commission: {model: per_lot_and_side, minimum: 1.00 USD, rebate: 5 %, monthly_volume: 120 lots, "
      + "tiers: [{from: 0 lots, amount: 3.50 USD}, {from: 100 lots, taker: 3 USD, maker: -0.1 USD, rebate: 20 %}]}"
    let commission = try ProfileText.profile(with: line).commission
    #expect(
      commission
        == CommissionModel(
          tiers: [
            .init(taker: dollars(3_500_000), rebate: .percent(5)),
            .init(
              from: 10_000_000_000, taker: dollars(3_000_000), maker: dollars(-100_000), rebate: .percent(20)),
          ], currency: .usd, minimum: Money(units: 1_000_000), monthlyVolume: 12_000_000_000))
    #expect(
      "\(commission)" == "from 0 taker per_lot_and_side 3.50 USD maker per_lot_and_side 3.50 USD rebate 5 %, "
        + "from 10000000000 taker per_lot_and_side 3.00 USD maker per_lot_and_side -0.10 USD rebate 20 % "
        + "minimum 1.00 USD by lots volume 12000000000")
  }

  @Test("Overlapping tiers are named in their unit; a list without one states no cost")
  func tierMistakes() {
    func message(_ model: String) -> String? {
      ProfileText.message(ProfileText.with("commission: {\(model)}"))
    }
    #expect(
      message(
        "model: per_lot_and_side, tiers: [{from: 0 lots, amount: 3 USD}, {from: 50 lots, amount: 2 USD}, "
          + "{from: 20.5 lots, amount: 1 USD}]")
        == "bad value of 'commission.tiers[3].from' (brokers/x.yaml:8): the tier from 20.5 lots overlaps the one "
        + "before, from 50 lots; give the tiers in ascending order, each volume once")
    #expect(
      message("model: of_notional, tiers: [{from: 1000000 USD, rate: 0.1 %}]")
        == "bad value of 'commission.tiers[1].from' (brokers/x.yaml:8): the first tier begins at 1000000.00 USD; "
        + "let it begin at 0, or volumes below have no terms")
    #expect(
      message("model: per_lot_and_side, tiers: []")
        == "bad value of 'commission.tiers' (brokers/x.yaml:8): it has no tier, so nothing says what a fill costs; "
        + "give at least one, or leave the key out")
  }

  @Test("Fees of the notional, by turnover")
  func notional() throws {
    let line =
      "commission: {model: of_notional, tiers: [{from: 0 USD, rate: 0.1 %}, {from: 1000000 USD, maker: 0 %, taker: 0.05 %}]}"
    let commission = try ProfileText.profile(with: line).commission
    #expect(commission.measure == .notional)
    #expect(commission.tiers.map(\.from) == [0, 1_000_000_000_000])
    #expect(commission.tiers[1].maker == .ofNotional(.zero))
    #expect(
      try ProfileText.profile(with: "commission: {model: of_notional, rate: 0.02 %}").commission
        == .ofNotional(Percentage(hundredMillionths: 20_000)))
    #expect(
      try ProfileText.profile(with: "commission: {model: per_contract, amount: 2.25 USD}").commission
        == .perLotAndSide(Money(units: 2_250_000), .usd))
  }

  @Test("Swap, depth and slippage")
  func others() throws {
    let half = PriceDistance(tenThousandths: 5_000, unit: .point)
    #expect(
      try ProfileText.profile(
        with: "swap: {model: points, long: -0.5 points, short: 0.5 points, weekends: true}"
      )
      .swap
        == SwapModel(
          rate: .points(long: PriceDistance(tenThousandths: -5_000, unit: .point), short: half),
          chargesWeekends: true))
    #expect(
      try ProfileText.profile(with: "swap: {model: annual, long: -4.5 %, short: 1 %, triple_day: none}").swap
        == SwapModel(
          rate: .annual(long: Percentage(hundredMillionths: -4_500_000), short: .percent(1)), tripleDay: nil))
    #expect(try ProfileText.profile(with: "swap: none").swap == .none)
    #expect(try ProfileText.profile(with: "depth: quoted").depth == .quoted)
    #expect(
      try ProfileText.profile(with: "depth: {model: fixed, size: 0.5 lots}").depth == .fixed(lots: 50_000_000)
    )
    #expect(
      try ProfileText.profile(with: "slippage: {model: spread, share: 50 %}").slippage
        == .ofSpread(.percent(50)))
    #expect(
      try ProfileText.profile(with: "slippage: {model: volatility, share: 10 %}").slippage
        == .ofVolatility(.percent(10)))
    #expect(
      try ProfileText.profile(with: "slippage: {model: size, distance: 0.5 points}").slippage == .perLot(half)
    )
  }

  @Test("Classes and instruments have terms of their own; the nearer ones hold")
  func terms() throws {
    let text = """
      leverage: 100
      classes:
        fx: {leverage: 30, swap: {model: annual, long: -3 %, short: 1 %}}
        metal: {margin_tiers: [{from: 0 lots, leverage: 500}, {from: 10 lots, leverage: 200}]}
      instruments:
        EURUSD: {leverage: 20}
        ES: {margin: 1500 USD}
      """
    let profile = try ProfileText.profile(with: text)
    let (euro, pound) = try (Self.instrument("EURUSD", profile), Self.instrument("GBPUSD", profile))
    #expect(profile.instruments.isEmpty)
    #expect(profile.terms(for: euro).margin == .leverage(20))
    #expect(profile.terms(for: euro).swap == profile.terms(for: pound).swap)
    #expect(profile.terms(for: pound).margin == .leverage(30))
    #expect(
      profile.terms(for: try Self.instrument("ES", profile)).margin == .perLot(Money(units: 1_500_000_000)))
    #expect(
      profile.terms(for: try Self.instrument("XAUUSD", profile)).margin
        == .tiers([.init(fromLots: 0, leverage: 500), .init(fromLots: 1_000_000_000, leverage: 200)]))
  }

  @Test("The price step is a price")
  func tick() throws {
    let profile = try ProfileText.profile(with: "instruments:\n  US500: {digits: 2, tick: 0.25}\n")
    #expect(profile.instruments.map(\.tickPoints) == [25])
  }

  @Test(
    "Mistakes are named by line and field",
    arguments: [
      (
        "commission: {model: of_notional, tiers: [{from: 0 USD, rate: 1 %}, {from: 0 USD, rate: 2 %}]}",
        "commission.tiers[2].from"
      ),
      (
        "commission: {model: per_lot_and_side, tiers: [{from: 1 lot, amount: 3 USD}]}",
        "commission"
      ),
      (
        "commission: {model: per_lot_and_side, tiers: [{from: 0 lots, amount: 3 USD}, {from: 9 USD, amount: 2 USD}]}",
        "commission.tiers[2].from"
      ),
      ("commission: {model: per_lot_and_side, amount: 3 USD, rebate: 101 %}", "commission.rebate"),
      ("commission: {model: per_lot_and_side, amount: -3 USD}", "commission.amount"),
      ("commission: {model: per_lot_and_side, taker: -3 USD, maker: 1 USD}", "commission.taker"),
      ("commission: {model: per_lot_and_side, amount: 3 USD, minimum: 1 EUR}", "commission.minimum"),
      ("commission: {model: of_notional, amount: 3 USD}", "unknown key 'amount'"),
      ("swap: {model: points, long: 1 point, short: 1 point, triple_day: someday}", "swap.triple_day"),
      ("swap: {model: annual, long: 1 point, short: 1 %}", "swap.long"),
      ("depth: {model: fixed, size: 0 lots}", "depth.size"),
      ("slippage: {model: spread, share: -1 %}", "slippage.share"),
    ])
  func mistakes(line: String, field: String) {
    let message = ProfileText.message(ProfileText.with(line))
    #expect(message?.contains(field) == true, "\(message ?? "no error")")
    #expect(message?.contains("brokers/x.yaml:") == true, "\(message ?? "no error")")
  }

  @Test(
    "Mistakes in terms are on their own line",
    arguments: [
      ("classes:\n  fx:\n    leverage: 20\n    margin: 5 USD", "brokers/x.yaml:12"),
      ("classes:\n  coins: {leverage: 2}", "brokers/x.yaml:10"),
      (
        "classes:\n  fx:\n    margin_tiers:\n      - {from: 0 lots, leverage: 5}\n      - {from: 0 lots, leverage: 2}",
        "classes.fx.margin_tiers[2].from' (brokers/x.yaml:13"
      ),
      ("instruments:\n  ES: {margin: 5 EUR}", "instruments.ES.margin' (brokers/x.yaml:10"),
      ("instruments:\n  ES: {tick: 0.001}", "instruments.ES.tick"),
    ])
  func termMistakes(lines: String, place: String) {
    let message = ProfileText.message(ProfileText.with(lines))
    #expect(message?.contains(place) == true, "\(message ?? "no error")")
  }

  private static func instrument(_ name: String, _ profile: BrokerProfile) throws -> Instrument {
    try #require(Symbol(name).flatMap { profile.instrument($0) })
  }
}
