import TestSupport
import TradingCore

@testable import TickStore

extension FuzzTarget {
  /// Containers: Dukascopy's hours raw and with their records packed on the spot, zip, gzip.
  static let packed = FuzzTarget(name: "packed") { input in
    var input = input
    let kind = input.choice(4)
    let flags = input.byte()
    try Scratch.with { folder in
      switch kind {
      case 0: try readHour(input.all(), flags, in: folder)
      case 1: try readHour(HourBytes.lzma(input.all(), preset: 0, dictionary: 1 << 16), flags, in: folder)
      default:
        let path = folder + (kind == 2 ? "/a.zip" : "/a.csv.gz")
        var options = ImportOptions(symbol: InstrumentCatalog.standard.all[0].symbol, zone: .utc)
        if flags & 1 != 0 { options.entry = "a.csv" }
        try Scratch.write(input.all(), to: path)
        try checkImport(of: path, options, in: folder)
      }
    }
  }

  private static func readHour(_ bytes: [UInt8], _ flags: UInt8, in folder: String) throws {
    let counted = try accepted { try DukascopyHourCheck.countTicks(bytes) }
    let path = folder + "/00h_ticks.bi5"
    try Scratch.write(bytes, to: path)
    let symbols = ["EURUSD", "USDJPY", "XAUUSD", "BTCUSD"].compactMap { Symbol($0) }
    var options = ImportOptions(
      symbol: symbols[Int(flags & 3)], format: .dukascopy, hour: Timestamp(nanoseconds: 0))
    if flags & 4 != 0 { options.digits = Int(flags >> 4) }
    options.sizes = flags & 8 != 0 ? true : nil
    guard (try accepted { try checkImport(of: path, options, in: folder) }) != nil else { return }
    try expect(counted ?? 0 > 0, "the importer reads an hour that its check refuses")
  }
}
