import ArgumentParser
import Operations
import Reports

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

      Examples:
        slipway data import dukascopy/EURUSD --symbol EURUSD -o eurusd.ticks
        slipway data import mt5.csv --symbol XAUUSD --zone America/New_York+7 \\
          -o gold.ticks
      """)

  @Argument(
    help: ArgumentHelp("Files and folders; - is standard input.", valueName: "file|folder"),
    completion: .file())
  var inputs: [String]

  @Option(
    help: ArgumentHelp("The instrument, as in EURUSD.", valueName: "symbol"), completion: .names(.symbols))
  var symbol: String

  @OptionGroup var output: OutputOption
  @OptionGroup var sources: SourceOptions
  @OptionGroup(title: "What the inputs leave open") var facts: ImportFactOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    var typed = TypedImport(inputs: inputs, symbol: symbol, output: output.path)
    typed.mergeSources = sources.mergeSources
    try facts.fill(&typed)
    let made = try shared.operations.ticks.importTicks(typed, shared.progress("Importing", unit: "bytes"))
    try shared.print(made) { TextTable.keyValue(made.rows).text(colored: $0) }
  }
}

/// Options for what a format does not settle.
struct ImportFactOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The format: \(TypedImport.formats.joined(separator: ", ")).", valueName: "name"),
    completion: .list(TypedImport.formats))
  var format = "auto"

  @Option(
    help: ArgumentHelp(
      "The zone of times without one: UTC, UTC-5, America/New_York, or America/New_York+7 as most MetaTrader servers.",
      valueName: "zone"), completion: .list(["UTC", "America/New_York", "America/New_York+7"]))
  var zone: String?

  @Option(
    help: ArgumentHelp(
      "Which one a time is that the clock shows twice: first, second, or by-order (the second from where times step "
        + "back).",
      valueName: "which"), completion: .list(["first", "second", "by-order"]))
  var repeatedHour: String?

  @Option(
    help: ArgumentHelp(
      "What a name in the files means, as in EURUSD.r=EURUSD; may be repeated.",
      valueName: "from=to"))
  var map: [String] = []

  @Option(
    help: ArgumentHelp(
      "What to take: quotes or trades (default: what the files hold; of Binance recordings the quotes).",
      valueName: "kind"), completion: .list(["quotes", "trades"]))
  var kind: String?

  @Option(
    help: ArgumentHelp(
      "The hour of a single .bi5 file, as in 2019-02-04T13:00Z; not with --date.", valueName: "time"))
  var hour: String?

  @Option(help: ArgumentHelp("The day of a single LEAN file, as in 2014-05-02.", valueName: "date"))
  var date: String?

  @Option(
    help: ArgumentHelp(
      "What a LEAN file's folder does not say: \(TypedImport.assets.joined(separator: ", ")).",
      valueName: "type"), completion: .list(TypedImport.assets))
  var asset: String?

  @Option(help: ArgumentHelp("The member of a zip with several series.", valueName: "name"))
  var entry: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Decimals of the prices, \(NumberRange.digits.words) (default: the instrument's).", valueName: "n"))
  var digits: TypedNumber?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The columns of a CSV file in order, as in 'time,bid,ask' or 'time,price,size,side'; - stands for one to pass over.",
      valueName: "list"))
  var columns: String?

  @Option(
    help: ArgumentHelp(
      "The column of a CSV file that names the instrument: its header or number, from 1.", valueName: "column"
    ))
  var symbolColumn: String?

  @Option(
    help: ArgumentHelp("The unit of times that are numbers: s, ms, us, ns.", valueName: "unit"),
    completion: .list(["s", "ms", "us", "ns"]))
  var epoch: String?

  @Flag(
    inversion: .prefixedNo,
    help: """
      Keep the sizes of quotes (default: only those of Binance, Tardis, LEAN crypto and of CSV columns bid_size \
      and ask_size).
      """)
  var sizes: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Decimals of the sizes, \(NumberRange.digits.words) (default: the instrument's, else 8).",
      valueName: "n"))
  var sizeDigits: TypedNumber?

  @Option(
    help: ArgumentHelp("Rows earlier than the one before: refuse or drop.", valueName: "policy"),
    completion: .list(["refuse", "drop"]))
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
      "Leave out rows that something is wrong with, and count them; more than n, 0 or more (100 when it is not said), are refused.",
      valueName: "n"))
  var skipBadRows: RowLimit?

  /// Puts what was typed into an import.
  ///
  /// - Throws: `CommandError.usage`.
  func fill(_ typed: inout TypedImport) throws(CommandError) {
    (typed.format, typed.zone, typed.repeatedHour, typed.map) = (format, zone, repeatedHour, map)
    (typed.kind, typed.hour, typed.date, typed.asset) = (kind, hour, date, asset)
    (typed.entry, typed.columns) = (entry, columns)
    (typed.symbolColumn, typed.epoch, typed.sizes) = (symbolColumn, epoch, sizes)
    (typed.outOfOrder, typed.splits) = (outOfOrder, splits)
    typed.digits = try digits?.whole(NumberRange.digits, "--digits")
    typed.sizeDigits = try sizeDigits?.whole(NumberRange.digits, "--size-digits")
    (typed.allowsScaleChange, typed.negativePrices) = (allowScaleChange, negativePrices)
    typed.skipBadRows = try skipBadRows?.count()
  }
}
