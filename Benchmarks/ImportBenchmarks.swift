import FileSystem
import TickStore
import TradingCore

/// From other systems' files to quotes in memory, without storing them.
enum ImportBenchmarks {
  static func cases(_ sample: SampleTicks) throws -> [BenchmarkCase] {
    let quotes = UnsafeBufferPointer(rebasing: sample.quotes.prefix(500_000))
    let histData = sample.folder + "/histdata.csv"
    let csv = sample.folder + "/plain.csv"
    try write(quotes, to: histData, header: nil) { histDataRow($0, digits: sample.instrument.digits) }
    try write(quotes, to: csv, header: "time,bid,ask\n") {
      "\($0.eventTime.iso8601),\($0.bid.text(digits: 5)),\($0.ask.text(digits: 5))\n"
    }
    var cases = [
      try reading("import HistData (rows written for it)", [histData], sample, .histdata, zone: nil),
      try reading("import CSV (rows written for it)", [csv], sample, .csv, zone: nil),
    ]
    if let recorded = sample.recorded {
      cases.append(
        try reading(
          "import Dukascopy", [recorded + "/dukascopy_bi5/EURUSD"], sample, .dukascopy, zone: nil))
      cases.append(
        try reading(
          "import LEAN", [recorded + "/lean/Data/forex/oanda/tick/eurusd"], sample, .lean,
          zone: .utc))
    }
    return cases
  }

  private static func reading(
    _ name: String, _ inputs: [String], _ sample: SampleTicks, _ format: ImportFormat, zone: ImportZone?
  ) throws -> BenchmarkCase {
    let options = ImportOptions(symbol: sample.instrument.symbol, format: format, zone: zone)
    let rows = try TickImport.read(inputs: inputs, options: options, sink: { _ in }).rowsRead
    return BenchmarkCase(name: name, counts: "rows", work: rows) {
      "\(try TickImport.read(inputs: inputs, options: options, sink: { _ in }).rowsRead) rows"
    }
  }

  private static func write(
    _ quotes: UnsafeBufferPointer<Quote>, to path: String, header: String?, row: (Quote) -> String
  ) throws {
    let file = try AtomicFile(path: path)
    if let header { try file.write(header) }
    for quote in quotes { try file.write(row(quote)) }
    try file.commit()
  }

  /// `YYYYMMDD HHMMSSmmm,bid,ask,0`, five hours behind UTC.
  private static func histDataRow(_ quote: Quote, digits: Int) -> String {
    let text = quote.eventTime.advanced(by: -5 * Timestamp.hour).iso8601
    let numbers = text.filter { $0.isNumber }
    let bid = quote.bid.text(digits: digits) + "0"
    return
      "\(numbers.prefix(8)) \(numbers.dropFirst(8).prefix(9)),\(bid),\(quote.ask.text(digits: digits))0,0\n"
  }
}
