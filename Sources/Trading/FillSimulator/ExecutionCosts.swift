import TradingCore

/// A broker's costs on one instrument, in points and money, ready to apply.
@usableFromInline
struct ExecutionCosts: Sendable {
  /// The spread model in points.
  enum Spread: Sendable {
    case recorded
    case fixed(Int64)
    case markup(Int64)
    case floor(Int64)
  }

  /// The slippage model in points.
  enum Slippage: Sendable {
    case none
    case fixed(Int64)
    case uniform(ClosedRange<Int64>)
    case normal(mean: Double, deviation: Double)
    case ofSpread(Percentage)
    case ofVolatility(Percentage)
    /// In 1e-4 points.
    case perLot(Int64)
    /// In 1e-4 points.
    case empirical(SlippageSamples)
  }

  /// What a slippage is for.
  struct Occasion {
    let purpose: DrawPurpose
    let order: ClientOrderID
    /// How often the order was executed before: each time draws anew.
    var executions: UInt32 = 0
    let units: Int64
    /// Spread of the quote met, as shown, in points.
    let spread: Int64
    /// Range of the bid in the last whole minute, in points.
    var minuteRange: Int64 = 0
  }

  let spread: Spread
  let slippage: Slippage
  let stopsLevel: Int64
  let tickPoints: Int64
  let unitsPerLot: Int64

  /// - Throws: `ProfileFault` when a distance is no whole number of the instrument's points.
  init(profile: BrokerProfile, instrument: Instrument) throws(ProfileFault) {
    let terms = profile.terms(for: instrument)
    switch terms.spread {
    case .recorded: spread = .recorded
    case .fixed(let distance): spread = .fixed(try Self.points(distance, on: instrument))
    case .markup(let distance): spread = .markup(try Self.points(distance, on: instrument))
    case .floor(let distance): spread = .floor(try Self.points(distance, on: instrument))
    }
    slippage = try Self.slippage(terms.slippage, on: instrument)
    tickPoints = instrument.tickPoints
    unitsPerLot = instrument.unitsPerLot
    stopsLevel = try profile.stopsLevel.points(on: instrument)
  }

  private static func points(
    _ distance: PriceDistance, on instrument: Instrument
  ) throws(ProfileFault) -> Int64 {
    try distance.points(on: instrument, field: "spread.distance")
  }

  private static func slippage(
    _ model: SlippageModel, on instrument: Instrument
  ) throws(ProfileFault) -> Slippage {
    switch model {
    case .none: .none
    case .fixed(let distance): .fixed(try distance.points(on: instrument))
    case .uniform(let minimum, let maximum):
      .uniform(try minimum.points(on: instrument)...maximum.points(on: instrument))
    case .normal(let mean, let deviation):
      .normal(
        mean: Double(try mean.tenThousandthsOfPoint(on: instrument)) / 10_000,
        deviation: Double(try deviation.tenThousandthsOfPoint(on: instrument)) / 10_000)
    case .ofSpread(let share): .ofSpread(share)
    case .ofVolatility(let share): .ofVolatility(share)
    case .perLot(let distance): .perLot(try distance.tenThousandthsOfPoint(on: instrument))
    case .empirical(let samples):
      samples.isEmpty ? .none : .empirical(SlippageSamples(samples))
    }
  }

  /// The quote as the broker shows it. The difference to the recorded spread is split evenly, the odd point
  /// going to the ask.
  func shown(_ quote: Quote) -> Quote {
    let recorded = quote.spreadPoints
    let wanted: Int64
    switch spread {
    case .recorded: return quote
    case .fixed(let points): wanted = points
    case .markup(let points): wanted = recorded + points
    case .floor(let points): wanted = max(recorded, points)
    }
    let extra = wanted - recorded
    let bid = quote.bid.points - (extra >> 1)
    return Quote(
      eventTime: quote.eventTime, bid: Price(points: bid), ask: Price(points: bid + wanted))
  }

  /// Whether slippage depends on the quotes of the minute before.
  var needsMinuteRange: Bool { if case .ofVolatility = slippage { true } else { false } }

  /// Slippage of one execution in points, adverse when positive; whole ticks where a tick is more than a point.
  ///
  /// - Throws: `overflow`.
  func slippagePoints(_ random: CounterRandom, _ occasion: Occasion) throws(ArithmeticError) -> Int64 {
    PriceDistance.wholeSteps(try modelledSlippage(random, occasion), tickPoints: tickPoints)
  }

  private func modelledSlippage(
    _ random: CounterRandom, _ occasion: Occasion
  ) throws(ArithmeticError) -> Int64 {
    // The first execution's key is the purpose alone; later ones count in the bits above it.
    let purpose = occasion.purpose.rawValue | occasion.executions << 8
    let ordinal = occasion.order.ordinal
    switch slippage {
    case .none: return 0
    case .fixed(let points): return points
    case .uniform(let range): return random.integer(in: range, purpose: purpose, ordinal: ordinal)
    case .normal(let mean, let deviation):
      let draw = random.normal(purpose: purpose, ordinal: ordinal)
      return SlippageModel.wholePoints(mean + deviation * draw)
    case .ofSpread(let share):
      return try WideArithmetic.multiplyDivide(
        share.hundredMillionths, occasion.spread, by: Percentage.scale)
    case .ofVolatility(let share):
      return try WideArithmetic.multiplyDivide(
        share.hundredMillionths, occasion.minuteRange, by: Percentage.scale)
    case .perLot(let distance):
      let (divisor, overflowed) = unitsPerLot.multipliedReportingOverflow(by: PriceDistance.scale)
      guard !overflowed else { throw .overflow }
      return try WideArithmetic.multiplyDivide(distance, occasion.units, by: divisor)
    case .empirical(let samples):
      let index = random.integer(in: 0...Int64(samples.values.count - 1), purpose: purpose, ordinal: ordinal)
      return try SlippageModel.wholePoints(tenThousandths: samples.values[Int(index)])
    }
  }
}

/// Recorded slippages in 1e-4 points.
final class SlippageSamples: Sendable {
  let values: [Int64]

  init(_ values: [Int64]) { self.values = values }
}

/// What a random draw is for: part of its key, so that draws of one kind never move those of another.
enum DrawPurpose: UInt32 {
  case slippage = 1
  case protectiveSlippage = 2
  case stopOutSlippage = 3
  case finalSlippage = 4
}
