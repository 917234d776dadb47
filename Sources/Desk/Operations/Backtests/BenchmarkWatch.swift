import BotAssembly
import Reports
import Statistics
import TradingCore

/// Follows what buying a symbol for the start balance at its first ask and holding it is worth, while a backtest runs.
///
/// It is bought without leverage and valued at the bid; no commission, swap or slippage is charged.
struct BenchmarkWatch {
  private static let mostPoints = 2_000

  private let instrument: Instrument
  private let start: Money
  private let currency: Currency
  private var firstAsk: Int64 = 0
  private var last: (time: Timestamp, bid: Int64)?
  private var kept: [(time: Timestamp, bid: Int64)] = []
  private var spacing = Timestamp.second
  private var days: [DayEquity] = []
  private var roll = Timestamp.distantPast
  private var highest: Int64 = 0
  private var lowest: Int64 = 0
  private var deepest = 0.0
  private var fault: ArithmeticError?

  /// The watch of a plan's instrument by its place.
  ///
  /// - Throws: as the other.
  init(_ place: Int, _ plan: BacktestPlan) throws(OperationError) {
    try self.init(
      plan.instruments[place], start: plan.configuration.startBalance,
      currency: plan.configuration.profile.accountCurrency)
  }

  /// - Throws: `usage` for an instrument that neither is quoted in the account's currency nor is that currency.
  init(_ instrument: Instrument, start: Money, currency: Currency) throws(OperationError) {
    guard instrument.quote == currency || instrument.base == currency else {
      throw .usage(
        what: "\(instrument.symbol) can't be held for \(currency): it is quoted in \(instrument.quote)",
        place: "--benchmark", advice: "name a symbol that is quoted in \(currency), or leave it out")
    }
    (self.instrument, self.start, self.currency) = (instrument, start, currency)
  }

  /// Takes quotes of the symbol, in order of time. A worth that does not fit shows with the result.
  mutating func add(_ quotes: UnsafeBufferPointer<Quote>) {
    guard fault == nil else { return }
    do throws(ArithmeticError) { try take(quotes) } catch { fault = error }
  }

  private mutating func take(_ quotes: UnsafeBufferPointer<Quote>) throws(ArithmeticError) {
    for quote in quotes {
      let (time, bid) = (quote.eventTime, quote.bid.points)
      // What has no price above zero can't be bought or sold for money.
      guard bid > 0, quote.ask.points > 0 else { continue }
      if firstAsk == 0 {
        firstAsk = quote.ask.points
        (highest, lowest) = (firstAsk, firstAsk)
        roll = NewYorkCalendar.nextRoll(after: time)
      }
      if time >= roll { try endDay(before: time) }
      try mark(bid)
      keep(time, bid)
      last = (time, bid)
    }
  }

  private mutating func endDay(before time: Timestamp) throws(ArithmeticError) {
    if let last {
      days.append(
        DayEquity(date: NewYorkCalendar.tradingDay(at: last.time), equity: try worth(at: last.bid)))
    }
    roll = NewYorkCalendar.nextRoll(after: time)
  }

  private mutating func mark(_ bid: Int64) throws(ArithmeticError) {
    if bid >= highest {
      (highest, lowest) = (bid, bid)
    } else if bid < lowest {
      lowest = bid
      let (top, low) = (try worth(at: highest), try worth(at: lowest))
      if top > .zero { deepest = max(deepest, Double(top.units - low.units) / Double(top.units)) }
    }
  }

  private mutating func keep(_ time: Timestamp, _ bid: Int64) {
    if let before = kept.last, time.nanoseconds - before.time.nanoseconds < spacing { return }
    kept.append((time, bid))
    while kept.count > Self.mostPoints {
      spacing *= 2
      var thinner: [(time: Timestamp, bid: Int64)] = []
      for point in kept
      where thinner.last.map({ point.time.nanoseconds - $0.time.nanoseconds >= spacing }) ?? true {
        thinner.append(point)
      }
      kept = thinner
    }
  }

  /// Rounded half to even.
  private func worth(at bid: Int64) throws(ArithmeticError) -> Money {
    if instrument.quote == currency {
      return Money(units: try WideArithmetic.multiplyDivide(start.units, bid, by: firstAsk))
    }
    // The result is in the quote's currency, brought back at the bid.
    let result = try WideArithmetic.multiplyDivide(start.units, bid - firstAsk, by: bid)
    return try start.adding(Money(units: result))
  }

  /// What it came to; `nil` without a quote.
  ///
  /// - Throws: `overflow` when its worth exceeded 64 bits.
  func result() throws(ArithmeticError) -> Benchmark? {
    if let fault { throw fault }
    guard let last else { return nil }
    var points: [EquityPoint] = []
    for point in kept + (kept.last.map { $0.time < last.time } == true ? [last] : []) {
      let worth = try worth(at: point.bid)
      points.append(EquityPoint(eventTime: point.time, balance: worth, equity: worth))
    }
    let end = DayEquity(date: NewYorkCalendar.tradingDay(at: last.time), equity: try worth(at: last.bid))
    return Benchmark(
      symbol: instrument.symbol, points: points, days: days + [end], maximumDrawdown: deepest)
  }
}
