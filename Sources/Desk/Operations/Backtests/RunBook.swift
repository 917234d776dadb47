import Backtesting
import Promotion
import Reports
import Statistics
import TradingCore

/// What a backtest's events and trades tell beyond its totals: results by side and symbol, round trips with their R
/// multiples, and what was open over time.
struct RunBook {
  private var rounds = RoundTripBook()
  private var values: [Double] = []
  private var roundTrips = 0
  private var exposure = ExposureCurve()
  private var breakdown: TradeBreakdown
  /// The multiple of each trade by its number, not a number where it has none; kept only where trades are listed.
  private var byTrade: [Double] = []
  private let listsTrades: Bool
  /// Why round trips are counted no further.
  private var fault: PromotionError?

  /// Nothing seen yet of so many traded symbols; `listsTrades`: whether somebody will ask for single trades.
  init(symbols count: Int, listsTrades: Bool) {
    breakdown = TradeBreakdown(symbols: count)
    self.listsTrades = listsTrades
  }

  /// Takes what the bot did, in order; `account` is the bot's with the rates in force.
  mutating func take(_ events: [BotEvent], _ account: Account) {
    for event in events {
      exposure.take(event, account)
      guard fault == nil else { continue }
      do throws(PromotionError) {
        if let round = try rounds.take(event) { add(round) }
      } catch {
        fault = error
      }
    }
  }

  private mutating func add(_ round: RoundTripBook.Round) {
    roundTrips += 1
    guard let multiple = round.trade.rMultiple else { return }
    values.append(multiple)
    guard listsTrades, let parts = round.portionMultiples else { return }
    for (portion, part) in zip(round.portions, parts) {
      let place = Int(portion.ordinal) - 1
      while byTrade.count <= place { byTrade.append(.nan) }
      byTrade[place] = part
    }
  }

  /// Takes a closed trade.
  ///
  /// - Throws: `overflow` when a total exceeds 64 bits.
  mutating func add(_ trade: ClosedTrade) throws(BacktestError) {
    do throws(ArithmeticError) {
      try breakdown.add(symbolIndex: trade.symbolIndex, side: trade.side, net: trade.netResult)
    } catch {
      throw .arithmetic(error, at: trade.closeTime)
    }
  }

  /// Puts what is known into the report.
  func fill(_ report: inout BacktestReport) {
    report.breakdown = breakdown
    report.exposure = exposure
    report.multiples = Scorecard.RMultiples(values)
    report.roundTrips = roundTrips
    for index in report.trades.indices { report.trades[index].multiple = multiple(of: report.trades[index]) }
    for index in report.listed.indices { report.listed[index].multiple = multiple(of: report.listed[index]) }
    if let fault { report.notes.append("R multiples are not of all trades: \(fault).") }
  }

  private func multiple(of trade: ReportTrade) -> Double? {
    let place = trade.tradeID - 1
    return byTrade.indices.contains(place) && !byTrade[place].isNaN ? byTrade[place] : nil
  }
}
