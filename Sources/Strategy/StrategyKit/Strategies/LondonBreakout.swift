public import TradingCore

/// Trades the break of the range before London opens.
///
/// By London's clock: the range of bids and asks from `range_start_hour` to `range_end_hour`; then a buy stop a
/// `buffer_points` above its highest ask and a sell stop as far below its lowest bid, the first to be filled
/// canceling the other; stop and target in ranges from the order's price; orders canceled and positions closed at
/// `flat_hour`. No orders on a day whose range has no start, no quote within five minutes of its end, or a market
/// outside of it then.
public struct LondonBreakout: Strategy {
  /// Name, version and parameters.
  public static let descriptor = StrategyDescriptor(
    name: "london_breakout", version: 1,
    summary: "stop orders on both sides of the range before London opens, flat in the afternoon",
    parameters: [
      .integer("range_start_hour", "London hour the range starts", in: 0...22, default: 0),
      .integer("range_end_hour", "London hour the range ends and orders are placed", in: 1...22, default: 8),
      .integer("flat_hour", "London hour everything is closed", in: 2...23, default: 16),
      .integer("buffer_points", "points between range and order", in: 0...100_000, default: 10),
      .decimal("stop_ranges", "stop distance in ranges", from: "0.01", to: "100", default: "1"),
      .decimal("target_ranges", "target distance in ranges", from: "0.01", to: "100", default: "1.5"),
      .riskPercent,
    ], maximumSymbols: 1,
    suits: ClimateSuitability(
      regimes: [.trendStable, .breakoutPrime], timeframes: [.m15, .h1], sessions: [.london]))

  private struct Range: Sendable, Codable {
    var low: Int64
    var high: Int64
  }

  private let hours: [Int]
  private let buffer: Int64
  private let stopRanges: Double
  private let targetRanges: Double
  private let sizing: OrderSizing
  private var isBuilding = false
  private var range: Range?
  private var pending: [ClientOrderID] = []

  /// Makes the strategy.
  ///
  /// - Throws: `ParameterError` unless the hours are in order.
  public init(parameters: ParameterValues) throws(ParameterError) {
    let start = try parameters.integer("range_start_hour")
    let end = try parameters.integer("range_end_hour")
    let flat = try parameters.integer("flat_hour")
    guard start < end else {
      throw ParameterError("range_start_hour", "expected less than range_end_hour (\(end)), was \(start)")
    }
    guard end < flat else {
      throw ParameterError("flat_hour", "expected more than range_end_hour (\(end)), was \(flat)")
    }
    hours = [start, end, flat]
    buffer = Int64(try parameters.integer("buffer_points"))
    stopRanges = try parameters.decimal("stop_ranges")
    targetRanges = try parameters.decimal("target_ranges")
    sizing = try OrderSizing(parameters: parameters)
  }

  /// Start and end of the range, and the end of the day, by London's clock.
  public var timers: [TimerSchedule] { hours.map { .daily(hour: $0, minute: 0, zone: .london) } }

  /// Starts the range, places the orders, or closes everything.
  public mutating func onTimer(_ timer: TimerFiring, _ context: inout Context) {
    switch timer.index {
    case 0: (isBuilding, range) = (true, nil)
    case 1: endRange(dueAt: timer.dueTime, &context)
    default:
      cancelPending(&context)
      context.closeAll()
    }
  }

  /// Widens the range while it is being built; quotes of other symbols do not count.
  public mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    guard isBuilding, context.symbolIndex == 0 else { return }
    let (bid, ask) = (quote.bid.points, quote.ask.points)
    range = range.map { Range(low: min($0.low, bid), high: max($0.high, ask)) } ?? Range(low: bid, high: ask)
  }

  /// Cancels the other side.
  public mutating func onFill(_ fill: Fill, _ context: inout Context) {
    guard fill.reason == .entry else { return }
    pending.removeAll { $0 == fill.order }
    cancelPending(&context)
  }

  /// Forgets an order that was refused.
  public mutating func onReject(_ refusal: Refusal, _ context: inout Context) {
    pending.removeAll { $0 == refusal.order }
  }

  private mutating func cancelPending(_ context: inout Context) {
    for order in pending { context.cancel(order) }
    pending = []
  }

  private mutating func endRange(dueAt dueTime: Timestamp, _ context: inout Context) {
    let wasBuilding = isBuilding
    isBuilding = false
    guard wasBuilding, let range, range.high > range.low, context.positions.isEmpty, pending.isEmpty,
      context.now < dueTime.advanced(by: 5 * Timestamp.minute), let quote = context.quote()
    else { return }
    let tick = context.instrument().tickPoints
    let buy = Price(points: range.high + buffer).onStep(tick, upward: true)
    let sell = Price(points: range.low - buffer).onStep(tick, upward: false)
    guard quote.ask < buy, quote.bid > sell else { return }
    let height = Double(range.high - range.low)
    let stop = max(1, Int64((height * stopRanges).rounded()))
    let target = max(1, Int64((height * targetRanges).rounded()))
    let quantity = sizing.quantity(stopDistancePoints: stop, context)
    guard quantity > .zero else { return }
    for (side, price) in [(OrderSide.buy, buy), (.sell, sell)] {
      pending.append(
        context.submit(
          side, quantity, kind: .stop(price),
          protection: context.levels(side, from: price, stopPoints: stop, targetPoints: target)))
    }
  }
}
