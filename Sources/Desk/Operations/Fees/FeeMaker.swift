import Journal
import ModeManager
import Reports
import TradingCore

/// Makes a fee report of what the journal holds.
struct FeeMaker {
  private var accounts: [FeeAccount] = []
  /// The bots that were looked at.
  private let names: Set<String>
  private let bot: String?
  private let mode: TradingMode?
  private let at: Timestamp?
  /// Whether the instant was asked for, rather than being where the desk is.
  var isAsked = false

  /// A maker for a bot or the desk, in one view of the journal.
  ///
  /// `at`: `nil` for where the desk is; `running`: what a run shows of itself now.
  /// - Throws: `OperationError.usage` for a bot that is not there, `JournalError`, `DeskError`.
  init(
    _ reading: JournalReading, bot: String?, mode: TradingMode?, at asked: Timestamp?, running: DeskSnapshot?
  ) throws {
    (self.bot, self.mode) = (bot, mode)
    let records = try bot.map { [try HomeJournal.bot($0, reading)] } ?? reading.bots()
    names = Set(records.map(\.id))
    let evidence = try reading.evidence()
    at = try asked ?? Self.deskTime(reading, evidence, running)
    guard let at else { return }
    let day = NewYorkCalendar.tradingDay(at: at)
    for record in records {
      let rows = evidence.filter { $0.bot == record.id && (mode == nil || $0.mode == mode) }
      var found: [FeeAccount] = []
      for row in rows.sorted(by: { $0.number < $1.number }) {
        let account = try FeeAccount(row, of: record, reading, until: at, tracing: day)
        if let first = account.firstDay, first <= day { found.append(account) }
      }
      Self.findReplayed(&found)
      try Self.count(&found, on: day)
      accounts += found
    }
  }

  /// Where the desk is: the last tick that a run has seen that goes on, else that the last session has.
  private static func deskTime(
    _ reading: JournalReading, _ evidence: [EvidenceRecord], _ running: DeskSnapshot?
  ) throws -> Timestamp? {
    let shown = ([running?.progress.lastTime] + (running?.bots.map(\.lastTick) ?? [])).compactMap(\.self)
      .max()
    var journaled: Timestamp?
    for session in try reading.sessions().reversed() {
      let ids = Set(try reading.bots(ofSession: session.id).map(\.evidence))
      journaled = evidence.filter { ids.contains($0.id) }
        .compactMap { EvidenceSummary(json: $0.summary)?.lastTick }.max()
      if journaled != nil { break }
    }
    return [shown, journaled].compactMap(\.self).max()
  }

  /// Says of a bot's accounts which of their days a later one has played anew.
  private static func findReplayed(_ accounts: inout [FeeAccount]) {
    for index in accounts.indices {
      let account = accounts[index]
      guard let last = account.book.days.keys.max() else { continue }
      let later = accounts[(index + 1)...].filter {
        $0.currency == account.currency && $0.record.mode == account.record.mode
      }
      // On the day on which it changed, both have traded.
      accounts[index].replayedFrom = later.compactMap(\.firstDay).filter { $0 < last }.min()
    }
  }

  /// Says which of a bot's accounts is its capital on a day: the one that began last. Another one, and that of a retired
  /// bot, counts on days on which it pays.
  private static func count(_ accounts: inout [FeeAccount], on day: CivilDate) throws {
    for index in accounts.indices {
      let account = accounts[index]
      let isPresent = index == accounts.count - 1 && account.bot.status != .retired
      let pays = account.days[day] != nil
      accounts[index].counts = isPresent || pays
      guard isPresent || pays else { continue }
      do throws(ArithmeticError) {
        accounts[index].capital = try account.book.capital(atStartOf: day)
      } catch {
        throw DeskError.state(bot: account.bot.id, problem: "its capital can't be added up: \(error)")
      }
    }
  }

  /// The report; `limit`: what may be paid a day, as it was typed, instead of what is set; `settings`: the home's.
  ///
  /// - Throws: `OperationError.usage`, `DeskError`.
  func report(limit: String?, _ settings: FeeSettings) throws -> FeeReport {
    var report = FeeReport()
    (report.bot, report.mode, report.at) = (bot, mode?.rawValue, at)
    report.generator = ProgramVersion.generator
    let currencies = Set(accounts.map(\.currency)).sorted()
    let given = try limit.map { text throws(OperationError) in try Self.limit(text, currencies, bot: bot) }
    guard let at else { return report }
    func chosen(_ set: FeeSettings.Limits?, in currency: Currency, isAsked: Bool = false) -> Limit? {
      if isAsked, let given { return Limit(amount: given, origin: .option) }
      return set?[currency].map { Limit(amount: $0, origin: .settings(settings.path)) }
    }
    if bot == nil {
      report.desk = try currencies.map { currency in
        try row(
          "desk", accounts.filter { $0.currency == currency }, at,
          limit: chosen(settings.desk, in: currency, isAsked: true))
      }
    }
    report.brokers = try groups { [$0.broker, $0.currency.code] }.map { group in
      let limit = chosen(settings.brokers[group[0].broker], in: group[0].currency)
      var row = try row(group[0].broker, group, at, limit: limit)
      row.tiers = tiers(group, at)
      return row
    }
    report.bots = try groups { [$0.bot.id, $0.currency.code] }.map { group in
      let limit = chosen(settings.bots[group[0].bot.id], in: group[0].currency, isAsked: bot != nil)
      var row = try row(group[0].bot.id, group, at, limit: limit)
      (row.mode, row.status) = (group[0].bot.mode.rawValue, group[0].bot.status.rawValue)
      row.tiers = tiers(group, at)
      return row
    }.filter { bot != nil || $0.status != BotStatus.retired.rawValue || $0.reading.month.fills > 0 }
    report.notes = notes(currencies) + unused(settings, report)
    return report
  }

  /// What may be paid a day, and who says so.
  private struct Limit {
    let amount: Money
    let origin: FeeReport.LimitOrigin
  }

  /// Limits of the settings that nothing is held against: of names that nobody has, or in other currencies.
  private func unused(_ settings: FeeSettings, _ report: FeeReport) -> [String] {
    guard mode == nil else { return [] }
    func notes(
      _ set: [String: FeeSettings.Limits], _ rows: [FeeReport.Row], _ what: (String) -> String,
      nobody: (String) -> String?
    ) -> [String] {
      set.sorted { $0.key < $1.key }.flatMap { name, limits -> [String] in
        let own = rows.filter { $0.name == name }.map(\.currency)
        if own.isEmpty { return [nobody(name)].compactMap(\.self) }
        return limits.keys.sorted().filter { !own.contains($0) }.map {
          "\(settings.path) limits \(what(name)) in \($0), in which it pays nothing."
        }
      }
    }
    let bots = notes(settings.bots.filter { bot == nil || $0.key == bot }, report.bots) {
      "bot '\($0)'"
    } nobody: {
      names.contains($0) ? nil : "\(settings.path) limits bot '\($0)', which is not registered."
    }
    guard bot == nil else { return bots }
    return notes(["desk": settings.desk], report.desk) {
      "the \($0)"
    } nobody: { _ in
      nil
    }
      + notes(settings.brokers, report.brokers) {
        "broker '\($0)'"
      } nobody: {
        "\(settings.path) limits broker '\($0)', at which no bot has traded."
      } + bots
  }

  private static func limit(
    _ text: String, _ currencies: [Currency], bot: String?
  ) throws(OperationError) -> Money {
    guard currencies.count < 2 else {
      let names = currencies.map(\.code).joined(separator: " and ")
      throw .usage(
        what: "the \(bot == nil ? "desk" : "bot") pays in \(names), and a limit is in one of them",
        place: "--limit",
        advice: bot == nil ? "name a bot, or leave --limit out" : "leave --limit out")
    }
    let digits = (currencies.first ?? .usd).moneyDigits
    guard let value = try? DecimalText.parse(text, digits: digits), value >= 0 else {
      throw .usage(
        what: "'\(text)' is no limit", place: "--limit",
        advice: "give what may be paid a day, 0 or more with at most \(digits) decimals")
    }
    return Money(units: value)
  }

  private func groups(_ key: (FeeAccount) -> [String]) -> [[FeeAccount]] {
    var order: [[String]] = []
    var groups: [[String]: [FeeAccount]] = [:]
    for account in accounts {
      let name = key(account)
      if groups[name] == nil { order.append(name) }
      groups[name, default: []].append(account)
    }
    return order.compactMap { groups[$0] }
  }

  private func row(
    _ name: String, _ group: [FeeAccount], _ at: Timestamp, limit: Limit?
  ) throws -> FeeReport.Row {
    do throws(ArithmeticError) {
      var history = FeeHistory()
      var retired = FeeHistory()
      var capital = Money.zero
      var lots = Money.zero
      // Hours of what no longer trades would keep a market open that nobody is in.
      let hasTraders = group.contains(where: \.counts)
      for (index, account) in group.enumerated() {
        try history.add(days: account.days, hours: account.counts || !hasTraders ? account.book.hours : [])
        if account.bot.status == .retired { try retired.add(days: account.days, hours: []) }
        // A bot that goes on under another identity has taken its capital along.
        let isOld = group[(index + 1)...].contains {
          $0.bot.id == account.bot.id && $0.currency == account.currency && $0.counts
        }
        if !isOld { capital = try capital.adding(account.capital) }
        lots = try lots.adding(Money(units: account.volume(inMonthOf: at).lots))
      }
      var row = FeeReport.Row(
        name: name, currency: group[0].currency,
        reading: try FeeReading(history, at: at, capital: capital, limit: limit?.amount), history: history)
      row.limitOrigin = limit?.origin ?? .capital
      row.retiredMonth = try FeeReading(retired, at: at, capital: capital).month.fees
      row.bots = Set(group.map(\.bot.id)).count
      row.brokers = Set(group.map(\.broker)).sorted()
      row.trace = group.flatMap(\.trace).sorted { $0.time < $1.time }
      row.lots = lots.units
      return row
    } catch {
      throw DeskError.state(bot: group[0].bot.id, problem: "the fees can't be added up: \(error)")
    }
  }

  /// The schedules of a group's brokers, each with the symbols that it holds for; of a symbol, that of the account that
  /// began last.
  private func tiers(_ group: [FeeAccount], _ at: Timestamp) -> [FeeReport.Tier] {
    var models: [Symbol: CommissionModel] = [:]
    for account in group {
      for symbol in account.recipe.symbols {
        guard let instrument = account.recipe.profile.instrument(symbol) else { continue }
        models[symbol] = account.recipe.profile.terms(for: instrument).commission
      }
    }
    let bySchedule = Dictionary(grouping: models.keys.sorted { $0.name < $1.name }) { models[$0] }
    return bySchedule.compactMap { model, symbols in
      guard let model, !model.isNone else { return nil }
      return FeeReport.Tier(
        model, symbols.map(\.name), group.map { $0.volume(inMonthOf: at) }, group[0].currency)
    }.sorted { $0.symbols.lexicographicallyPrecedes($1.symbols) }
  }

  private func notes(_ currencies: [Currency]) -> [String] {
    var notes: [String] = []
    if bot == nil, currencies.count > 1 {
      notes.append(
        "The desk pays in \(currencies.map(\.code).joined(separator: " and ")): unlike currencies are not added up."
      )
    }
    let modes = Set(accounts.filter { $0.counts }.map(\.record.mode.rawValue)).sorted()
    if modes.count > 1 {
      notes.append("Fees on \(modes.joined(separator: " and ")) are added up: --mode looks at one.")
    }
    return notes
  }
}

extension FeeReport.Tier {
  /// The tier of a schedule that the volume of some accounts has come to.
  fileprivate init?(
    _ model: CommissionModel, _ symbols: [String], _ volumes: [FeeBook.Volume], _ currency: Currency
  ) {
    let isLots = model.measure == .lots
    func text(_ volume: Int64) -> String {
      isLots
        ? DecimalText.format(volume, digits: 8, minimumFraction: 2) : Money(units: volume).text(in: currency)
    }
    var sum: Money? = Money(units: model.monthlyVolume)
    for volume in volumes {
      let own = isLots ? Money(units: volume.lots) : volume.notional
      guard let before = sum, let own else {
        sum = nil
        break
      }
      // A volume that no number holds is in no tier.
      do throws(ArithmeticError) { sum = try before.adding(own) } catch { return nil }
    }
    let tier = sum.flatMap { model.tier(at: $0.units) }
    self.init(
      symbols: symbols, measure: model.measure.rawValue, volume: sum.map { text($0.units) },
      from: tier.map { text($0.from) },
      next: sum.flatMap { sum in model.tiers.first { $0.from > sum.units } }.map { text($0.from) },
      rebate: tier?.rebate)
  }
}
