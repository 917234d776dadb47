import MarketClimate
import StrategyKit
public import TradingCore

/// The regimes that a strategy looks at: a tracker for each of its symbols that has any.
@usableFromInline
struct EngineClimate: Sendable, Codable {
  private enum CodingKeys: String, CodingKey {
    case trackers = "trackers"
    case nextTime = "nextTime"
  }

  private var trackers: [ClimateTracker?]
  /// The news that affects each symbol; comes with the configuration, and so is no part of the state.
  var news: [NewsSchedule] = []
  /// When the next bar of any tracker ends; `distantFuture` while none is open.
  @usableFromInline private(set) var nextTime: Timestamp = .distantFuture

  /// What a strategy's `regimes` ask for, of so many symbols; `nil` when they ask for nothing.
  init?(of wanted: [BarSubscription], symbolCount: Int) {
    trackers = (0..<symbolCount).map { index in
      let timeframes = Set(wanted.filter { $0.symbolIndex == index }.map(\.timeframe))
      return timeframes.isEmpty
        ? nil : ClimateTracker(timeframes: Timeframe.ofRegimes.filter(timeframes.contains))
    }
    guard trackers.contains(where: { $0 != nil }) else { return nil }
  }

  /// What is looked at, by symbol.
  var timeframes: [[Timeframe]] { trackers.map { $0?.timeframes ?? [] } }

  /// The readings of all symbols, as `Context.climate` has them.
  var readings: [ClimateReading?] {
    trackers.flatMap { tracker in Timeframe.ofRegimes.map { tracker?.reading($0) } }
  }

  /// Takes a quote of a symbol.
  ///
  /// - Returns: when the next bar ends.
  @usableFromInline
  mutating func add(_ quote: Quote, symbolIndex: Int) -> Timestamp {
    guard trackers.indices.contains(symbolIndex) else { return nextTime }
    trackers[symbolIndex]?.add(quote)
    if let time = trackers[symbolIndex]?.nextTime, time < nextTime { nextTime = time }
    return nextTime
  }

  /// Closes the bars that end at this time or before, begins and ends windows of news, and tells what is new of which
  /// symbol.
  mutating func close(at time: Timestamp, _ tell: (Int, ClimateUpdate) -> Void) {
    nextTime = .distantFuture
    for index in trackers.indices where trackers[index] != nil {
      trackers[index]?.close(at: time) { tell(index, $0) }
      if news.indices.contains(index) {
        for update in trackers[index]?.setNews(news[index].isOn(at: time), at: time) ?? [] {
          tell(index, update)
        }
        nextTime = min(nextTime, news[index].nextChange(after: time) ?? .distantFuture)
      }
      nextTime = min(nextTime, trackers[index]?.nextTime ?? .distantFuture)
    }
  }
}
