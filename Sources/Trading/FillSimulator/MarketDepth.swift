import TradingCore

/// What each symbol's last quote still offers, where a profile limits depth.
struct MarketDepth: Sendable {
  /// The depth model in units.
  enum Model: Sendable {
    case unlimited
    case quoted(step: Int64)
    case fixed(units: Int64)
  }

  struct Taken: Sendable, Hashable, Codable {
    private enum CodingKeys: String, CodingKey {
      case bid = "bid"
      case ask = "ask"
    }

    var bid: Int64 = 0
    var ask: Int64 = 0
  }

  private let models: [Model]
  private(set) var taken: [Taken]
  /// Whether something was taken from a symbol's last quote, so that its next one has to be seen.
  private(set) var isTaken = false
  /// Whether sizes of the quotes have to be known.
  let needsSizes: Bool

  init(profile: BrokerProfile, instruments: [Instrument]) {
    models = instruments.map { instrument in
      switch profile.terms(for: instrument).depth {
      case .unlimited: .unlimited
      case .quoted: .quoted(step: instrument.stepUnits)
      case .fixed(let lots):
        .fixed(units: Self.wholeSteps(lots: lots, on: instrument))
      }
    }
    taken = models.map { _ in Taken() }
    needsSizes = models.contains { if case .quoted = $0 { true } else { false } }
  }

  private static func wholeSteps(lots: Int64, on instrument: Instrument) -> Int64 {
    let units = Int64(clamping: Int128(lots) * Int128(instrument.unitsPerLot) / 100_000_000)
    return max(0, units - units % instrument.stepUnits)
  }

  /// What an order of this side finds at a quote: what it offers less what was taken, in whole lot steps.
  func offered(_ side: OrderSide, _ symbolIndex: Int, _ size: QuoteSize) -> Int64 {
    let taken = side == .buy ? taken[symbolIndex].ask : taken[symbolIndex].bid
    switch models[symbolIndex] {
    case .unlimited: return .max
    case .fixed(let units): return max(0, units - taken)
    case .quoted(let step):
      let units = max(0, side == .buy ? size.askUnits : size.bidUnits)
      return max(0, units - units % step - taken)
    }
  }

  /// Takes units from the side that an order trades on.
  mutating func take(_ units: Int64, _ side: OrderSide, _ symbolIndex: Int) {
    if case .unlimited = models[symbolIndex] { return }
    if side == .buy { taken[symbolIndex].ask += units } else { taken[symbolIndex].bid += units }
    isTaken = true
  }

  /// The symbol's next quote offers all of its own.
  mutating func renew(_ symbolIndex: Int) {
    guard isTaken else { return }
    taken[symbolIndex] = Taken()
    isTaken = taken.contains { $0 != Taken() }
  }

  /// Goes on with what was taken before.
  mutating func restore(_ taken: [Taken]) {
    self.taken = taken
    isTaken = taken.contains { $0 != Taken() }
  }
}

/// The range of a symbol's bid in the minute at hand and in the last one before it that had quotes, UTC.
struct MinuteRange: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case lastPoints = "lastPoints"
    case end = "end"
    case low = "low"
    case high = "high"
  }

  /// Highest less lowest bid of the last whole minute, in points; 0 before there was one.
  private(set) var lastPoints: Int64 = 0
  private var end = Timestamp.distantPast
  private var low: Int64 = 0
  private var high: Int64 = 0

  /// Takes a quote as the broker shows it.
  mutating func see(_ quote: Quote) {
    let bid = quote.bid.points
    if quote.eventTime >= end {
      if end != .distantPast { lastPoints = high - low }
      let inMinute = quote.eventTime.nanoseconds % Timestamp.minute
      let start = quote.eventTime.advanced(by: -(inMinute < 0 ? inMinute + Timestamp.minute : inMinute))
      end = start.advanced(by: Timestamp.minute)
      (low, high) = (bid, bid)
    } else {
      low = min(low, bid)
      high = max(high, bid)
    }
  }
}
