import CLZMA
import TradingCore

/// Hours of ticks as Dukascopy's files hold them, made on the spot.
package enum HourBytes {
  /// An hour of EURUSD with so many ticks, ten seconds apart, different for each hour.
  package static func hour(_ number: Int, ticks: Int = 6) -> [UInt8] {
    bi5((0..<ticks).map { (milliseconds: $0 * 10_000, bid: 114_500 + number, ask: 114_507 + number) })
  }

  /// A file of these records, prices in points.
  package static func bi5(_ records: [(milliseconds: Int, bid: Int, ask: Int)]) -> [UInt8] {
    let volume = Int(Float(1.5).bitPattern)
    let words = records.flatMap { [$0.milliseconds, $0.ask, $0.bid, volume, volume] }
    return lzma(
      words.flatMap { word in (0..<4).reversed().map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } })
  }

  /// LZMA-alone with an end marker, as liblzma writes it. `preset`: 0 is the fastest; `dictionary`: its size in bytes.
  package static func lzma(_ bytes: [UInt8], preset: UInt32 = 6, dictionary: UInt32 = 1 << 22) -> [UInt8] {
    var options = lzma_options_lzma()
    lzma_lzma_preset(&options, preset)
    options.dict_size = dictionary
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
