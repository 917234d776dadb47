import MarketClimate
package import TradingCore

/// What moves, how wide and how fast, of one symbol in the session at hand, beside what is usual for it.
package struct ScannedSymbol: Sendable, Hashable {
  /// The symbol.
  package let symbol: Symbol
  /// Decimals of its price.
  package let digits: Int
  /// The last quote at or before the instant.
  package let last: Quote
  /// The first bid of the stretch.
  package let open: Price
  /// The highest bid of it.
  package let high: Price
  /// The lowest bid of it.
  package let low: Price
  /// Quotes in it.
  package let quotes: Int
  /// The mean spread in it, in points.
  package let spread: Double
  /// Its range over the median range of earlier such stretches; `nil` without any.
  package let rangeRatio: Double?
  /// Its spread over the median spread of earlier such stretches.
  package let spreadRatio: Double?
  /// How many earlier stretches that is.
  package let history: Int
  /// The regimes.
  package var readings: [ClimateReading]

  /// How far the price has gone in the stretch, as a ratio.
  package var move: Double { Double(last.bid.points - open.points) / Double(max(open.points.magnitude, 1)) }
  /// The distance from the lowest to the highest bid, in points.
  package var range: Int64 { high.points - low.points }
}

/// Walks over one symbol's quotes, and measures the stretch at hand and the ones like it on earlier days.
struct SymbolScan {
  /// One stretch of time, as far as it has been walked.
  private struct Stretch {
    let span: TimeSpan
    var open: Price?
    var high = Price(points: .min)
    var low = Price(points: .max)
    var quotes = 0
    var spreads: Double = 0

    mutating func add(_ quote: Quote) {
      if open == nil { open = quote.bid }
      high = max(high, quote.bid)
      low = min(low, quote.bid)
      quotes += 1
      spreads += Double(quote.ask.points - quote.bid.points)
    }

    var range: Double { Double(high.points - low.points) }
    var spread: Double { spreads / Double(max(quotes, 1)) }
  }

  private let symbol: Symbol
  private let digits: Int
  private var stretches: [Stretch]
  private var place = 0
  private var last: Quote?
  private var climate: FollowedClimate?

  /// `spans`: the stretches in order of time, none overlapping, the one at hand last; `climate`: what follows the
  /// symbol's, `nil` where it is known from elsewhere.
  init(symbol: Symbol, digits: Int, spans: [TimeSpan], climate: FollowedClimate?) {
    (self.symbol, self.digits, self.climate) = (symbol, digits, climate)
    stretches = spans.map { Stretch(span: $0) }
  }

  mutating func add(_ quotes: UnsafeBufferPointer<Quote>) {
    for quote in quotes {
      climate?.add(quote)
      while place < stretches.count, quote.eventTime >= stretches[place].span.to { place += 1 }
      if place < stretches.count, stretches[place].span.contains(quote.eventTime) {
        stretches[place].add(quote)
      }
    }
    last = quotes.last ?? last
  }

  /// What was found at the instant; `nil` for a symbol that has no quote in the stretch at hand.
  mutating func result(at time: Timestamp) -> ScannedSymbol? {
    climate?.pass(to: time)
    guard let last, let present = stretches.last, let open = present.open else { return nil }
    let earlier = stretches.dropLast().filter { $0.quotes > 0 }
    func ratio(_ value: Double, _ others: [Double]) -> Double? {
      let usual = others.sorted()
      guard !usual.isEmpty, usual[usual.count / 2] > 0 else { return nil }
      return value / usual[usual.count / 2]
    }
    return ScannedSymbol(
      symbol: symbol, digits: digits, last: last, open: open, high: present.high, low: present.low,
      quotes: present.quotes, spread: present.spread,
      rangeRatio: ratio(present.range, earlier.map(\.range)),
      spreadRatio: ratio(present.spread, earlier.map(\.spread)), history: earlier.count,
      readings: climate?.tracker.readings ?? [])
  }
}

/// Walks over the quotes of several symbols up to an instant.
struct MarketScan {
  /// The instant.
  let time: Timestamp
  let stretches: ScanStretches
  private let symbols: [Symbol]
  private var scans: [SymbolScan]

  /// `first`: the first quote at hand; `known`: symbols whose regimes are known from elsewhere.
  init(
    at time: Timestamp, from first: Timestamp, _ symbols: [(symbol: Symbol, digits: Int)],
    _ calendars: Calendars, known: Set<Symbol> = []
  ) {
    let stretches = ScanStretches(at: time, from: first, calendar: calendars.markets)
    (self.time, self.stretches, self.symbols) = (time, stretches, symbols.map(\.symbol))
    scans = symbols.map { symbol, digits in
      let news = InstrumentCatalog.standard[symbol].map { calendars.news.schedule(affecting: $0) }
      return SymbolScan(
        symbol: symbol, digits: digits, spans: stretches.spans,
        climate: known.contains(symbol) ? nil : FollowedClimate(news: news))
    }
  }

  mutating func add(_ quotes: UnsafeBufferPointer<Quote>, symbolIndex: Int) { scans[symbolIndex].add(quotes) }

  /// What was found, the symbol that moves most beside its usual range first, and symbols without a quote in the stretch at
  /// hand.
  mutating func results() -> (rows: [ScannedSymbol], quiet: [Symbol]) {
    let found = scans.indices.map { (symbols[$0], scans[$0].result(at: time)) }
    let rows = found.compactMap(\.1).sorted {
      ($1.rangeRatio ?? 0, $0.symbol.name) < ($0.rangeRatio ?? 0, $1.symbol.name)
    }
    return (rows, found.filter { $0.1 == nil }.map(\.0))
  }
}

/// The stretches of time that a scan compares: the session at hand as far as it has come, and the same hours of earlier
/// days.
struct ScanStretches {
  /// The session; `nil` where none is open, and the stretch is the trading day.
  let session: TradingSession?
  let spans: [TimeSpan]

  /// More earlier days than this are not looked at.
  static let mostDays: Int64 = 60

  init(at time: Timestamp, from first: Timestamp, calendar: MarketCalendar) {
    let earliest = max(first, time.advanced(by: -Self.mostDays * Timestamp.day))
    // Of sessions that overlap, the one that opened last.
    let open = calendar.openSessions(at: time).compactMap { session in
      calendar.openings(of: session, from: time, to: time.advanced(by: 1)).first
    }.max { $0.span.from < $1.span.from }
    session = open?.session
    var spans: [TimeSpan] = []
    if let open {
      let elapsed = time.nanoseconds - open.span.from.nanoseconds + 1
      spans = calendar.openings(of: open.session, from: earliest, to: time.advanced(by: 1)).map {
        TimeSpan(from: $0.span.from, to: min($0.span.to, $0.span.from.advanced(by: elapsed)))
      }
    } else {
      // A trading day has 23 to 25 hours.
      let end = NewYorkCalendar.nextRoll(after: time)
      let start = NewYorkCalendar.nextRoll(after: end.advanced(by: -26 * Timestamp.hour))
      let elapsed = time.nanoseconds - start.nanoseconds + 1
      var roll = min(NewYorkCalendar.nextRoll(after: earliest), start)
      while roll <= start {
        spans.append(TimeSpan(from: roll, to: roll.advanced(by: elapsed)))
        roll = NewYorkCalendar.nextRoll(after: roll)
      }
    }
    self.spans = spans
  }
}
