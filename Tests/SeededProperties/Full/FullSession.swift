import RiskControl
import TestSupport
import TradingCore

/// A random trader at a random broker with everything switched on: tiers, minimums, rebates, swap, conversion,
/// margin by class and tier, depth, every slippage, every order. The same for the same seed everywhere.
struct FullSession {
  /// A quote of one of the symbols.
  struct Tick {
    var symbol: Int
    var quote: Quote
  }

  let seed: UInt64
  let traded: [Instrument]
  let conversions: [Instrument]
  let profile: BrokerProfile
  let startBalance: Money
  let ticks: [Tick]

  var instruments: [Instrument] { traded + conversions }

  init(seed: UInt64) {
    var maker = FullSessionMaker(seed: seed)
    let markets = maker.markets()
    self.seed = seed
    traded = markets.traded
    conversions = markets.conversions
    profile = maker.profile(traded + conversions)
    startBalance = Money(units: maker.pick([500, 2_000, 20_000, 500_000]) * 1_000_000)
    ticks = maker.ticks(traded + conversions)
  }
}

/// Draws the parts of a session.
private struct FullSessionMaker {
  var random: SeededGenerator
  /// Percent of quotes that jump: every third session has many gaps.
  let gapPercent: Int64

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed &* 31 &+ 7)
    gapPercent = seed % 3 == 2 ? 20 : 5
  }

  mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }
  mutating func chance(_ percent: Int64) -> Bool { number(1...100) <= percent }
  mutating func pick<T>(_ choices: [T]) -> T { choices[Int(number(0...Int64(choices.count - 1)))] }

  // MARK: Instruments

  /// What can be traded in dollars, with the pair that it takes.
  private static let choices: [(symbol: String, conversion: String?)] = [
    ("EURUSD", nil), ("USDJPY", nil), ("XAUUSD", nil), ("BTCUSD", nil), ("ES", nil), ("EURGBP", "GBPUSD"),
    ("GBPJPY", "USDJPY"), ("AUDCAD", "USDCAD"),
  ]

  mutating func markets() -> (traded: [Instrument], conversions: [Instrument]) {
    var names: [String] = []
    var pairs: [String] = []
    for _ in 0..<number(1...2) {
      let (symbol, conversion) = pick(Self.choices)
      if names.contains(symbol) { continue }
      names.append(symbol)
      if let conversion, !pairs.contains(conversion) { pairs.append(conversion) }
    }
    pairs.removeAll { names.contains($0) }
    // A commission in pounds needs them, too.
    if !names.contains("GBPUSD"), !pairs.contains("GBPUSD") { pairs.append("GBPUSD") }
    return (names.map(Known.instrument), pairs.map(Known.instrument))
  }

  // MARK: Broker

  mutating func profile(_ instruments: [Instrument]) -> BrokerProfile {
    var profile = BrokerProfile(
      name: "full", accountMode: pick([.hedging, .netting]), leverage: pick([30, 100, 500]),
      slippage: slippage(), commission: commission(),
      latencyNanoseconds: pick([0, 0, 0, 1, 200, 3_000]) * Timestamp.millisecond,
      latencyRule: pick([.lastBefore, .lastBefore, .firstAfter]),
      limitFill: pick([.atPrice, .atPrice, .atQuote]),
      marginCallPercent: 100, stopOutPercent: pick([0, 50, 100]), bookingDigits: pick([6, 6, 2]),
      swap: swap(), depth: pick([.unlimited, .unlimited, .fixed(lots: 1_000_000), .fixed(lots: 7_000_000)]),
      instruments: instruments)
    if chance(50) { profile.classTerms[.fx] = TradingTerms(margin: margin()) }
    if chance(30) { profile.classTerms[.metal] = TradingTerms(commission: commission(), swap: swap()) }
    if chance(50) {
      profile.symbolTerms[instruments[0].symbol] = TradingTerms(
        slippage: chance(50) ? slippage() : nil, commission: chance(50) ? commission() : nil,
        swap: chance(50) ? swap() : nil, margin: chance(50) ? margin() : nil)
    }
    return profile
  }

  private mutating func slippage() -> SlippageModel {
    pick([
      .none, .none, .fixed(.points(3)), .uniform(minimum: .points(-2), maximum: .points(6)),
      .ofSpread(.percent(number(0...90))), .ofVolatility(.percent(number(0...30))),
      .perLot(PriceDistance(tenThousandths: number(0...90_000), unit: .point)),
      .empirical([0, 5_000, 15_000, -10_000, 42_000]),
    ])
  }

  private mutating func fee(negative: Bool = false) -> CommissionModel.Fee {
    chance(50)
      ? .perLot(Money(units: number((negative ? -1_000_000 : 0)...7_000_000)))
      : .ofNotional(Percentage(hundredMillionths: number((negative ? -2_000 : 0)...20_000)))
  }

  private mutating func commission() -> CommissionModel {
    if chance(15) { return .none }
    if chance(20) { return .perLotAndSide(Money(units: 3_500_000), .usd) }
    let measure: CommissionModel.VolumeMeasure = pick([.lots, .notional])
    var tiers: [CommissionModel.Tier] = []
    var from: Int64 = 0
    for _ in 0..<number(1...3) {
      tiers.append(
        .init(
          from: from, taker: fee(), maker: chance(40) ? fee(negative: true) : nil,
          rebate: pick([.zero, .percent(20), Percentage(hundredMillionths: 33_333_333)])))
      from += measure == .lots ? number(1...30) * 1_000_000 : number(500...40_000) * 1_000_000
    }
    return CommissionModel(
      tiers: tiers, currency: pick([.usd, .usd, .gbp]),
      minimum: Money(units: pick([0, 0, 50_000, 1_000_000])),
      measure: measure, monthlyVolume: pick([0, 0, measure == .lots ? 5_000_000 : 3_000_000_000]))
  }

  private mutating func swap() -> SwapModel {
    let rate: SwapModel.Rate =
      switch number(0...2) {
      case 0: .none
      case 1:
        .points(
          long: PriceDistance(tenThousandths: number(-200_000...50_000), unit: .point),
          short: PriceDistance(tenThousandths: number(-20_000...5_000), unit: .pip))
      default:
        .annual(
          long: Percentage(hundredMillionths: number(-9_000_000...1_000_000)),
          short: Percentage(hundredMillionths: number(-9_000_000...3_000_000)))
      }
    return SwapModel(rate: rate, tripleDay: pick([3, 3, 5, nil]), chargesWeekends: chance(25))
  }

  private mutating func margin() -> MarginModel {
    switch number(0...3) {
    case 0: .account
    case 1: .leverage(pick([5, 20, 200]))
    case 2: .perLot(Money(units: number(100...3_000) * 1_000_000))
    default:
      .tiers([
        .init(fromLots: 0, leverage: 200), .init(fromLots: number(1...5) * 1_000_000, leverage: 50),
        .init(fromLots: 9_000_000, leverage: 10),
      ])
    }
  }

  // MARK: Quotes

  /// Winter, the changes of New York's clock, the end of a month.
  private static let starts: [Int64] = [
    1_704_888_000_000, 1_710_097_200_000, 1_730_541_600_000, 1_706_716_800_000, 1_709_913_600_000,
  ]

  mutating func ticks(_ instruments: [Instrument]) -> [FullSession.Tick] {
    var time = Timestamp(milliseconds: pick(Self.starts) + number(0...36_000_000))
    var mids = instruments.map { Self.price(of: $0) }
    var result: [FullSession.Tick] = []
    var symbol = 0
    var wasCrossed = false
    for index in 0..<Int(number(60...260)) {
      // Every symbol is seen early, mostly.
      symbol =
        index < instruments.count && chance(90)
        ? instruments.count - 1 - index : chance(60) ? symbol : Int(number(0...Int64(instruments.count - 1)))
      time = time.advanced(by: step() * Timestamp.millisecond)
      let instrument = instruments[symbol]
      let scale = max(instrument.tickPoints, Self.price(of: instrument) / 110_000)
      mids[symbol] += number(-8...8) * scale
      if chance(gapPercent) { mids[symbol] += number(-120...120) * scale }
      wasCrossed = chance(wasCrossed ? 40 : 4)
      let spread = wasCrossed ? -number(1...10) * scale : chance(6) ? 0 : number(1...20) * scale
      let bid = (mids[symbol] - spread / 2) / instrument.tickPoints * instrument.tickPoints
      result.append(
        .init(
          symbol: symbol,
          quote: Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: bid + spread))))
    }
    return result
  }

  /// Milliseconds to the next quote: mostly little, now and then hours.
  private mutating func step() -> Int64 {
    switch number(1...100) {
    case ...10: 0
    case ...70: number(1...1_500)
    case ...90: number(1_500...90_000)
    case ...98: number(90_000...4_000_000)
    default: number(4_000_000...90_000_000)
    }
  }

  private static func price(of instrument: Instrument) -> Int64 {
    switch instrument.symbol.name {
    case "USDJPY": 147_000
    case "GBPJPY": 187_000
    case "XAUUSD": 2_050_000
    case "BTCUSD": 4_300_000
    case "ES": 480_000
    case "EURGBP": 86_000
    case "GBPUSD": 127_000
    case "USDCAD": 134_000
    case "AUDCAD": 89_000
    default: 110_000
    }
  }
}
