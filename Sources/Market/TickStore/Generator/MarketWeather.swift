import TradingCore

/// The slow part of a synthetic market: how active, volatile and expensive each minute is.
///
/// Every random number is addressed by the minute, half-day or day it belongs to.
struct MarketWeather {
  /// What a minute is like.
  struct Minute {
    /// Ticks a second.
    var rate: Double
    /// Standard deviation of the price change of a tick, as a ratio of the price.
    var volatility: Double
    /// The middle of the spreads, as a multiple of the usual one.
    var spread: Double
    /// A sudden change of the price at the start of the minute, as a ratio of it.
    var jump: Double
  }

  private enum Purpose {
    static let volatility: UInt32 = 1
    static let activity: UInt32 = 2
    static let dayVolatility: UInt32 = 3
    static let newsHappens: UInt32 = 4
    static let newsJump: UInt32 = 5
    static let weekendGap: UInt32 = 6
  }

  /// Share of a day's ticks in each hour, UTC, on average 1: the shape of a recorded EURUSD day (Asia quiet,
  /// London's morning and New York's morning busy, an hour of almost nothing after New York's close).
  private static let hours: [Double] = [
    0.62, 0.50, 0.45, 0.50, 0.55, 0.50, 0.65, 1.20, 1.80, 1.65, 1.45, 1.25, 1.35, 1.55, 1.80, 1.85, 1.55,
    1.15,
    0.95, 0.80, 0.75, 0.38, 0.35, 0.45,
  ]
  /// Minutes of the day, UTC, at which news may come.
  private static let newsMinutes: [Int64] = [12 * 60 + 30, 14 * 60, 18 * 60]
  private static let newsChance = 0.35

  private let random: CounterRandom
  private let parameters: SyntheticMarket.Parameters
  private let hoursOpen: TradingHours
  // Logarithms: of volatility by the minute and by the day, of activity by the minute.
  private var minuteVolatility = 0.0
  private var dayVolatility = 0.0
  private var activity = 0.0
  private var day = Int64.min
  /// 1 when news has just come, fading within a quarter of an hour.
  private var news = 0.0

  init(random: CounterRandom, parameters: SyntheticMarket.Parameters, hours: TradingHours) {
    self.random = random
    self.parameters = parameters
    hoursOpen = hours
  }

  /// The next minute; they are asked for in order. `reopens` says that the market was closed before it.
  mutating func next(minute: Int64, reopens: Bool) -> Minute {
    let ordinal = UInt64(bitPattern: minute)
    advanceStates(minute: minute)
    var jump = newsJump(minute: minute)
    // Most of a weekend's news is in the first price after it.
    if reopens {
      jump += 0.25 * parameters.dailyVolatility * random.normal(purpose: Purpose.weekendGap, ordinal: ordinal)
    }
    let logVolatility = minuteVolatility + dayVolatility
    let season = Self.season(minute: minute, isFlat: hoursOpen == .always)
    // Activity follows volatility, but less than in proportion. The constants subtracted make the
    // average count of ticks a day, and the average variance of a day, those of the parameters.
    let pace = DeterministicMath.exp(0.7 * logVolatility + activity - 0.10) * (1 + 3 * news)
    let volatility = DeterministicMath.exp(0.75 * logVolatility - 0.24) * (1 + 1.2 * news)
    let roll = rollWidening(minute: minute)
    return Minute(
      rate: parameters.ticksPerDay / 86_400 * season * pace / roll,
      volatility: parameters.dailyVolatility / parameters.ticksPerDay.squareRoot() * volatility,
      spread: DeterministicMath.exp(0.45 * logVolatility) * (1 + 3 * news) * roll, jump: jump)
  }

  /// First-order autoregressions: a shock to volatility halves in 46 minutes, and in 3 days.
  private mutating func advanceStates(minute: Int64) {
    let ordinal = UInt64(bitPattern: minute)
    if Self.day(of: minute) != day {
      day = Self.day(of: minute)
      let shock = random.normal(purpose: Purpose.dayVolatility, ordinal: UInt64(bitPattern: day))
      dayVolatility = 0.8 * dayVolatility + 0.6 * 0.22 * shock
    }
    let shock = random.normal(purpose: Purpose.volatility, ordinal: ordinal)
    minuteVolatility = 0.985 * minuteVolatility + 0.1726 * 0.42 * shock
    activity = 0.9 * activity + 0.4359 * 0.3 * random.normal(purpose: Purpose.activity, ordinal: ordinal)
    news *= 0.8
  }

  private mutating func newsJump(minute: Int64) -> Double {
    let ordinal = UInt64(bitPattern: minute)
    guard Self.newsMinutes.contains(minute - 1_440 * Self.day(of: minute)),
      random.uniform(purpose: Purpose.newsHappens, ordinal: ordinal) < Self.newsChance
    else { return 0 }
    news = 1
    return 0.2 * parameters.dailyVolatility * random.normal(purpose: Purpose.newsJump, ordinal: ordinal)
  }

  private static func day(of minute: Int64) -> Int64 {
    (minute - (minute < 0 ? 1_439 : 0)) / 1_440
  }

  /// The hours' shares, joined by straight lines between the middles of the hours.
  private static func season(minute: Int64, isFlat: Bool) -> Double {
    let inDay = Int(minute - 1_440 * day(of: minute))
    let place = inDay + 1_410
    let left = hours[place / 60 % 24]
    let right = hours[(place / 60 + 1) % 24]
    let share = left + (right - left) * Double(place % 60) / 60
    return isFlat ? 0.6 + 0.4 * share : share
  }

  /// Banks change the day at 17:00 New York: for a quarter of an hour spreads are wide and quotes rare.
  private func rollWidening(minute: Int64) -> Double {
    guard hoursOpen != .always else { return 1 }
    let time = Timestamp(nanoseconds: minute * Timestamp.minute)
    let inDay = NewYorkCalendar.localTime(at: time).nanosecondsInDay / Timestamp.minute
    let open: Int64 = hoursOpen == .fxWeek ? 17 * 60 : 18 * 60
    return (open..<open + 15).contains(inDay) ? 3 : 1
  }
}
