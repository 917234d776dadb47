public import TradingCore

/// Small trades against short moves, within a session only.
///
/// One position at a time. On one-minute bars, an RSI that falls below `100 − threshold` buys, one that rises
/// above `threshold` sells, once for each crossing. Stop, target and trail are distances in points from the side
/// at which the position would close. Everything is closed at `end_hour`.
public struct SessionScalper: Strategy {
  /// Name, version and parameters.
  public static let descriptor = StrategyDescriptor(
    name: "session_scalper", version: 1,
    summary: "fades one-minute RSI extremes within a session, with stop, target and trailing stop",
    parameters: [
      ParameterSpec(
        "zone", "clock of the session", kind: .choice([ClockZone.utc, .london, .newYork].map(\.rawValue)),
        default: "london"),
      .integer("start_hour", "hour the session starts", in: 0...22, default: 8),
      .integer("end_hour", "hour the session ends", in: 1...23, default: 16),
      .integer("rsi", "bars of the RSI", in: 2...1_000, default: 14),
      .integer("threshold", "RSI above which it sells", in: 51...99, default: 70),
      .integer("stop_points", "stop distance in points", in: 1...1_000_000, default: 80),
      .integer("target_points", "target distance in points", in: 1...1_000_000, default: 60),
      .integer(
        "trail_points", "distance of the trailing stop in points; 0 for none", in: 0...1_000_000, default: 50),
      .riskPercent,
    ], maximumSymbols: 1,
    suits: ClimateSuitability(
      regimes: [.rangeStable], timeframes: [.m1, .m5]))

  private let zone: ClockZone
  private let startHour: Int
  private let endHour: Int
  private let threshold: Double
  private let stop: Int64
  private let target: Int64
  private let trail: Int64?
  private let sizing: OrderSizing
  private var index: RelativeStrengthIndex
  private var before: Double?

  /// Makes the strategy.
  ///
  /// - Throws: `ParameterError` unless the session starts before it ends.
  public init(parameters: ParameterValues) throws(ParameterError) {
    zone = ClockZone(rawValue: try parameters.choice("zone")) ?? .london
    startHour = try parameters.integer("start_hour")
    endHour = try parameters.integer("end_hour")
    guard startHour < endHour else {
      throw ParameterError("start_hour", "expected less than end_hour (\(endHour)), was \(startHour)")
    }
    index = RelativeStrengthIndex(length: try parameters.integer("rsi"))
    threshold = Double(try parameters.integer("threshold"))
    stop = Int64(try parameters.integer("stop_points"))
    target = Int64(try parameters.integer("target_points"))
    let trail = Int64(try parameters.integer("trail_points"))
    self.trail = trail > 0 ? trail : nil
    sizing = try OrderSizing(parameters: parameters)
  }

  /// Bars of a minute.
  public var bars: [BarSubscription] { [BarSubscription(.m1)] }

  /// The end of the session.
  public var timers: [TimerSchedule] { [.daily(hour: endHour, minute: 0, zone: zone)] }

  /// Closes everything.
  public mutating func onTimer(_ timer: TimerFiring, _ context: inout Context) { context.closeAll() }

  /// Enters on a crossing within the session.
  public mutating func onBar(_ bar: Bar, _ context: inout Context) {
    index.add(Double(bar.close.points))
    defer { before = index.value }
    guard let before, let now = index.value, context.positions.isEmpty, isOpen(at: context.now) else {
      return
    }
    if now < 100 - threshold, before >= 100 - threshold {
      enter(.buy, &context)
    } else if now > threshold, before <= threshold {
      enter(.sell, &context)
    }
  }

  private func isOpen(at time: Timestamp) -> Bool {
    let hour = Int(zone.localTime(at: time).nanosecondsInDay / Timestamp.hour)
    return hour >= startHour && hour < endHour
  }

  private func enter(_ side: OrderSide, _ context: inout Context) {
    guard let quote = context.quote() else { return }
    let quantity = sizing.quantity(stopDistancePoints: stop, context)
    guard quantity > .zero else { return }
    let closing = side.opposite.price(of: quote)
    var protection = context.levels(side, from: closing, stopPoints: stop, targetPoints: target)
    protection.trailPoints = trail
    context.submit(side, quantity, protection: protection)
  }
}
