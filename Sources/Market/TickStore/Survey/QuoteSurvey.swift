package import TradingCore

/// Everything that is learned about quotes by looking at all of them once.
package struct QuoteSurvey {
  private var spreads = SpreadSurvey()
  private var history: HistoryQualitySurvey?

  /// A survey; without hours it can't tell a gap from a closed market and gives no history.
  package init(hours: TradingHours?) { history = hours.map { HistoryQualitySurvey(hours: $0) } }

  /// Takes the next quotes, in order of time, with as many sizes where there are some.
  package mutating func add(
    _ quotes: UnsafeBufferPointer<Quote>, _ sizes: UnsafeBufferPointer<QuoteSize>? = nil
  ) {
    spreads.add(quotes)
    history?.add(quotes, sizes)
  }

  /// The spreads and sessions; `nil` without quotes.
  package var spreadFigures: SpreadFigures? { spreads.result() }

  /// Gaps and quality; `nil` without quotes or hours.
  package var historyQuality: HistoryQuality? { history?.result() }
}
