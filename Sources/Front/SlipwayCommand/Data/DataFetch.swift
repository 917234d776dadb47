import JSONText
import ArgumentParser
import Downloads
import Reports
import TickStore
import TradingCore

/// `slipway data fetch`: ticks from services that publish them.
struct DataFetch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Download published ticks and make one tick file of them.",
    subcommands: [FetchDukascopy.self])
}

/// `slipway data fetch dukascopy`
struct FetchDukascopy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dukascopy", abstract: "Download Dukascopy's public hours of ticks.",
    discussion: """
      Hours are checked as they arrive and kept in a cache, so that a run which was stopped goes on where it was. \
      Weekends are not asked for. Dukascopy's terms of use apply to what is downloaded.
      """)

  @Argument(help: ArgumentHelp("The instrument, as in EURUSD.", valueName: "symbol"))
  var symbol: String

  @Option(help: ArgumentHelp("The first hour, as in 2019-02-04T00:00Z.", valueName: "time"))
  var from: String

  @Option(help: ArgumentHelp("The first hour that is not wanted any more.", valueName: "time"))
  var to: String

  @OptionGroup var output: OutputOption

  @Option(
    help: ArgumentHelp("Where hours are kept (default: cache/dukascopy in the home).", valueName: "dir"))
  var cache: String?

  @Option(help: ArgumentHelp("Requests a second, 0.1 to 50.", valueName: "n"))
  var rate = 4.0

  @Option(help: ArgumentHelp("How often an hour is asked for before giving up, 1 to 20.", valueName: "n"))
  var attempts = 6

  @Option(help: ArgumentHelp("A mirror with the same folders.", valueName: "url"))
  var baseURL: String?

  @Option(help: ArgumentHelp("Decimals of the prices, for symbols that are not known.", valueName: "n"))
  var digits: Int?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try output.check(home: shared.homeFolder)
    let options = try importOptions()
    let instrument = DukascopyInstruments.fileName(of: options.symbol)
    let settings = try settings()
    let plan = try DownloadPlan(
      instrument: instrument, market: InstrumentCatalog.standard[options.symbol]?.hours,
      from: OptionValues.time(from, option: "--from"), to: OptionValues.time(to, option: "--to"),
      now: settings.pacing.wallClock())
    if plan.unfinished > 0 {
      shared.note("the last \(plan.unfinished) hours of the range are not over yet and were left out")
    }
    let (report, progress) = try download(plan, settings)
    let bar = ProgressBar("Importing", unit: "bytes", quiet: shared.quiet)
    let outcome = try TickImport.run(inputs: report.files, options: options, output: output.path) {
      bar.update(done: $0.bytesRead, of: $0.bytesTotal)
    }
    bar.finish()
    let document = FetchDocument(
      imported: ImportDocument(outcome: outcome), report: report, plan: plan, counts: progress.counts,
      base: settings.base)
    try shared.printResult(json: document.json) { document.text(colored: $0) }
  }

  private func download(
    _ plan: DownloadPlan, _ settings: DownloadSettings
  ) throws -> (DownloadReport, DownloadProgress) {
    let progress = DownloadProgress()
    let folder = HourCache(folder: cache ?? shared.homeFolder + "/cache/dukascopy")
    let download = HourDownload(plan: plan, cache: folder, settings: settings, progress: progress)
    let missing = try download.missing().count
    let bar = ProgressBar("Downloading", unit: "hours", quiet: shared.quiet)
    let report = try AsyncWork.run(whileWaiting: {
      bar.update(done: progress.counts.hoursDone, of: missing)
    }) { try await download.run() }
    bar.finish()
    return (report, progress)
  }

  private func importOptions() throws -> ImportOptions {
    let symbol = try OptionValues.symbol(symbol, option: "SYMBOL")
    let name = DukascopyInstruments.fileName(of: symbol)
    guard digits != nil || DukascopyInstruments.digits(of: name) != nil else {
      throw CommandError.usage(
        what: "Dukascopy has no instrument \(symbol) that this program knows", option: "SYMBOL",
        advice: "correct the name, or state the decimals of its prices with --digits")
    }
    let options = ImportOptions(symbol: symbol, digits: digits, format: .dukascopy)
    _ = try options.priceDigits()
    return options
  }

  private func settings() throws -> DownloadSettings {
    guard (0.1...50).contains(rate) else {
      throw CommandError.usage(
        what: "expected 0.1 to 50 requests a second, was \(rate)", option: "--rate",
        advice: "give a number in that range")
    }
    guard (1...20).contains(attempts) else {
      throw CommandError.usage(
        what: "expected 1 to 20 attempts, was \(attempts)", option: "--attempts",
        advice: "give a number in that range")
    }
    var settings = DownloadSettings()
    settings.requestsPerSecond = rate
    settings.retries = RetrySchedule(attempts: attempts)
    settings.userAgent = "slipway/\(Version.current)"
    if let baseURL { settings.base = try BaseURL(baseURL) }
    return settings
  }
}

/// What a download and its import gave.
private struct FetchDocument {
  let imported: ImportDocument
  let report: DownloadReport
  let plan: DownloadPlan
  let counts: DownloadProgress.Counts
  let base: BaseURL

  var json: JSONValue {
    imported.json.adding(
      "fetch",
      [
        "base_url": .string(base.description), "hours": .count(plan.hours.count),
        "hours_cached": .count(report.hoursCached), "hours_asked": .count(report.hoursAsked),
        "hours_without_ticks": .count(report.hoursWithoutTicks), "hours_closed": .count(plan.closed),
        "hours_unfinished": .count(plan.unfinished), "requests": .count(counts.requests),
        "bytes": .count(counts.bytes),
      ])
  }

  func text(colored: Bool) -> String {
    let hours =
      "\(NumberText.grouped(report.hoursAsked)) asked for, \(NumberText.grouped(report.hoursCached)) cached, "
      + "\(NumberText.grouped(report.hoursWithoutTicks)) without ticks, "
      + "\(NumberText.grouped(plan.closed)) of weekends"
    let requests =
      "\(NumberText.grouped(counts.requests)), \(NumberText.grouped(counts.bytes)) bytes from \(base)"
    return TextTable.keyValue(
      imported.rows + [("hours", TextCell(hours)), ("requests", TextCell(requests))]
    ).text(colored: colored)
  }
}
