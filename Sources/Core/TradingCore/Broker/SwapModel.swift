/// What holding a position over the roll at 17:00 New York costs or earns; a credit is positive.
public struct SwapModel: Sendable, Hashable {
  /// What one night is worth.
  public enum Rate: Sendable, Hashable {
    /// Nothing.
    case none
    /// A price distance for each unit held: long, short.
    case points(long: PriceDistance, short: PriceDistance)
    /// A yearly rate of the notional, a 360th of it a night: long, short.
    case annual(long: Percentage, short: Percentage)
  }

  /// What one night is worth.
  public var rate: Rate
  /// The weekday whose roll counts three nights: 0 Sunday … 6 Saturday; `nil` for none.
  public var tripleDay: Int?
  /// Whether the rolls of Saturday and Sunday are charged too, as on coins.
  public var chargesWeekends: Bool

  /// A model from its parts; the triple day is Wednesday unless given.
  public init(rate: Rate, tripleDay: Int? = 3, chargesWeekends: Bool = false) {
    self.rate = rate
    self.tripleDay = tripleDay
    self.chargesWeekends = chargesWeekends
  }

  /// Nothing is charged.
  public static let none = SwapModel(rate: .none)

  /// Whether nothing is ever charged or paid.
  public var isNone: Bool { rate == .none }

  /// Names of weekdays as files spell them, Sunday first.
  public static let weekdays = [
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
  ]

  /// Nights that the roll on a weekday counts for: 0 Sunday … 6 Saturday.
  public func nights(onWeekday weekday: Int) -> Int64 {
    if weekday == tripleDay { return 3 }
    return !chargesWeekends && (weekday == 0 || weekday == 6) ? 0 : 1
  }
}

extension SwapModel: CustomStringConvertible {
  /// Its rates and days, stable enough for digests:
  /// `points long -6.5 points short 1.2 points triple wednesday weekends false`.
  public var description: String {
    let rates: String
    switch rate {
    case .none: return "none"
    case .points(let long, let short): rates = "points long \(long) short \(short)"
    case .annual(let long, let short): rates = "annual long \(long) short \(short)"
    }
    return "\(rates) triple \(tripleDayName) weekends \(chargesWeekends)"
  }

  /// The triple day as files spell it; `none` when there is none.
  public var tripleDayName: String {
    guard let tripleDay else { return "none" }
    return Self.weekdays.indices.contains(tripleDay) ? Self.weekdays[tripleDay] : "\(tripleDay)"
  }
}
