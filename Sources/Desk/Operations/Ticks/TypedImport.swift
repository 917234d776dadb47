import TickStore
import TradingCore

/// An import as it was typed: what is to be read, and what its format leaves open.
package struct TypedImport: Sendable, Hashable {
  /// The names of formats that are read.
  package static var formats: [String] { ImportFormat.allCases.map(\.rawValue) }
  /// The kinds of market that LEAN files are of.
  package static var assets: [String] { LeanAsset.allCases.map(\.rawValue) }

  /// Files and folders; `-` is standard input.
  package var inputs: [String]
  /// The instrument.
  package var symbol: String
  /// Where the tick file goes.
  package var output: String
  /// Whether sources of one symbol that hold the same time are mixed.
  package var mergeSources = false
  /// The format's name.
  package var format = "auto"
  /// The zone of times without one.
  package var zone: String?
  /// Which one a time is that the clock shows twice.
  package var repeatedHour: String?
  /// What names in the files mean, as `from=to`.
  package var map: [String] = []
  /// What to take: `quotes` or `trades`.
  package var kind: String?
  /// The hour of a single file.
  package var hour: String?
  /// The day of a single file.
  package var date: String?
  /// The kind of market that a LEAN file's folder does not say.
  package var asset: String?
  /// The member of a zip with several series.
  package var entry: String?
  /// Decimals of the prices.
  package var digits: Int?
  /// The columns of a CSV file.
  package var columns: String?
  /// The column of a CSV file that names the instrument.
  package var symbolColumn: String?
  /// The unit of times that are numbers.
  package var epoch: String?
  /// Whether the sizes of quotes are kept; `nil` for the format's way.
  package var sizes: Bool?
  /// Decimals of the sizes.
  package var sizeDigits: Int?
  /// What is done about rows earlier than the one before: `refuse` or `drop`.
  package var outOfOrder = "refuse"
  /// Splits of the shares, as `date=n:m`.
  package var splits: [String] = []
  /// Whether prices may be ten or a hundred times the ones before.
  package var allowsScaleChange = false
  /// Whether prices at zero and below are taken of any instrument.
  package var negativePrices = false
  /// How many rows that something is wrong with may be left out; `nil` for none.
  package var skipBadRows: Int?

  /// An import of which nothing more is said.
  package init(inputs: [String], symbol: String, output: String) {
    (self.inputs, self.symbol, self.output) = (inputs, symbol, output)
  }

  /// As the importers take it.
  ///
  /// - Throws: `OperationError.usage` or `ImportError.option`.
  func options() throws -> ImportOptions {
    let symbol = try TypedValues.symbol(symbol)
    if hour != nil, date != nil {
      throw OperationError.usage(
        what: "a file has an hour or a day, not both", place: "--hour, --date", advice: "give one of them")
    }
    var options = ImportOptions(symbol: symbol, digits: digits, entry: entry)
    options.format = try TypedValues.choice(format, place: "--format")
    options.kind = try kind.map { try TypedValues.choice($0, place: "--kind") }
    options.asset = try asset.map { try TypedValues.choice($0, place: "--asset") }
    options.sizes = sizes
    options.sizeDigits = sizeDigits
    options.outOfOrder = try TypedValues.choice(outOfOrder, place: "--out-of-order")
    options.zone = try zone.map { try ImportZone(name: $0) }
    options.repeatedHour = try repeatedHour.map { try TypedValues.choice($0, place: "--repeated-hour") }
    for text in map {
      let (name, meaning) = try SymbolNames.meaning(text)
      options.meanings[name] = meaning
    }
    options.symbolColumn = symbolColumn
    options.badRowsLimit = skipBadRows
    options.hour = try hour.map { try TypedValues.time($0, place: "--hour") }
    options.date = try date.map { try TypedValues.date($0, place: "--date") }
    options.columns = try columns.map { try ColumnMap(list: $0) }
    for split in splits { options.splits.append(try ShareSplit(split)) }
    options.allowsScaleChange = allowsScaleChange
    options.negativePrices = negativePrices ? true : nil
    options.epochUnit = try epoch.map { try TypedValues.choice($0, place: "--epoch") }
    options.overlapping = mergeSources ? .merge : .refuse
    return options
  }
}
