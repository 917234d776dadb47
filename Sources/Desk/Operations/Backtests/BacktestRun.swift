import JSONText
import MarketClimate
import Backtesting
import BotAssembly
import FileSystem
import ModeManager
import Reports
import StrategyKit
import TickStore
import TradingCore
import TradingEngine

/// Runs a plan and makes its report; outputs appear together, when everything has gone well.
struct BacktestRun {
  let plan: BacktestPlan
  let commandLine: String
  let cancellation: Cancellation

  /// Runs the bot over the plan's ticks and writes the files asked for.
  ///
  /// `keeping`: takes the result when all is ready and before anybody can see any of it.
  /// - Throws: `AssemblyError`, `TickStoreError`, `BacktestError`, `FileError`, `ArithmeticError`, and what `keeping` throws.
  func run(
    _ progress: @escaping Progress, keeping: (BacktestReport) throws -> Void = { _ in }
  ) throws -> BacktestReport {
    let bot = try makeBot()
    let sizeDigits: ((Symbol) -> Int?)? = bot.needsSizes ? { self.sizeDigits($0) } : nil
    let ticks = try MergedTicks(
      paths: plan.ticks, from: plan.from, to: plan.to, overlapping: plan.overlapping,
      cancellation: cancellation,
      sizeDigits: sizeDigits
    ) { symbol in
      plan.instruments.first { $0.symbol == symbol }?.digits
    }
    let files = try BacktestFiles(plan.outputs, currency: plan.configuration.profile.accountCurrency)
    var material = PageMaterial(Array(plan.traded), isWanted: files.hasPage)
    var book = RunBook(symbols: plan.traded.count, listsTrades: files.hasPage)
    var benchmark = try plan.benchmark.map { try BenchmarkWatch($0, plan) }
    bot.keepEvents()
    let total = ticks.totalTicks
    var spreads = try SpreadMedians(plan, quotes: total)
    let guarded = try plan.guarding?.group(of: bot)
    var decisions = GuardTally()
    var backtest =
      guarded.map { Backtest(groups: [$0], cancellation: cancellation) }
      ?? Backtest(bots: [bot], cancellation: cancellation)
    var stream = TickFileStream(ticks, symbols: plan.configuration.streamSymbols)
    let start = ContinuousClock.now
    try backtest.run(
      &stream,
      quotes: { symbolIndex, quotes in
        material.add(quotes, symbolIndex: symbolIndex)
        spreads.add(quotes, symbolIndex: symbolIndex)
        if symbolIndex == plan.benchmark { benchmark?.add(quotes) }
      },
      settled: { () throws(BacktestError) in
        let events = bot.takeEvents()
        if !events.isEmpty { book.take(events, bot.state.account) }
        if let guarded, guarded.hasActions { decisions.add(guarded.takeActions()) }
      },
      trades: { (_, trade) throws(BacktestError) in
        material.add(trade)
        try book.add(trade)
        try write(trade, to: files)
      }, progress: { progress($0, total) })
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    var report = try makeReport(bot, backtest.totals[0], elapsed: elapsed)
    report.spreads = try spreads.comparisons()
    report.notes += report.spreads.compactMap(\.warning)
    report.dataSources = try plan.ticks.map(Self.source)
    report.mergedSources = ticks.overlaps.map(\.json)
    report.notes += ticks.overlaps.map(\.sentence)
    report.guardDecisions = plan.guarding == nil ? nil : decisions.rows
    material.fill(&report)
    book.fill(&report)
    report.benchmark = try benchmark?.result()
    try files.finish(report, cancellation, keeping: keeping)
    return report
  }

  /// Decimals of the sizes of a symbol whose fills need them.
  private func sizeDigits(_ symbol: Symbol) -> Int? {
    guard let instrument = plan.instruments.first(where: { $0.symbol == symbol }),
      plan.configuration.profile.terms(for: instrument).depth == .quoted
    else { return nil }
    return instrument.quantityDigits
  }

  /// Whether somebody will look at equity over time; collecting it costs a little on every tick.
  private var wantsCurve: Bool { plan.outputs.report != nil || plan.outputs.equity != nil }

  private func makeBot() throws -> BotRunner {
    do throws(AssemblyError) {
      return try plan.bot.paperBot(curvePoints: wantsCurve ? 10_000 : 0)
    } catch .parameter(let fault, strategy: _) {
      throw plan.origins.error(fault)
    } catch {
      throw error
    }
  }

  private func write(_ trade: ClosedTrade, to files: BacktestFiles) throws(BacktestError) {
    guard files.hasTrades else { return }
    do throws(FileError) {
      try files.add(BacktestOutcome.reportTrade(trade, instrument: plan.instruments[trade.symbolIndex]))
    } catch {
      throw .file(error)
    }
  }

  private static func source(_ path: String) throws(TickStoreError) -> BacktestReport.DataSource {
    let reader = try TickFileReader(path: path)
    return BacktestReport.DataSource(
      file: path, symbol: reader.metadata.symbol, ticks: reader.statistics.ticks,
      contentDigest: reader.contentDigest, origin: reader.metadata.source)
  }

  private func makeReport(
    _ bot: BotRunner, _ totals: TradeTotals, elapsed: Double
  ) throws(ArithmeticError) -> BacktestReport {
    let state = bot.state
    let names = plan.configuration.symbols.map(\.name).joined(separator: ", ")
    var report = BacktestReport(
      title: "\(plan.bot.entry.descriptor.name) on \(names)", strategy: plan.bot.entry.descriptor.name,
      params: plan.configuration.parameters.all.map { JSONMember($0.name, Self.parameterValue($0.text)) },
      symbols: plan.configuration.symbols, broker: plan.configuration.profileIdentity.name,
      family: plan.family,
      identity: bot.identity.text, seed: plan.configuration.seed,
      currency: plan.configuration.profile.accountCurrency,
      figures: try BacktestOutcome.figures(state: state, totals: totals, elapsedSeconds: elapsed),
      fingerprint: state.record.fingerprint.text)
    report.conversionSymbols = plan.configuration.conversionSymbols
    report.brokerLines = BrokerDocument.lines(plan.configuration.profile, trading: Array(plan.traded))
    report.configurationLines = configurationLines
    report.commandLine = commandLine
    report.generator = ProgramVersion.generator
    report.equity = BacktestOutcome.equity(of: state)
    report.trades = totals.sample.map {
      BacktestOutcome.reportTrade($0, instrument: plan.instruments[$0.symbolIndex])
    }
    report.days = BacktestOutcome.days(of: state)
    report.exitReasons = BacktestOutcome.exitReasons(totals)
    report.notes = notes(report)
    if let news = plan.news { add(ShownNews(news), to: &report, looksAtRegimes: bot.looksAtRegimes) }
    return report
  }

  /// Says which news it was, and why that changed nothing where it could not.
  private func add(_ news: ShownNews, to report: inout BacktestReport, looksAtRegimes: Bool) {
    let span = report.figures.first.flatMap { first in report.figures.last.map { (first, $0) } }
    let met = span.map { news.windows(from: $0, to: $1) } ?? 0
    report.news = news.json.adding("windows_in_ticks", .count(met))
    report.newsSources = news.sources.map {
      .init("\($0.name), \(Counted.text($0.events, "event"))", $0.digest)
    }
    let remarks = news.remarks(
      strategy: report.strategy, symbols: report.symbols, looksAtRegimes: looksAtRegimes)
    report.notes += remarks
    guard remarks.isEmpty, let (first, last) = span else { return }
    if met == 0 {
      report.notes.append(
        "No window of the news lies within the ticks (\(first.iso8601) to \(last.iso8601)), so that it changed nothing."
      )
    } else if let day = news.lastDay, day < CivilDate(containing: last) {
      report.notes.append("The news ends on \(day), before the ticks: none is known beyond.")
    }
  }

  /// Whole numbers as such, everything else as text.
  private static func parameterValue(_ text: String) -> JSONValue {
    Int64(text).map { .integer($0) } ?? .string(text)
  }

  private var configurationLines: [BacktestReport.Line] {
    let currency = plan.configuration.profile.accountCurrency
    let latency = DecimalText.format(plan.configuration.latencyNanoseconds, digits: 6, minimumFraction: 0)
    var lines: [BacktestReport.Line] = [
      .init("Start balance", "\(plan.configuration.startBalance.text(in: currency)) \(currency)"),
      .init("Leverage", "1:\(plan.configuration.leverage)"), .init("Latency", "\(latency) ms one way"),
      .init("From", plan.from == .distantPast ? "the first tick" : plan.from.iso8601),
      .init("To", plan.to == .distantFuture ? "the last tick" : plan.to.iso8601),
    ]
    if let news = plan.news.map({ ShownNews($0) }) {
      let digest = news.digest.prefix(16)
      lines.append(
        .init(
          "News",
          "\(Counted.text(news.events, "event")), \(Counted.text(news.windows, "window")), \(digest)"))
    }
    if let guarding = plan.guarding {
      lines.append(.init("Risk", "\(guarding.path), \(Counted.text(guarding.ruleCount, "rule"))"))
    }
    return lines
  }

  /// Why orders found no rate of conversion, a line for each symbol that lacks one.
  private var conversionNotes: [String] {
    let profile = plan.configuration.profile
    let account = profile.accountCurrency
    let missing = plan.instruments.prefix(plan.configuration.symbols.count).flatMap { instrument in
      profile.unconverted(instrument, among: plan.instruments).map { currency in
        "\(instrument.symbol) can't be traded: nothing converts \(currency) into \(account). Add ticks of a symbol "
          + "that connects them, such as \(currency)\(account) or \(account)\(currency), to --ticks, or choose an "
          + "account in \(currency)."
      }
    }
    guard missing.isEmpty else { return missing }
    return ["Orders came before the first tick of the pair that converts into \(account), and were rejected."]
  }

  private func notes(_ report: BacktestReport) -> [String] {
    var notes: [String] = []
    if plan.isUntracked {
      notes.append(
        "Untracked: this backtest is no trial in the home's journal, and its result counts for nothing.")
    }
    if report.figures.ticks == 0 { notes.append("There is no tick in the period asked for.") }
    if report.figures.deniedOrders["margin_insufficient", default: 0] > 0 {
      notes.append("The account ran out of free margin; later orders were denied.")
    }
    if report.figures.rejectedOrders["no_conversion", default: 0] > 0 { notes += conversionNotes }
    if report.figures.marginCalls > 0 {
      notes.append("Equity fell to the margin-call level \(report.figures.marginCalls) times.")
    }
    if let idle = plan.guarding?.idleScopes, !idle.isEmpty {
      notes.append(
        "Rules of \(idle.joined(separator: ", ")) do not hold here: the bot of a backtest is \(BacktestGuard.bot)."
      )
    }
    if !plan.unused.isEmpty {
      let names = plan.unused.map(\.name).joined(separator: ", ")
      notes.append("Ticks of \(names) are neither traded nor needed to convert: they were not used.")
    }
    return notes
  }
}
