import CLZMA
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
      case 1: try readHour(LZMAText.packed(input.all()), flags, in: folder)
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

/// Data in Dukascopy's container.
enum LZMAText {
  /// LZMA-alone with an end marker, as liblzma writes it.
  static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var options = lzma_options_lzma()
    lzma_lzma_preset(&options, 0)
    options.dict_size = 1 << 16
    var stream = lzma_stream()
    _ = lzma_alone_encoder(&stream, &options)
    defer { lzma_end(&stream) }
    var output = [UInt8](repeating: 0, count: bytes.count * 2 + 1_000)
    let room = output.count
    bytes.withUnsafeBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        stream.next_in = from.baseAddress
        stream.avail_in = from.count
        stream.next_out = to.baseAddress
        stream.avail_out = to.count
        _ = lzma_code(&stream, LZMA_FINISH)
      }
    }
    return Array(output.prefix(room - stream.avail_out))
  }
}
