public import MarketClimate
import StrategyKit
public import TradingCore

/// The regimes that a strategy looks at: a tracker for each of its symbols that has any. Without any it costs nothing.
@usableFromInline
struct EngineClimate: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case symbols = "symbols"
    case trackers = "trackers"
    case nextTime = "next_time"
  }

  /// The symbol of each tracker, ascending.
  private let symbols: [Int]
  @usableFromInline var trackers: [ClimateTracker]
  /// When the next bar of any tracker ends; `distantFuture` while none is open.
  @usableFromInline var nextTime: Timestamp = .distantFuture
  /// The place of each symbol's tracker; beyond the last where a symbol has none.
  @usableFromInline var places: [Int]
  /// The news that affects each symbol; comes with the configuration, and so is no part of the state.
  var news: [NewsSchedule] = []
  /// The symbols and their readings whose regime is another one than before, in order, until they are told to risk.
  var changed: [(symbolIndex: Int, reading: ClimateReading)] = []

  /// What a strategy's `regimes` ask for, of so many symbols.
  init(of wanted: [BarSubscription], symbolCount: Int) {
    let all = (0..<symbolCount).map { index in
      let timeframes = Set(wanted.filter { $0.symbolIndex == index }.map(\.timeframe))
      return (index: index, timeframes: Timeframe.ofRegimes.filter(timeframes.contains))
    }
    let observed = all.filter { !$0.timeframes.isEmpty }
    symbols = observed.map(\.index)
    trackers = observed.map { ClimateTracker(timeframes: $0.timeframes) }
    places = Self.places(symbols)
  }

  @usableFromInline
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    symbols = try container.decode([Int].self, forKey: .symbols)
    trackers = try container.decode([ClimateTracker].self, forKey: .trackers)
    nextTime = try container.decode(Timestamp.self, forKey: .nextTime)
    let isAscending = zip(symbols, symbols.dropFirst()).allSatisfy { $0 < $1 }
    guard symbols.count == trackers.count, isAscending, symbols.allSatisfy({ (0..<1_024).contains($0) })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .symbols, in: container, debugDescription: "expected a symbol for each tracker, ascending")
    }
    places = Self.places(symbols)
  }

  @usableFromInline
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(symbols, forKey: .symbols)
    try container.encode(trackers, forKey: .trackers)
    try container.encode(nextTime, forKey: .nextTime)
  }

  private static func places(_ symbols: [Int]) -> [Int] {
    (0..<(symbols.last ?? -1) + 1).map { symbols.firstIndex(of: $0) ?? .max }
  }

  /// Whether nothing is looked at.
  @inlinable var isEmpty: Bool { trackers.isEmpty }

  /// What is looked at, by symbol.
  var timeframes: [Int: [Timeframe]] {
    Dictionary(uniqueKeysWithValues: zip(symbols, trackers.map(\.timeframes)))
  }

  /// The readings of so many symbols, as `Context.climate` has them.
  func readings(symbolCount: Int) -> [ClimateReading?] {
    var readings = [ClimateReading?](repeating: nil, count: symbolCount * Timeframe.ofRegimes.count)
    for (symbol, tracker) in zip(symbols, trackers) {
      for reading in tracker.readings {
        guard let place = Context.climatePlace(reading.timeframe, symbolIndex: symbol) else { continue }
        readings[place] = reading
      }
    }
    return readings
  }

  /// Takes a quote of a symbol, once all that was due at its time is closed.
  @inlinable
  mutating func add(_ quote: Quote, symbolIndex: Int) {
    guard let place = place(of: symbolIndex) else { return }
    nextTime = min(nextTime, trackers[place].taking(quote))
  }

  /// Takes quotes of a symbol that lie in one minute, once all that was due at the first one's time is closed.
  @inlinable
  mutating func add(_ quotes: UnsafeBufferPointer<Quote>, symbolIndex: Int) {
    guard let place = place(of: symbolIndex) else { return }
    nextTime = min(nextTime, trackers[place].taking(quotes))
  }

  /// Whether the next quote of a symbol begins a minute, of which nobody knows yet when it ends.
  @inlinable
  mutating func awaitsMinute(symbolIndex: Int) -> Bool {
    place(of: symbolIndex).map { !trackers[$0].isInMinute } ?? false
  }

  @inlinable
  func place(of symbolIndex: Int) -> Int? {
    guard symbolIndex < places.count, places[symbolIndex] < trackers.count else { return nil }
    return places[symbolIndex]
  }

  /// Closes the bars that end at this time or before, begins and ends windows of news, and puts what is new among the
  /// readings of all symbols, as `Context.climate` has them.
  ///
  /// `notesChanges`: whether `changed` is to have the readings whose regime is another one than before.
  mutating func close(at time: Timestamp, into readings: inout [ClimateReading?], notesChanges: Bool) {
    var next = Timestamp.distantFuture
    for place in trackers.indices {
      let symbol = symbols[place]
      guard let first = Context.climatePlace(.m1, symbolIndex: symbol) else { continue }
      let changes = trackers[place].close(at: time, into: &readings, from: first)
      if notesChanges { note(changes, at: place) }
      if symbol < news.count {
        let isOn = news[symbol].isOn(at: time)
        let changes = trackers[place].setNews(isOn, at: time, into: &readings, from: first)
        if notesChanges { note(changes, at: place) }
        next = min(next, news[symbol].nextChange(after: time) ?? .distantFuture)
      }
      next = min(next, trackers[place].nextTime)
    }
    nextTime = next
  }

  private mutating func note(_ changes: ClimateChanges, at place: Int) {
    guard changes.haveRegimes else { return }
    changed += trackers[place].regimes(changes).map { (symbols[place], $0) }
  }
}
