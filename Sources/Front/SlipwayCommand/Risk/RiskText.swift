import Operations
import Reports
import TradingCore

/// What the guard's commands say to people.
enum RiskText {
  /// What becomes of an order.
  static func ordered(_ order: OrderedRisk) -> String {
    let what =
      switch order.verb {
      case "kill": "the kill switch of \(order.scope) is pulled"
      case "lock": "\(order.scope) is locked"
      case "release": "\(order.scope) is released"
      default: "\(order.scope) is unlocked (\(order.code))"
      }
    let when = order.isRunning ? "the run under way obeys at once" : "the next run obeys before anything else"
    return "\(what) by \(order.by): \(order.reason); \(when)\n"
  }

  /// All of it.
  static func status(_ status: RiskStatus, colored: Bool) -> String {
    let asOf = status.asOf.map { "as of \(DateText.second($0)) of the ticks" } ?? "nothing has held yet"
    var text = "The guard, \(asOf)\(status.isRunning ? ", a run is under way" : "")\n"
    text += "level \(status.level), mode \(status.mode)\n\n"
    text += lockouts(status, colored: colored)
    guard !status.allowances.isEmpty else { return text }
    var table = TextTable([
      .init("SCOPE"), .init("LIMIT OF"), .init("LIMIT", .right), .init("LEFT", .right), .init("USED", .right),
    ])
    for allowance in status.allowances {
      let used = Double(allowance.usedMillionths) / 10_000
      table.add([
        TextCell(allowance.scope, .strong), TextCell(allowance.rule), TextCell(allowance.limit),
        TextCell(allowance.left), TextCell(NumberText.fixed(used, decimals: 1) + " %"),
      ])
    }
    return text + "\n" + table.text(colored: colored)
  }

  /// What keeps new risk away, and what was said that nobody has obeyed yet.
  static func lockouts(_ status: RiskStatus, colored: Bool) -> String {
    var text = status.isStopped ? "The file STOP is there: everything is stopped.\n" : ""
    if status.lockouts.isEmpty {
      text += "nothing is locked\n"
    } else {
      text += locks(status.lockouts, colored: colored)
    }
    return text + waiting(status)
  }

  /// What is killed.
  static func killed(_ status: RiskStatus, colored: Bool) -> String {
    var text = status.isStopped ? "The file STOP is there: everything is stopped.\n" : ""
    if status.engaged.isEmpty {
      text += "nothing is killed\n"
    } else {
      text += locks(status.engaged.map(\.lockout), colored: colored)
    }
    return text + waiting(status)
  }

  private static func locks(_ lockouts: [RiskStatus.Lockout], colored: Bool) -> String {
    var table = TextTable([
      .init("SCOPE"), .init("CODE"), .init("UNTIL"), .init("CLOSES"), .init("WHY"),
    ])
    for lock in lockouts {
      table.add([
        TextCell(lock.scope + (lock.symbol.map { " \($0)" } ?? ""), .strong), TextCell(lock.code),
        TextCell(lock.until.map(DateText.second) ?? "taken off"), TextCell(lock.flattens ? "yes" : "no"),
        TextCell("\(lock.limit): \(lock.value)"),
      ])
    }
    return table.text(colored: colored)
  }

  private static func waiting(_ status: RiskStatus) -> String {
    status.waiting.map { order in
      "waits for the next run: \(order.verb) \(order.scope), \(order.by): \(order.reason)\n"
    }.joined()
  }

  /// The home's file.
  static func limits(_ listing: RiskLimitsListing, colored: Bool) -> String {
    guard let rules = listing.rules else { return "no limits: there is no \(listing.path)\n" }
    guard !rules.isEmpty else { return "\(listing.path) has no rule\n" }
    var table = TextTable([.init("WHERE"), .init("RULE")])
    for row in rules { table.add([TextCell(row.place, .strong), TextCell(row.rule)]) }
    return "\(listing.path), from the next run on:\n\n" + table.text(colored: colored)
  }
}
