import StrategyKit
import TradingCore

/// What a program answers when it is told its instruments and parameters.
enum ProgramPreparation: Sendable, Hashable {
  /// It is ready, and wants to hear of these.
  case ready(Wishes)
  /// It can't work with these parameters.
  case refused(ParameterError)

  /// What a program wants to hear of besides what happens to its orders.
  struct Wishes: Sendable, Hashable {
    var quotes: Bool
    var bars: [BarSubscription] = []
    var timers: [TimerSchedule] = []
    var regimes: [BarSubscription] = []
  }

  /// Reads the answer to `prepare`.
  init(_ value: WireValue, symbolCount: Int) throws(WireFault) {
    var object = try WireObject(value, "the answer to 'prepare'")
    if try object.choice("type", ["ready": true, "refused": false]) {
      var wishes = Wishes(quotes: try object.flag("quotes", default: true))
      for value in try object.list("bars") {
        wishes.bars.append(
          try Self.subscription(value, of: "bars", among: Timeframe.allCases, symbolCount: symbolCount))
      }
      for value in try object.list("timers") { wishes.timers.append(try Self.timer(value)) }
      for value in try object.list("regimes") {
        wishes.regimes.append(try ProgramClimate.regime(value, symbolCount: symbolCount))
      }
      guard wishes.quotes || !wishes.bars.isEmpty || !wishes.timers.isEmpty else {
        throw WireFault("it wants neither quotes nor bars nor timers")
      }
      guard Set(wishes.bars).count == wishes.bars.count else {
        throw WireFault("it wants the same bars twice")
      }
      guard Set(wishes.regimes).count == wishes.regimes.count else {
        throw WireFault("it wants the same regimes twice")
      }
      self = .ready(wishes)
    } else {
      self = .refused(
        ParameterError(try object.text("parameter", default: "lots"), try object.text("problem")))
    }
    try object.finish()
  }

  /// An entry of a list of timeframes and symbols.
  static func subscription(
    _ value: WireValue, of list: String, among known: [Timeframe], symbolCount: Int
  ) throws(WireFault) -> BarSubscription {
    var object = try WireObject(value, "an entry of '\(list)'")
    let symbol = try object.optionalInteger("symbol") ?? 0
    guard (0..<Int64(symbolCount)).contains(symbol) else {
      throw WireFault("'\(list)': there is no symbol \(symbol), there are \(symbolCount) from 0")
    }
    let text = try object.text("timeframe")
    guard let timeframe = Timeframe(rawValue: text), known.contains(timeframe) else {
      let words = known.map(\.rawValue).joined(separator: ", ")
      throw WireFault(
        "'\(list)': 'timeframe' must be one of \(words), was '\(WireFault.excerpt(Array(text.utf8)))'")
    }
    try object.finish()
    return BarSubscription(timeframe, symbolIndex: Int(symbol))
  }

  private static func timer(_ value: WireValue) throws(WireFault) -> TimerSchedule {
    var object = try WireObject(value, "an entry of 'timers'")
    let schedule: TimerSchedule
    if let seconds = try object.optionalInteger("seconds") {
      schedule = .every(seconds: Int(try within(1...31_536_000, seconds, "seconds")))
    } else {
      let hour = try within(0...23, try object.integer("hour"), "hour")
      let minute = try within(0...59, try object.optionalInteger("minute") ?? 0, "minute")
      let zone = try object.choice(
        "zone", ["utc": ClockZone.utc, "london": .london, "new_york": .newYork], default: .utc)
      schedule = .daily(hour: Int(hour), minute: Int(minute), zone: zone)
    }
    try object.finish()
    return schedule
  }

  private static func within(
    _ range: ClosedRange<Int64>, _ number: Int64, _ key: String
  ) throws(WireFault) -> Int64 {
    guard range.contains(number) else {
      throw WireFault(
        "an entry of 'timers': '\(key)' must be \(range.lowerBound) to \(range.upperBound), was \(number)")
    }
    return number
  }
}
