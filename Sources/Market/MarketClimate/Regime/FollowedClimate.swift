package import TradingCore

/// The climate of a symbol and the news that affects it, for whoever walks over its quotes to show them.
package struct FollowedClimate: Sendable {
  /// The climate so far.
  package private(set) var tracker: ClimateTracker
  private let news: NewsSchedule
  private var nextNews = Timestamp.distantPast

  /// Goes on from a tracker.
  package init(
    _ tracker: ClimateTracker = ClimateTracker(timeframes: Timeframe.ofRegimes), news: NewsSchedule? = nil
  ) {
    self.tracker = tracker
    self.news = news ?? NewsSchedule([])
  }

  /// When a bar ends, or the news goes on or off, at the earliest.
  package var nextTime: Timestamp { min(tracker.nextTime, nextNews) }

  /// Takes a quote, after what is due at its time, and says what is new of that.
  @discardableResult
  package mutating func add(_ quote: Quote) -> [ClimateUpdate] {
    let updates = quote.eventTime >= nextTime ? pass(to: quote.eventTime) : []
    tracker.add(quote)
    return updates
  }

  /// Closes the bars that end at this time or before, begins or ends the news, and says what is new.
  @discardableResult
  package mutating func pass(to time: Timestamp) -> [ClimateUpdate] {
    var updates = tracker.close(at: time)
    if time >= nextNews {
      updates += tracker.setNews(news.isOn(at: time), at: time)
      nextNews = news.nextChange(after: time) ?? .distantFuture
    }
    return updates
  }
}
