package import TradingCore

/// Everything that `slipway fees` shows: the maker fills it in; nothing here runs or reads anything.
package struct FeeReport: Sendable, Hashable {
  /// A commission schedule, and what the month's volume has come to in it.
  package struct Tier: Sendable, Hashable {
    /// What it holds for.
    package var symbols: [String]
    /// `lots` or `notional`.
    package var measure: String
    /// The volume that counts, a decimal; `nil` where the journal doesn't tell.
    package var volume: String?
    /// Where the present tier begins, a decimal; `nil` where the volume is not known, as for the rebate.
    package var from: String?
    /// Where the next one begins; `nil` in the last one.
    package var next: String?
    /// What is paid back of the commission.
    package var rebate: Percentage?

    /// A tier from its parts.
    package init(
      symbols: [String], measure: String, volume: String?, from: String?, next: String?, rebate: Percentage?
    ) {
      (self.symbols, self.measure, self.volume) = (symbols, measure, volume)
      (self.from, self.next, self.rebate) = (from, next, rebate)
    }
  }

  /// Where a limit comes from.
  package enum LimitOrigin: Sendable, Hashable {
    /// 1 % of the capital, as nothing says otherwise.
    case capital
    /// A file of settings.
    case settings(String)
    /// Whoever asks.
    case option

    /// As a document names it.
    var code: String {
      switch self {
      case .capital: "capital"
      case .settings: "settings"
      case .option: "option"
      }
    }

    /// For people.
    var text: String {
      switch self {
      case .capital: "1 % of the capital"
      case .settings(let path): "as set in \(path)"
      case .option: "as given"
      }
    }
  }

  /// A bot, a broker or the desk, in one currency.
  package struct Row: Sendable, Hashable {
    /// A bot's or a broker's name; `desk`.
    package var name: String
    /// What its money is in.
    package var currency: Currency
    /// The figures.
    package var reading: FeeReading
    /// Where the limit comes from.
    package var limitOrigin = LimitOrigin.capital
    /// How many bots it is made of.
    package var bots = 1
    /// What of the month's fees bots have paid that are retired.
    package var retiredMonth = Money.zero
    /// A bot's mode, `paper`, `demo` or `live`; `nil` for others.
    package var mode: String?
    /// A bot's status, `active`, `paused` or `retired`; `nil` for others.
    package var status: String?
    /// The broker profiles by name.
    package var brokers: [String] = []
    /// What was paid each day.
    package var history: FeeHistory
    /// The fills of the day, in order.
    package var trace: [FeeBook.Step] = []
    /// Lots traded in the calendar month, in 1e-8.
    package var lots: Int64 = 0
    /// The schedules of its broker; none of the desk.
    package var tiers: [Tier] = []

    /// A row; the rest is filled in.
    package init(name: String, currency: Currency, reading: FeeReading, history: FeeHistory) {
      (self.name, self.currency, self.reading, self.history) = (name, currency, reading, history)
    }
  }

  /// The bot that was asked for; `nil` for the desk.
  package var bot: String?
  /// The mode that was asked for; `nil` for all.
  package var mode: String?
  /// What it is as of; `nil` while no bot has seen a tick.
  package var at: Timestamp?
  /// The desk, a row for each currency, by its code.
  package var desk: [Row] = []
  /// The brokers, a row for each currency.
  package var brokers: [Row] = []
  /// The bots.
  package var bots: [Row] = []
  /// The command that makes this report again.
  package var commandLine = ""
  /// Things to know, in sentences.
  package var notes: [String] = []
  /// The program and version that made it.
  package var generator = "slipway"

  /// A report of nothing yet.
  package init() {}

  /// What was asked for: the bot, or the desk in each of its currencies.
  package var shown: [Row] { bot == nil ? desk : bots }

  /// The worst level of what was asked for; `nil` where there is nothing.
  package var level: FeeEstimate.Level? {
    let order = FeeEstimate.Level.allCases
    return shown.map(\.reading.level).max {
      (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0)
    }
  }
}

extension FeeReport.Row {
  /// Money for people.
  func money(_ amount: Money?) -> String {
    amount.map { NumberText.money($0, in: currency) } ?? NumberText.absent
  }

  /// Money for people, and its currency.
  func amount(_ amount: Money) -> String { "\(money(amount)) \(currency)" }

  /// A share of the capital for people.
  func share(_ amount: Money?) -> String {
    FeeReport.percent(amount.flatMap { reading.share($0) })
  }

  /// How much of the limit is used up, for people.
  var usedText: String {
    guard let used = reading.used else {
      return reading.today.fees > .zero ? "all of nothing" : "nothing of nothing"
    }
    return NumberText.percent(used, decimals: 1)
  }

  /// The name for people: of a bot that is retired, that it is.
  var title: String { status == "retired" ? "\(name) (retired)" : name }

  /// The month so far in words, without its sum.
  var monthDaysText: String {
    let days = "\(NumberText.counted(reading.monthDays, "day")), \(share(reading.month.fees)) of the capital"
    return retiredMonth == .zero || status != nil ? days : days + "; \(money(retiredMonth)) by retired bots"
  }

  /// The volume of the month for people.
  package var lotsText: String { DecimalText.format(lots, digits: 8, minimumFraction: 2) }
}

extension FeeReport {
  /// A share for people, to a hundredth of a per cent.
  static func percent(_ share: Percentage?) -> String {
    NumberText.percent(share.map { Double($0.hundredMillionths) / Double(Percentage.scale) })
  }

  /// What stands where there is nothing.
  var nothingYet: String {
    let seen = "seen a tick\(mode.map { " on \($0)" } ?? "")"
    let what = bot.map { "'\($0)' has not \(seen)" } ?? "No bot has \(seen)"
    guard let at else { return what + ": nothing was paid. 'slipway run' starts bots." }
    return what + " by \(DateText.second(at)): nothing was paid."
  }
}

extension FeeReport.Tier {
  /// The tier for people.
  package var text: String {
    let unit = measure == "lots" ? "lots" : "of notional"
    let names = symbols.joined(separator: ", ")
    guard let volume, let rebate else {
      return "\(names): by notional, which the journal doesn't tell where another pair converts"
    }
    return "\(names): \(volume) \(unit), rebate \(rebate)" + (next.map { ", next tier from \($0)" } ?? "")
  }
}
