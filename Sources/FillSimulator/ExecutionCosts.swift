import TradingCore

/// A broker's costs on one instrument, in points and money, ready to apply.
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
  }

  let spread: Spread
  let slippage: Slippage
  let stopsLevel: Int64

  /// - Throws: `ProfileFault` when a distance is no whole number of the instrument's points.
  init(profile: BrokerProfile, instrument: Instrument) throws(ProfileFault) {
    switch profile.spread {
    case .recorded: spread = .recorded
    case .fixed(let distance): spread = .fixed(try distance.points(on: instrument))
    case .markup(let distance): spread = .markup(try distance.points(on: instrument))
    case .floor(let distance): spread = .floor(try distance.points(on: instrument))
    }
    switch profile.slippage {
    case .none: slippage = .none
    case .fixed(let distance): slippage = .fixed(try distance.points(on: instrument))
    case .uniform(let minimum, let maximum):
      slippage = .uniform(try minimum.points(on: instrument)...maximum.points(on: instrument))
    case .normal(let mean, let deviation):
      slippage = .normal(
        mean: Double(try mean.tenThousandthsOfPoint(on: instrument)) / 10_000,
        deviation: Double(try deviation.tenThousandthsOfPoint(on: instrument)) / 10_000)
    case .ofSpread, .ofVolatility, .perLot, .empirical:
      throw ProfileFault(
        field: "slippage", problem: "'\(profile.slippage)' is not known here", remedy: "use another model")
    }
    stopsLevel = try profile.stopsLevel.points(on: instrument)
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

  /// Slippage of one execution in points, adverse when positive.
  func slippagePoints(_ random: CounterRandom, purpose: UInt32, ordinal: UInt64) -> Int64 {
    switch slippage {
    case .none: 0
    case .fixed(let points): points
    case .uniform(let range): random.integer(in: range, purpose: purpose, ordinal: ordinal)
    case .normal(let mean, let deviation):
      Int64((mean + deviation * random.normal(purpose: purpose, ordinal: ordinal)).rounded(.toNearestOrEven))
    }
  }
}

/// What a random draw is for: part of its key, so that draws of one kind never move those of another.
enum DrawPurpose: UInt32 {
  case slippage = 1
  case protectiveSlippage = 2
  case stopOutSlippage = 3
  case finalSlippage = 4
}
