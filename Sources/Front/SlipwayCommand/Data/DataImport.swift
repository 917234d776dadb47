import JSONText
import ArgumentParser
import ModeManager
import Reports
import TickStore
import TradingCore

/// `slipway data import`
struct DataImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make one tick file of recorded ticks in another format.",
    discussion: """
      Folders are searched to the bottom; a zip is its members. Files are put in order by their ticks, not by \
      the order given. What a format leaves open (a time zone, a price scale, a date) is never guessed: an \
      option says it. Nothing is kept of an import that fails or is stopped.

      Formats: Dukascopy hours (.bi5); TrueFX, HistData and MetaTrader 5 ticks (MetaTrader's in the time of the \
      broker's server: --zone); LEAN zips of quotes (FX, CFDs, crypto) and trades (equities, futures, crypto); \
      Binance websocket recordings; Tardis CSV; CSV with a header such as time,bid,ask or time,price,size,side. \
      Trades make a tick file of trades, which can be looked at, cut and exported, and not be backtested on. \
      docs/tick-formats.md has what is read of each.
      """)

  @Argument(help: ArgumentHelp("Files and folders; - is standard input.", valueName: "file|folder"))
  var inputs: [String]

  @Option(help: ArgumentHelp("The instrument, as in EURUSD.", valueName: "name"))
  var symbol: String

  @OptionGroup var output: OutputOption
  @OptionGroup var sources: SourceOptions
  @OptionGroup(title: "What the inputs leave open") var facts: ImportFactOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    try output.check(against: inputs, home: shared.homeFolder)
    var options = try facts.importOptions(symbol: OptionValues.symbol(symbol))
    options.overlapping = sources.overlapping
    let bar = ProgressBar("Importing", unit: "bytes", quiet: shared.quiet)
    let outcome = try TickImport.run(inputs: inputs, options: options, output: output.path) { progress in
      bar.update(done: progress.bytesRead, of: progress.bytesTotal)
    }
    bar.finish()
    let document = ImportDocument(outcome: outcome)
    try shared.printResult(json: document.json) { document.text(colored: $0) }
  }
}

/// Options for what a format does not settle.
struct ImportFactOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The format: \(ImportFormat.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "name"))
  var format = "auto"

  @Option(
    help: ArgumentHelp(
      "The zone of times without one: UTC, UTC-5, America/New_York, or America/New_York+7 as most MetaTrader servers.",
      valueName: "zone"))
  var zone: String?

  @Option(
    help: ArgumentHelp(
      "Which one a time is that the clock shows twice: first, second, or by-order (the second from where times step "
        + "back).",
      valueName: "which"))
  var repeatedHour: String?

  @Option(
    help: ArgumentHelp(
      "What a name in the files means, as in EURUSD.r=EURUSD; can be given several times.",
      valueName: "from=to"))
  var map: [String] = []

  @Option(
    help: ArgumentHelp(
      "What to take: quotes or trades (default: what the files hold; of Binance recordings the quotes).",
      valueName: "kind"))
  var kind: String?

  @Option(help: ArgumentHelp("The hour of a single .bi5 file, as in 2019-02-04T13:00Z.", valueName: "time"))
  var hour: String?

  @Option(help: ArgumentHelp("The day of a single LEAN file, as in 2014-05-02.", valueName: "date"))
  var date: String?

  @Option(
    help: ArgumentHelp(
      "What a LEAN file's folder does not say: \(LeanAsset.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "type"))
  var asset: String?

  @Option(help: ArgumentHelp("The member of a zip with several series.", valueName: "name"))
  var entry: String?

  @Option(help: ArgumentHelp("Decimals of the prices, instead of the instrument's.", valueName: "n"))
  var digits: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The columns of a CSV file, as in time,bid,ask, symbol,date,time,bid,ask or time,price,size,side, - for others.",
      valueName: "list"))
  var columns: String?

  @Option(
    help: ArgumentHelp(
      "The column of a CSV file that names the instrument: its header or number, from 1.", valueName: "column"
    ))
  var symbolColumn: String?

  @Option(help: ArgumentHelp("The unit of times that are numbers: s, ms, us, ns.", valueName: "unit"))
  var epoch: String?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Keep the sizes of quotes (default: only those of Binance, Tardis, LEAN crypto and of CSV columns bid_size \
      and ask_size).
      """)
  var sizes: Bool?

  @Option(
    help: ArgumentHelp("Decimals of the sizes (default: the instrument's, else 8).", valueName: "n"))
  var sizeDigits: Int?

  @Option(help: ArgumentHelp("Rows earlier than the one before: refuse or drop.", valueName: "policy"))
  var outOfOrder = "refuse"

  @Option(
    name: .customLong("split"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      A split of the shares: prices before it are divided by its ratio, sizes multiplied, as in 2024-06-10=10:1 (ten \
      new shares for an old one, from midnight in New York); may be repeated.
      """, valueName: "date=n:m"))
  var splits: [String] = []

  @Flag(help: "Take prices that are ten or a hundred times the ones before, or a tenth of them, for a move.")
  var allowScaleChange = false

  @Flag(help: "Take prices at zero and below (default: of instruments that may have them, as CL).")
  var negativePrices = false

  @Option(
    defaultAsFlag: RowLimit(100), parsing: .next,
    help: ArgumentHelp(
      "Leave out rows that something is wrong with, and count them; more than n (100) are refused.",
      valueName: "n"))
  var skipBadRows: RowLimit?

  /// The options as the importers take them.
  ///
  /// - Throws: `CommandError.usage` or `ImportError.option`.
  func importOptions(symbol: Symbol) throws -> ImportOptions {
    if hour != nil, date != nil {
      throw CommandError.usage(
        what: "a file has an hour or a day, not both", option: "--hour, --date", advice: "give one of them")
    }
    var options = ImportOptions(symbol: symbol, digits: digits, entry: entry)
    options.format = try OptionValues.choice(format, option: "--format")
    options.kind = try kind.map { try OptionValues.choice($0, option: "--kind") }
    options.asset = try asset.map { try OptionValues.choice($0, option: "--asset") }
    options.sizes = sizes
    options.sizeDigits = sizeDigits
    options.outOfOrder = try OptionValues.choice(outOfOrder, option: "--out-of-order")
    options.zone = try zone.map { try ImportZone(name: $0) }
    options.repeatedHour = try repeatedHour.map { try OptionValues.choice($0, option: "--repeated-hour") }
    for text in map {
      let (name, meaning) = try SymbolNames.meaning(text)
      options.meanings[name] = meaning
    }
    options.symbolColumn = symbolColumn
    options.badRowsLimit = try skipBadRows?.count()
    options.hour = try hour.map { try OptionValues.time($0, option: "--hour") }
    options.date = try date.map { try OptionValues.date($0, option: "--date") }
    options.columns = try columns.map { try ColumnMap(list: $0) }
    for split in splits { options.splits.append(try ShareSplit(split)) }
    options.allowsScaleChange = allowScaleChange
    options.negativePrices = negativePrices ? true : nil
    options.epochUnit = try epoch.map { try OptionValues.choice($0, option: "--epoch") }
    return options
  }
}

/// What an import gave, as JSON and as a table: the file made, and what became of the rows.
struct ImportDocument {
  let outcome: ImportOutcome

  var json: JSONValue {
    let report = outcome.report
    let merged = report.overlaps.map(\.json)
    let document = TickFileDocument(info: outcome.info).json
      .adding("format", .string(report.format.rawValue)).adding("zone", .string(report.zoneNote))
      .adding("input_files", .count(report.files.count))
      .adding("empty_files", .count(report.emptyFiles.count))
      .adding("ignored_files", .count(report.ignored.count)).adding("rows_read", .count(report.rowsRead))
      .adding("rows_dropped", counts(report.rowsDropped))
      .adding("rows_corrected", counts(report.rowsCorrected))
      .adding("splits", .array(report.splits.map { .string($0.text) }))
      .adding("rows_skipped_first", .array(report.skippedRows.map(json)))
    return merged.isEmpty ? document : document.adding("merged_sources", .array(merged))
  }

  func text(colored: Bool) -> String { TextTable.keyValue(rows).text(colored: colored) }

  /// Labels and values for people.
  var rows: [(String, TextCell)] {
    let report = outcome.report
    let files = [
      (report.files.count, "with ticks"), (report.emptyFiles.count, "without"),
      (report.ignored.count, "not of ticks"),
    ]
    let fileWords = files.filter { $0.0 > 0 }.map { "\(NumberText.grouped($0.0)) \($0.1)" }
    let rows: [(String, TextCell)] =
      [
        ("format", TextCell("\(report.format.rawValue), \(report.zoneNote)")),
        ("files", TextCell(fileWords.joined(separator: ", "))),
        ("rows read", TextCell(NumberText.grouped(report.rowsRead))),
        ("rows dropped", TextCell(words(report.rowsDropped))),
      ] + skipped + [
        ("rows corrected", TextCell(words(report.rowsCorrected)))
      ]
    let splits = report.splits.map(\.text).joined(separator: ", ")
    let merged = report.overlaps.map { ("merged", TextCell($0.sentence)) }
    return TickFileDocument(info: outcome.info).rows + rows
      + (splits.isEmpty ? [] : [("splits", TextCell(splits))]) + merged
  }

  /// The first rows that something was wrong with.
  private var skipped: [(String, TextCell)] {
    outcome.report.skippedRows.map { ("skipped", TextCell("\($0.problem) (\($0.place))")) }
  }

  private func json(_ row: SkippedRow) -> JSONValue {
    ["place": .string("\(row.place)"), "problem": .string(row.problem)]
  }

  private func counts(_ reasons: [ReasonCount]) -> JSONValue {
    .object(reasons.map { JSONMember($0.reason, .count($0.count)) })
  }

  private func words(_ reasons: [ReasonCount]) -> String {
    guard !reasons.isEmpty else { return "none" }
    return reasons.map { "\(NumberText.grouped($0.count)) \($0.reason)" }.joined(separator: ", ")
  }
}
