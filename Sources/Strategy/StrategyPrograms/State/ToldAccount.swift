import StrategyKit
import TradingCore

/// What a program knows of its account: how many events it was told, and what the last ones said.
struct ToldAccount: Codable, Sendable, Hashable {
  private enum CodingKeys: String, CodingKey {
    case events = "events"
    case time = "time"
    case equity = "equity"
    case terms = "terms"
    case balance = "balance"
    case usedMargin = "used_margin"
    case positions = "positions"
    case orders = "orders"
    /// Only of a program that looks at regimes.
    case climate = "climate"
  }

  /// A reading of a symbol.
  struct ToldReading: Codable, Sendable, Hashable {
    private enum CodingKeys: String, CodingKey {
      case symbolIndex = "symbol"
      case reading = "reading"
    }

    let symbolIndex: Int
    let reading: ClimateReading
  }

  /// What an account is, which does not change.
  struct Terms: Codable, Sendable, Hashable {
    private enum CodingKeys: String, CodingKey {
      case currency = "currency"
      case moneyDigits = "money_digits"
      case mode = "mode"
      case leverage = "leverage"
    }

    var currency = ""
    var moneyDigits: Int64 = 0
    var mode = ""
    var leverage: Int64 = 1

    /// Before it is known.
    init() {}

    init(_ account: Account) {
      currency = account.currency.code
      moneyDigits = Int64(account.currency.moneyDigits)
      mode = account.mode.rawValue
      leverage = account.leverage
    }
  }

  /// How many events there were.
  var events: UInt64 = 0
  /// The time of the last one, in nanoseconds since 1970.
  var time: Int64 = 0
  /// Equity by the last one, in money units.
  var equity: Int64 = 0
  /// What the account is, from `start` on.
  var terms = Terms()
  /// What is booked, in money units; `nil` before it was told.
  private(set) var balance: Int64?
  /// The margin in use when the account was told last, in money units.
  private(set) var usedMargin: Int64 = 0
  /// What was open then.
  private(set) var positions: [Position] = []
  /// What was working then.
  private(set) var orders: [WorkingOrder] = []
  /// The readings it was told last; `nil` before the first.
  private(set) var climate: [ToldReading]?

  /// Takes over what is booked, open and working.
  ///
  /// - Returns: whether anything of it has changed, so that the program is to be told.
  mutating func note(_ context: Context) -> Bool {
    let account = context.account
    guard account.balance.units != balance || context.positions != positions || context.orders != orders
    else { return false }
    balance = account.balance.units
    usedMargin = account.usedMargin.units
    positions = context.positions
    orders = context.orders
    return true
  }

  /// Takes over readings, as `Context` has them.
  ///
  /// - Returns: those that are new, which the program is to be told.
  mutating func note(_ readings: [ClimateReading?]) -> [ToldReading] {
    let present = readings.enumerated().compactMap { place, reading in
      reading.map { ToldReading(symbolIndex: place / Timeframe.ofRegimes.count, reading: $0) }
    }
    guard !present.isEmpty else { return [] }
    let known = climate ?? []
    climate = present
    return present.filter { !known.contains($0) }
  }
}
