import FileSystem
import TradingCore
import YAMLText

/// The slippages of recorded fills, from a CSV file with a header.
///
/// The column `slippage_points` or `slippage_pips` has how much worse than the quote a fill was, with up to four
/// decimals; `symbol`, when it is there, whose it was. Other columns are left alone.
struct FillSamples {
  /// Samples in 1e-4 points by symbol, in file order; empty without a column `symbol`.
  private(set) var bySymbol: [Symbol: [Int64]] = [:]
  /// Samples of a file without symbols.
  private(set) var shared: [Int64] = []
  /// Whether the file has a column `symbol`.
  var hasSymbols: Bool { symbolColumn != nil }

  private static let rowsLimit = 100_000

  private let path: String
  private let context: CostContext
  private var valueColumn = 0
  private var isInPips = false
  private var symbolColumn: Int?
  private var columns = 0

  /// Reads the fills. Rows of symbols that the context has no use for are left out: those of other classes, and
  /// for an instrument's own terms those of other instruments.
  ///
  /// - Throws: `FileError`, or the `ConfigurationError` of a row.
  init(path: String, context: CostContext) throws {
    self.path = path
    self.context = context
    let text = try TextFile.contents(of: path, kind: "CSV", mostMebibytes: 64)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let header = lines.first else { throw problem("the file is empty", "give a header and rows", 1) }
    try readHeader(Self.cells(header))
    var count = 0
    for (index, line) in lines.enumerated().dropFirst() where !line.allSatisfy(\.isWhitespace) {
      count += 1
      guard count <= Self.rowsLimit else {
        throw problem("more than \(Self.rowsLimit) fills", "keep the latest ones", index + 1)
      }
      try readRow(Self.cells(line), line: index + 1)
    }
    guard !shared.isEmpty || !bySymbol.isEmpty else {
      throw problem("has no fills to use", "give at least one row of the right instrument", nil)
    }
  }

  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
      var cell = cell.drop(while: \.isWhitespace)
      while let last = cell.last, last.isWhitespace { cell.removeLast() }
      if cell.count > 1, cell.hasPrefix("\""), cell.hasSuffix("\"") { cell = cell.dropFirst().dropLast() }
      return String(cell)
    }
  }

  private mutating func readHeader(_ names: [String]) throws(ConfigurationError) {
    let clean = names.map { $0.lowercased() }
    let values = clean.indices.filter { ["slippage_points", "slippage_pips"].contains(clean[$0]) }
    guard values.count == 1, let column = values.first else {
      throw problem(
        values.isEmpty ? "no column of slippages" : "two columns of slippages",
        "name one column 'slippage_points' or 'slippage_pips'", 1)
    }
    valueColumn = column
    columns = clean.count
    isInPips = clean[column] == "slippage_pips"
    symbolColumn = clean.firstIndex(of: "symbol")
    if isInPips, symbolColumn == nil, context.instrument == nil {
      throw problem(
        "slippages in pips, and no column 'symbol' that says whose pips", "add it, or give points", 1)
    }
  }

  private mutating func readRow(_ cells: [String], line: Int) throws(ConfigurationError) {
    let needed = max(valueColumn, symbolColumn ?? 0)
    guard cells.count > needed else { throw problem("a row of too few cells", "complete the row", line) }
    guard cells.count <= columns else {
      throw problem(
        "a row of \(cells.count) cells under a header of \(columns)",
        "write decimals with a point, and a cell for each name", line)
    }
    guard let symbolColumn else {
      shared.append(try sample(cells[valueColumn], on: context.instrument, line: line))
      return
    }
    guard let symbol = Symbol(cells[symbolColumn]) else {
      throw .badValue(place(line), field: "symbol", expected: "a symbol", was: "'\(cells[symbolColumn])'")
    }
    if let only = context.instrument, only.symbol != symbol { return }
    guard let instrument = context.instrument ?? context.profile.instrument(symbol) else {
      throw problem("there is no instrument \(symbol)", "add it to the profile, or leave its rows out", line)
    }
    if let only = context.assetClass, only != instrument.assetClass { return }
    bySymbol[symbol, default: []].append(try sample(cells[valueColumn], on: instrument, line: line))
  }

  private func sample(
    _ text: String, on instrument: Instrument?, line: Int
  ) throws(ConfigurationError) -> Int64 {
    let field = isInPips ? "slippage_pips" : "slippage_points"
    guard let value = try? DecimalText.parse(text, digits: 4), value.magnitude < 1 << 40 else {
      throw .badValue(
        place(line), field: field, expected: "a number of at most four decimals", was: "'\(text)'")
    }
    guard isInPips, let instrument else { return value }
    let (points, overflowed) = value.multipliedReportingOverflow(by: instrument.pointsPerPip)
    guard !overflowed, points.magnitude < 1 << 50 else {
      throw .badValue(place(line), field: field, expected: "a smaller slippage", was: "'\(text)'")
    }
    return points
  }

  private func place(_ line: Int?) -> ConfigurationPlace { ConfigurationPlace(path: path, line: line) }

  private func problem(_ what: String, _ remedy: String, _ line: Int?) -> ConfigurationError {
    .fault(place(line), field: "slippage.file", problem: what, remedy: remedy)
  }
}
