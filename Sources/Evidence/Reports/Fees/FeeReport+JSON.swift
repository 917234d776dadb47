package import JSONText
import TradingCore

extension FeeReport {
  /// The document of `fees --json`: the figures of what was asked for, then those of desk, brokers and bots.
  ///
  /// Amounts of unlike currencies are never added: where the desk has several, its figures stand in `desk` alone.
  package func json() -> JSONValue {
    let only = shown.count == 1 ? shown.first : nil
    var members = [
      JSONMember("bot", bot.map { .string($0) } ?? .null),
      JSONMember("mode", mode.map { .string($0) } ?? .null),
      JSONMember("at", .time(at)),
      JSONMember(
        "day", at.map { .string(NewYorkCalendar.tradingDay(at: $0).description) } ?? .null),
      JSONMember("currency", only.map { .string($0.currency.code) } ?? .null),
    ]
    if let only {
      members += only.figures
    } else {
      members += Row.names.map { JSONMember($0, .null) }
      members = members.map {
        $0.name == "level" ? JSONMember("level", level.map { .string($0.rawValue) } ?? .null) : $0
      }
    }
    members += [
      JSONMember("desk", .array(desk.map { $0.json([]) })),
      JSONMember("brokers", .array(brokers.map { $0.json([JSONMember("broker", .string($0.name))]) })),
      JSONMember("bots", .array(bots.map { $0.json($0.botMembers) })),
      JSONMember("notes", .array(notes.map { .string($0) })),
    ]
    return .object(members)
  }
}

extension FeeReport.Row {
  /// The keys of the figures, in order.
  static let names = [
    "today", "projected_day", "projected_month", "break_even_return", "limit", "used", "level",
    "projected_level", "commission", "spread", "swap", "fills", "trades", "capital", "share_of_capital",
    "usual_day", "usual_days", "day_elapsed", "month_to_date", "month_days", "monthly_limit",
    "projected_month_share", "within_monthly_limit", "monthly_lots", "tiers",
    "limit_source", "month_retired",
  ]

  /// The figures, under those keys.
  var figures: [JSONMember] {
    zip(Self.names, [levelValues, costValues, monthValues].joined()).map { JSONMember($0, $1) }
  }

  private func money(_ amount: Money?) -> JSONValue { .money(amount, in: currency) }

  private func ratio(_ share: Percentage?) -> JSONValue {
    .ratio(share.map { Double($0.hundredMillionths) / Double(Percentage.scale) })
  }

  private var levelValues: [JSONValue] {
    [
      money(reading.today.fees), money(reading.projectedDay), money(reading.projectedMonth),
      ratio(reading.breakEvenReturn), money(reading.limit), .ratio(reading.used),
      .string(reading.level.rawValue), .string(reading.projectedLevel.rawValue),
    ]
  }

  private var costValues: [JSONValue] {
    let clock = reading.clock
    let elapsed =
      clock.openSeconds > 0 ? Double(clock.passedSeconds) / Double(clock.openSeconds) : nil
    return [
      money(reading.today.commission), money(reading.today.spread), money(reading.today.swap),
      .integer(reading.today.fills), .integer(reading.today.trades), money(reading.capital),
      ratio(reading.share(reading.today.fees)), money(reading.usualDay), .count(reading.usualDays),
      .ratio(elapsed),
    ]
  }

  private var monthValues: [JSONValue] {
    [
      money(reading.month.fees), .count(reading.monthDays), money(reading.monthLimit),
      ratio(reading.projectedMonth.flatMap { reading.share($0) }),
      reading.isWithinMonthlyLimit.map { .boolean($0) } ?? .null, .string(lotsText),
      .array(tiers.map(\.json)), .string(limitOrigin.code), money(retiredMonth),
    ]
  }

  /// What a bot's document has besides.
  fileprivate var botMembers: [JSONMember] {
    [
      JSONMember("bot", .string(name)), JSONMember("mode", mode.map { .string($0) } ?? .null),
      JSONMember("status", status.map { .string($0) } ?? .null),
      JSONMember("brokers", .array(brokers.map { .string($0) })),
    ]
  }

  fileprivate func json(_ leading: [JSONMember]) -> JSONValue {
    var members = leading + [JSONMember("currency", .string(currency.code))]
    if mode == nil { members.append(JSONMember("bots", .count(bots))) }
    return .object(members + figures)
  }
}

extension FeeReport.Tier {
  /// The tier, for programs.
  package var json: JSONValue {
    [
      "symbols": .array(symbols.map { .string($0) }), "measure": .string(measure),
      "volume": volume.map { .string($0) } ?? .null, "from": from.map { .string($0) } ?? .null,
      "next": next.map { .string($0) } ?? .null,
      "rebate": .ratio(rebate.map { Double($0.hundredMillionths) / Double(Percentage.scale) }),
    ]
  }
}
