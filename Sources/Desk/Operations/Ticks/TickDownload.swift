import Downloads
package import JSONText
package import Reports
import TickStore
import TradingCore

/// A download of published ticks as it was typed.
package struct TypedFetch: Sendable, Hashable {
  /// How many requests a second may be made.
  package static let rates = 0.1...50
  /// How often an hour may be asked for.
  package static let attemptCounts = 1...20

  /// The instrument.
  package var symbol: String
  /// The first hour.
  package var from: String
  /// The first hour that is not wanted any more.
  package var to: String
  /// Where the tick file goes.
  package var output: String
  /// Where hours are kept; `nil` for the home's cache.
  package var cache: String?
  /// Requests a second.
  package var rate = 4.0
  /// How often an hour is asked for before giving up.
  package var attempts = 6
  /// A mirror with the same folders.
  package var baseURL: String?
  /// Decimals of the prices, for symbols that are not known.
  package var digits: Int?

  /// A download with the usual manners.
  package init(symbol: String, from: String, to: String, output: String) {
    (self.symbol, self.from, self.to, self.output) = (symbol, from, to, output)
  }
}

extension TickOperations {
  /// Downloads Dukascopy's public hours of ticks and makes one tick file of them. Hours are kept, so that a download
  /// which was stopped goes on where it was.
  ///
  /// - Throws: `OperationError.usage`, `DownloadError`, `ImportError`, `FileError`.
  package func fetch(
    _ typed: TypedFetch, downloading: @escaping Progress, importing: @escaping Progress
  ) throws -> FetchDocument {
    try checkOutput(typed.output)
    let options = try Self.importOptions(typed)
    let instrument = DukascopyInstruments.fileName(of: options.symbol)
    let settings = try Self.settings(typed)
    let plan = try DownloadPlan(
      instrument: instrument, market: InstrumentCatalog.standard[options.symbol]?.hours,
      from: TypedValues.time(typed.from, place: "--from"), to: TypedValues.time(typed.to, place: "--to"),
      now: settings.pacing.wallClock())
    if plan.unfinished > 0 {
      home.listener.note(
        "the last \(plan.unfinished) hours of the range are not over yet and were left out")
    }
    let (report, progress) = try download(plan, settings, cache: typed.cache, downloading)
    let outcome = try TickImport.run(
      inputs: report.files, options: options, output: typed.output, cancellation: home.cancellation
    ) {
      importing($0.bytesRead, $0.bytesTotal)
    }
    return FetchDocument(
      imported: ImportDocument(outcome: outcome), report: report, plan: plan, counts: progress.counts,
      base: settings.base)
  }

  private func download(
    _ plan: DownloadPlan, _ settings: DownloadSettings, cache: String?, _ listen: Progress
  ) throws -> (DownloadReport, DownloadProgress) {
    let progress = DownloadProgress()
    let folder = HourCache(folder: cache ?? home.folder + "/cache/dukascopy")
    let download = HourDownload(plan: plan, cache: folder, settings: settings, progress: progress)
    let missing = try download.missing().count
    let report = try AsyncWork.run(
      home.cancellation, whileWaiting: { listen(progress.counts.hoursDone, missing) }
    ) {
      try await download.run()
    }
    return (report, progress)
  }

  private static func importOptions(_ typed: TypedFetch) throws -> ImportOptions {
    let symbol = try TypedValues.symbol(typed.symbol, place: "SYMBOL")
    let name = DukascopyInstruments.fileName(of: symbol)
    guard typed.digits != nil || DukascopyInstruments.digits(of: name) != nil else {
      throw OperationError.usage(
        what: "Dukascopy has no instrument \(symbol) that this program knows", place: "SYMBOL",
        advice: "correct the name, or state the decimals of its prices with --digits")
    }
    let options = ImportOptions(symbol: symbol, digits: typed.digits, format: .dukascopy)
    _ = try options.priceDigits()
    return options
  }

  private static func settings(_ typed: TypedFetch) throws -> DownloadSettings {
    guard TypedFetch.rates.contains(typed.rate) else {
      throw OperationError.usage(
        what: "expected 0.1 to 50 requests a second, was \(typed.rate)", place: "--rate",
        advice: "give a number in that range")
    }
    guard TypedFetch.attemptCounts.contains(typed.attempts) else {
      throw OperationError.usage(
        what: "expected 1 to 20 attempts, was \(typed.attempts)", place: "--attempts",
        advice: "give a number in that range")
    }
    var settings = DownloadSettings()
    settings.requestsPerSecond = typed.rate
    settings.retries = RetrySchedule(attempts: typed.attempts)
    settings.userAgent = "slipway/\(ProgramVersion.current)"
    if let baseURL = typed.baseURL { settings.base = try BaseURL(baseURL) }
    return settings
  }
}

/// What a download and its import gave.
package struct FetchDocument: Document {
  let imported: ImportDocument
  let report: DownloadReport
  let plan: DownloadPlan
  let counts: DownloadProgress.Counts
  let base: BaseURL

  /// The download and the import, for programs.
  package var json: JSONValue {
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

  /// Labels and values for people.
  package var rows: [(String, TextCell)] {
    let hours =
      "\(NumberText.grouped(report.hoursAsked)) asked for, \(NumberText.grouped(report.hoursCached)) cached, "
      + "\(NumberText.grouped(report.hoursWithoutTicks)) without ticks, "
      + "\(NumberText.grouped(plan.closed)) of weekends"
    let requests =
      "\(NumberText.grouped(counts.requests)), \(NumberText.counted(counts.bytes, "byte")) from \(base)"
    return imported.rows + [("hours", TextCell(hours)), ("requests", TextCell(requests))]
  }
}
