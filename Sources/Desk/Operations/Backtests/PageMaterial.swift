import Backtesting
import Reports
import TickStore
import TradingCore

/// What only the HTML report shows, collected while a backtest runs: prices, coverage and every trade's outcome
/// (24 bytes a trade), the newest whole. Nothing is collected when nobody wants the page.
struct PageMaterial {
  private let instruments: [Instrument]
  private let isWanted: Bool
  private var ranges: [PriceRanges]
  private var history: [HistoryQualitySurvey]
  private var outcomes: [TradeOutcome] = []
  /// At least as many of the newest trades as the page lists.
  private var newest: [ClosedTrade] = []

  /// Nothing collected yet.
  init(_ instruments: [Instrument], isWanted: Bool) {
    self.instruments = instruments
    self.isWanted = isWanted
    ranges = instruments.map { _ in PriceRanges() }
    history = instruments.map { HistoryQualitySurvey(hours: $0.hours) }
  }

  /// Takes a stretch of quotes of one symbol; symbols beyond the traded ones only convert and are not shown.
  mutating func add(_ quotes: UnsafeBufferPointer<Quote>, symbolIndex: Int) {
    guard isWanted, symbolIndex < instruments.count else { return }
    ranges[symbolIndex].add(quotes)
    history[symbolIndex].add(quotes)
  }

  /// Takes a closed trade.
  mutating func add(_ trade: ClosedTrade) {
    guard isWanted else { return }
    outcomes.append(
      TradeOutcome(openTime: trade.openTime, closeTime: trade.closeTime, netProfit: trade.netResult))
    newest.append(trade)
    if newest.count >= 2 * TradeLog.mostRows { newest.removeFirst(TradeLog.mostRows) }
  }

  /// Puts what was collected into the report.
  func fill(_ report: inout BacktestReport) {
    report.prices = zip(ranges, instruments).map { BacktestOutcome.prices($0, instrument: $1) }
    report.outcomes = outcomes
    report.listed = newest.suffix(TradeLog.mostRows).map {
      BacktestOutcome.reportTrade($0, instrument: instruments[$0.symbolIndex])
    }
    report.coverage = zip(history, instruments).map { CoverageSeries(symbol: $1.symbol, days: Self.days($0)) }
  }

  private static func days(_ history: HistoryQualitySurvey) -> [CoverageDay] {
    (history.result()?.days ?? []).map {
      CoverageDay(
        date: $0.day, openMinutes: $0.counts.openMinutes, coveredMinutes: $0.counts.coveredMinutes,
        ticks: $0.counts.ticks)
    }
  }
}
