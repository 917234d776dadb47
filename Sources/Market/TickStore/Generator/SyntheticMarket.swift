package import FileSystem
package import TradingCore

/// A made-up market that looks like a recorded one: for trying things out, for samples that may be given away,
/// and for benchmarks. No strategy can be judged by it.
///
/// - Activity follows the sessions of the day; volatility comes in clusters (log-normal, an autoregression by the
///   minute and one by the day) and takes activity and spread with it.
/// - Prices are a random walk of normal steps with the minute's volatility, with jumps at some news times and
///   over weekends; nothing about their direction can be forecast, unless an edge is planted.
/// - Ticks come on a grid of 51 ms with a few milliseconds of delay, as recorded feeds show, in bursts.
/// - The spread moves about the minute's middle; it widens with volatility, news and at 17:00 New York.
/// - It is closed when the instrument's hours say so. Holidays are not known.
///
/// The same seed, instrument, parameters, start and days give the same ticks on every machine.
package struct SyntheticMarket: Sendable {
  /// The instrument.
  package let instrument: Instrument
  /// What the market looks like.
  package let parameters: Parameters
  /// What the random numbers hang on.
  package let seed: UInt64
  /// The first day, from midnight UTC.
  package let start: CivilDate
  /// What is planted for strategies to find; `nil` for a market in which there is nothing.
  package let planted: PlantedEdge?

  /// What a file of generated ticks says of where they come from.
  package static let source = "generated"

  /// 2024-01-01, a Monday: fixed, so that no clock is needed.
  package static let standardStart = CivilDate(daysSinceEpoch: 19_723)

  /// A market; parameters are by default those that suit the instrument.
  package init(
    _ instrument: Instrument, parameters: Parameters? = nil, seed: UInt64,
    start: CivilDate = SyntheticMarket.standardStart, planted: PlantedEdge? = nil
  ) {
    self.instrument = instrument
    self.planted = planted
    self.parameters = parameters ?? .standard(for: instrument)
    self.seed = seed
    self.start = start
  }

  /// Writes so many calendar days of ticks to a file.
  ///
  /// - Parameters:
  ///   - days: how many calendar days.
  ///   - path: the path of the tick file.
  ///   - cancellation: asked between blocks.
  ///   - progress: called at the start of each day with the days done.
  /// - Returns: what was written.
  /// - Throws: `noTicks` when the market is closed on all of the days; `tickOutOfRange` for days outside of the
  ///   years 1680 to 2259; `file`. Nothing is left then.
  package func generate(
    days: Int, to path: String, cancellation: Cancellation = .never,
    progress: ((Int) -> Void)? = nil
  ) throws(TickStoreError) -> TickFileSummary {
    let metadata = TickFileMetadata(
      symbol: instrument.symbol, digits: instrument.digits, source: Self.source,
      provenance: "synthetic market, not recorded: \(days) days from \(start), seed \(seed)"
        + (planted.map { "; " + $0.provenance } ?? ""))
    let writer = try TickFileWriter(path: path, metadata: metadata, cancellation: cancellation)
    try generate(days: days, into: writer, progress: progress)
    return try writer.finish()
  }

  /// Adds so many calendar days of ticks to a file that is being written.
  ///
  /// - Parameters:
  ///   - days: how many calendar days.
  ///   - writer: the file.
  ///   - progress: called at the start of each day with the days done.
  /// - Throws: as the writer does.
  package func generate(
    days: Int, into writer: TickFileWriter, progress: ((Int) -> Void)? = nil
  ) throws(TickStoreError) {
    let (end, overflowed) = start.daysSinceEpoch.addingReportingOverflow(Int64(max(0, days)))
    let limit: Int64 = 106_000
    guard !overflowed, end <= limit, start.daysSinceEpoch >= -limit else {
      throw .tickOutOfRange(path: writer.path, ordinal: 1, reason: TimeUnit.limitRule)
    }
    let random = CounterRandom(seed: seed, stream: Self.stream(of: instrument.symbol))
    var weather = MarketWeather(random: random, parameters: parameters, hours: instrument.hours)
    var ticks = TickSequence(random: random, parameters: parameters, planted: planted)
    var isOpen = false
    for minute in (start.daysSinceEpoch * 1_440)..<(end * 1_440) {
      if minute % 1_440 == 0 { progress?(Int(minute / 1_440 - start.daysSinceEpoch)) }
      let begin = Timestamp(nanoseconds: minute * Timestamp.minute)
      let wasOpen = isOpen
      isOpen = instrument.hours.isOpen(at: begin)
      guard isOpen else { continue }
      let conditions = weather.next(minute: minute, reopens: !wasOpen && ticks.count > 0)
      if !wasOpen { ticks.restart(at: begin) }
      ticks.begin(conditions)
      while let quote = ticks.next(before: begin.advanced(by: Timestamp.minute)) { try writer.append(quote) }
    }
  }

  /// FNV-1a over the name: markets of one seed are independent of each other.
  private static func stream(of symbol: Symbol) -> UInt64 {
    symbol.name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// The fast part of a synthetic market: tick after tick under the conditions of the minute.
struct TickSequence {
  private enum Purpose {
    static let gap: UInt32 = 17
    static let price: UInt32 = 18
    static let spread: UInt32 = 19
  }

  /// The grid of the feed in milliseconds, and how many steps of it lie between ticks at least.
  private static let grid = 51.0
  private static let fewestSteps = 2.0
  /// How many ticks follow at the shortest distance.
  private static let burstShare = 0.3

  private(set) var count: UInt64 = 0
  private let random: CounterRandom
  private let parameters: SyntheticMarket.Parameters
  private var conditions = MarketWeather.Minute(rate: 1, volatility: 0, spread: 1, jump: 0)
  private var nextTime = Int64.min
  private var mid: Double
  private var reversion: PriceReversion?
  private var spreadNoise = 0.0

  init(random: CounterRandom, parameters: SyntheticMarket.Parameters, planted: PlantedEdge? = nil) {
    self.random = random
    self.parameters = parameters
    mid = Double(parameters.startPrice)
    reversion = planted == .reversion ? PriceReversion(at: mid) : nil
  }

  /// The market opens: the first tick comes a little after.
  mutating func restart(at time: Timestamp) {
    nextTime = time.nanoseconds / Timestamp.millisecond
    nextTime += 200 + Int64(bitPattern: random.bits(purpose: Purpose.gap, ordinal: count) >> 54)
  }

  /// A new minute begins.
  mutating func begin(_ minute: MarketWeather.Minute) {
    conditions = minute
    mid *= 1 + minute.jump
    if let drawn = reversion?.drawn(mid) { mid = drawn }
  }

  /// The next tick, unless it comes at or after the time.
  mutating func next(before end: Timestamp) -> Quote? {
    guard nextTime < end.nanoseconds / Timestamp.millisecond else { return nil }
    let quote = makeQuote()
    count += 1
    nextTime += gap()
    return quote
  }

  private mutating func makeQuote() -> Quote {
    let step = Double(parameters.priceStep)
    mid *= 1 + conditions.volatility * random.normal(purpose: Purpose.price, ordinal: count)
    // A price at a twentieth or at twenty times the first one stays there: it keeps clear of zero and of 2^40.
    let first = Double(parameters.startPrice)
    mid = min(max(mid, first / 20), min(20 * first, 0x1p39))
    spreadNoise = 0.6 * spreadNoise + 0.8 * random.normal(purpose: Purpose.spread, ordinal: count)
    let wanted = parameters.spread * conditions.spread * (1 + 0.25 * spreadNoise)
    let spread = max(step, (wanted / step).rounded() * step)
    let bid = ((mid - spread / 2) / step).rounded() * step
    return Quote(
      eventTime: Timestamp(milliseconds: nextTime), bid: Price(points: Int64(bid)),
      ask: Price(points: Int64(bid + spread)))
  }

  /// Milliseconds to the next tick: steps of the grid, few in a burst and else with a long tail, and a delay.
  private func gap() -> Int64 {
    let bits = random.bits(purpose: Purpose.gap, ordinal: count)
    let meanSteps = 1_000 / max(conditions.rate, 1e-6) / Self.grid
    let wait = max(0.2, meanSteps - Self.fewestSteps) / (1 - Self.burstShare)
    var steps = Self.fewestSteps
    if Double(bits >> 48) >= Self.burstShare * 65_536 {
      // Half the square of an exponential variable: mean 1, and a tail longer than the exponential's own.
      let uniform = (Double(bits >> 16 & 0xFFFF_FFFF) + 0.5) * 0x1p-32
      let exponential = -DeterministicMath.log(uniform)
      steps += min(40_000, (wait * exponential * exponential / 2).rounded(.down))
    }
    return Int64(steps * Self.grid) + Self.delay(bits & 0xFF)
  }

  /// 0 to 3 ms, mostly 0 or 1.
  private static func delay(_ byte: UInt64) -> Int64 {
    if byte < 140 { return 0 }
    if byte < 226 { return 1 }
    return byte < 247 ? 2 : 3
  }
}
