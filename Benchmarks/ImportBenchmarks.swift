import FileSystem
import TickStore
import TradingCore

/// From other systems' files to quotes in memory, without storing them.
enum ImportBenchmarks {
  private static let rowLimit = 500_000

  static func cases(_ sample: SampleTicks) -> [BenchmarkCase] {
    let histData = sample.folder + "/histdata.csv"
    let csv = sample.folder + "/plain.csv"
    let digits = sample.instrument.digits
    var cases = [
      reading("import HistData (rows written for it)", [histData], sample, .histdata) {
        try write($0, to: histData, header: nil) { histDataRow($0, digits: digits) }
      },
      reading("import CSV (rows written for it)", [csv], sample, .csv) {
        try write($0, to: csv, header: "time,bid,ask\n") {
          "\($0.eventTime.iso8601),\($0.bid.text(digits: digits)),\($0.ask.text(digits: digits))\n"
        }
      },
    ]
    if let recorded = sample.recorded {
      cases.append(
        reading("import Dukascopy", [recorded + "/dukascopy_bi5/EURUSD"], sample, .dukascopy))
      cases.append(
        reading("import LEAN", [recorded + "/lean/Data/forex/oanda/tick/eurusd"], sample, .lean, zone: .utc))
    }
    return cases
  }

  private static func reading(
    _ name: String, _ inputs: [String], _ sample: SampleTicks, _ format: ImportFormat,
    zone: ImportZone? = nil, prepare: @escaping (UnsafeBufferPointer<Quote>) throws -> Void = { _ in }
  ) -> BenchmarkCase {
    let options = ImportOptions(symbol: sample.instrument.symbol, format: format, zone: zone)
    func read() throws -> Int {
      try TickImport.read(inputs: inputs, options: options, sink: { _ in }).rowsRead
    }
    var result = BenchmarkCase(name: name, counts: "rows", work: 0) { "\(try read()) rows" }
    result.prepare = {
      try prepare(UnsafeBufferPointer(rebasing: sample.quotes.prefix(rowLimit)))
      return try read()
    }
    return result
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
