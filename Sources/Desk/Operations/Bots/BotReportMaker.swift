import BotAssembly
import JSONText
import Journal
import ModeManager
import Promotion
import Reports
import Statistics
import StrategyKit
import TradingCore

/// Makes a bot's report from what the journal holds.
struct BotReportMaker {
  private let record: BotRecord
  /// The present evidence first, then from new to old.
  private let evidence: [EvidenceRecord]
  /// The evidence of the bot in its mode as it is now; where that can't be told, the latest of its mode.
  private let current: EvidenceRecord?
  /// The bot put together now, where that is possible.
  private let resolved: ResolvedBot?
  /// Where the recordings of sessions are, and strategies are known.
  private let home: Home
  /// What the reader should know besides.
  private var notes: [String] = []

  /// A maker for a bot and all of its evidence.
  init(_ bot: BotHistory, resolver: BotResolver) throws {
    record = bot.record
    home = resolver.home
    do {
      resolved = try resolver.resolve(try BotSpec(json: record.spec))
    } catch {
      resolved = nil
      notes.append("The bot can't be put together now: \(error)")
    }
    let present = bot.present(identity: resolved?.identity.bytes)
    if let note = present.note(on: record) { notes.append(note + ".") }
    current = present.row
    evidence = [present.row].compactMap { $0 } + bot.evidence.reversed().filter { $0.id != present.row?.id }
  }

  /// The report over a period.
  ///
  /// - Throws: `DeskError`, or `JournalError`.
  mutating func report(_ journal: Journal, _ period: ReportPeriod) throws -> BotReport {
    var shown: [BotEvidence] = []
    for row in evidence { shown.append(try page(of: row, journal, period)) }
    if let row = current ?? evidence.first, let note = try journal.read({ try row.fillRulesNote($0) }) {
      notes.append(note)
    }
    var report = BotReport(
      bot: record.id, status: record.status.rawValue, mode: record.mode.rawValue, family: record.family,
      evidence: shown)
    let open = try BotOperations(home: home).open(record.id)
    (report.positions, report.orders) = (open.positions, open.orders)
    report.notes = notes + open.notes
    report.generator = ProgramVersion.generator
    return report
  }

  private mutating func page(
    of row: EvidenceRecord, _ journal: Journal, _ period: ReportPeriod
  ) throws -> BotEvidence {
    let contents = try EvidenceReader.read(row, journal) { period.contains($0) }
    let span = period.span(of: contents.evidence)
    var page: BotEvidence
    do throws(ArithmeticError) {
      page = BotEvidence(try Scorecard(contents.evidence, span: span))
    } catch {
      throw DeskError.state(bot: record.id, problem: "a total over its trades exceeds 64 bits")
    }
    let recipe = contents.recipe
    page.openPositions = contents.evidence.openTimes.count
    page.trades = contents.evidence.trades.filter { span.contains($0.closeTime) }
    page.instruments = contents.instruments
    page.isCurrent = row.id == current?.id
    page.strategy = recipe.strategy
    page.params = params(recipe)
    page.exposure = contents.exposure
    page.broker =
      ProfileIdentity(recipe.profile, trading: recipe.symbols + recipe.conversionSymbols).name
    page.fingerprint = contents.record.fingerprint
    page.exposure.keep(from: page.figures.firstTick ?? .distantPast) { span.contains($0) }
    page.equity = contents.curve.filter { span.contains($0.eventTime) }
    page.settings = Self.settings(recipe, period)
    page.orderEnds = contents.orderEnds
    if span == .all { page.statement = contents.statement }
    page.spreads = try EvidenceSpreads.comparisons(of: contents, journal, home: home.folder)
    if row.id == evidence.first?.id, let idle = page.idleNote { notes.append(idle) }
    if row.id == evidence.first?.id { notes += page.spreads.compactMap(\.warning) }
    noteGap(contents)
    return page
  }

  /// Parameters in the strategy's order where this program knows it, else by name.
  private func params(_ recipe: EvidenceRecipe) -> [JSONMember] {
    let entry = home.strategies.all.first { $0.descriptor.name == recipe.strategy }
    let order = (entry ?? resolved?.entry)?.descriptor.parameters.map(\.name) ?? []
    let known = order.filter { recipe.parameters[$0] != nil }
    let others = recipe.parameters.keys.filter { !known.contains($0) }.sorted()
    return (known + others).map { name in
      let text = recipe.parameters[name] ?? ""
      return JSONMember(name, Int64(text).map { .integer($0) } ?? .string(text))
    }
  }

  private static func settings(_ recipe: EvidenceRecipe, _ period: ReportPeriod) -> [BacktestReport.Line] {
    let currency = recipe.profile.accountCurrency
    let latency = DecimalText.format(recipe.latencyNanoseconds, digits: 6, minimumFraction: 0)
    var lines: [BacktestReport.Line] = [
      .init("Start balance", "\(recipe.startBalance.shownText(in: currency)) \(currency)"),
      .init("Leverage", "1:\(recipe.leverage)"), .init("Latency", "\(latency) ms one way"),
      .init("Seed", "\(recipe.seed)"),
    ]
    if let from = period.from { lines.append(.init("From", from.iso8601)) }
    if let to = period.to { lines.append(.init("To", to.iso8601)) }
    return lines
  }

  private mutating func noteGap(_ contents: EvidenceContents) {
    let count = contents.eventsSinceCheckpoint
    guard count > 0 else { return }
    let events = NumberText.counted(count, "event is", "events are")
    let time = contents.evidence.lastTick?.iso8601 ?? "the start"
    notes.append(
      "Equity, drawdown and days of evidence \(contents.record.number) are as of its last checkpoint "
        + "(\(time)); \(events) newer and in the trades already.")
  }
}
