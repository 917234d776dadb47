import CLZMA
import TradingCore

/// Looks through the bytes of one Dukascopy hour before they are kept: what passes here, the importer reads.
package enum DukascopyHourCheck {
  /// No hour comes near it: 64 MiB are three million ticks.
  private static let longest = 64 << 20
  private static let recordSize = 20

  /// Decodes the container to its end and checks every record: whole, within the hour, in order, with prices above
  /// zero and finite volumes.
  ///
  /// - Returns: how many ticks the hour has.
  /// - Throws: `DukascopyHourFault`.
  package static func countTicks(_ bytes: [UInt8]) throws(DukascopyHourFault) -> Int {
    let records = try decompressed(bytes)
    guard records.count % recordSize == 0 else {
      throw DukascopyHourFault("expected records of \(recordSize) bytes, was \(records.count) bytes in all")
    }
    return try records.withBytes { (raw) throws(DukascopyHourFault) in
      var previous: UInt32 = 0
      for offset in stride(from: 0, to: raw.count, by: recordSize) {
        let number = offset / recordSize + 1
        try check(UnsafeRawBufferPointer(rebasing: raw[offset..<offset + recordSize]), number, &previous)
      }
      return raw.count / recordSize
    }
  }

  private static func check(
    _ record: UnsafeRawBufferPointer, _ number: Int, _ previous: inout UInt32
  ) throws(DukascopyHourFault) {
    func word(_ offset: Int) -> UInt32 {
      UInt32(bigEndian: record.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
    let milliseconds = word(0)
    guard milliseconds < 3_600_000 else {
      throw DukascopyHourFault("record \(number) lies outside of the hour")
    }
    guard milliseconds >= previous else {
      throw DukascopyHourFault("record \(number) is earlier than the one before")
    }
    previous = milliseconds
    guard word(4) > 0, word(8) > 0 else { throw DukascopyHourFault("record \(number) has a price of zero") }
    for offset in [12, 16] {
      let volume = Float(bitPattern: word(offset))
      guard volume.isFinite, volume >= 0 else {
        throw DukascopyHourFault("record \(number) has an impossible volume")
      }
    }
  }

  private static func decompressed(_ bytes: [UInt8]) throws(DukascopyHourFault) -> [UInt8] {
    var stream = lzma_stream()
    guard lzma_alone_decoder(&stream, UInt64(longest)) == LZMA_OK else {
      throw DukascopyHourFault("no memory to decompress it")
    }
    defer { lzma_end(&stream) }
    return try bytes.withUnsafeBufferPointer { (input) throws(DukascopyHourFault) in
      stream.next_in = input.baseAddress
      stream.avail_in = input.count
      return try drain(&stream)
    }
  }

  private static func drain(_ stream: inout lzma_stream) throws(DukascopyHourFault) -> [UInt8] {
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let status = chunk.withUnsafeMutableBufferPointer { buffer in
        stream.next_out = buffer.baseAddress
        stream.avail_out = buffer.count
        return lzma_code(&stream, LZMA_FINISH)
      }
      result.append(contentsOf: chunk.prefix(chunk.count - stream.avail_out))
      guard result.count <= longest else { throw DukascopyHourFault("it unpacks to more than any hour has") }
      switch status {
      case LZMA_OK where stream.avail_out == 0: continue
      case LZMA_STREAM_END:
        guard stream.avail_in == 0 else { throw DukascopyHourFault("bytes follow the end of its LZMA data") }
        return result
      case LZMA_OK, LZMA_BUF_ERROR: throw DukascopyHourFault("its LZMA data ends early")
      default: throw DukascopyHourFault("it is no sound LZMA data")
      }
    }
  }
}

/// Why the bytes of an hour are not kept.
package struct DukascopyHourFault: Error, Sendable, Hashable {
  /// What was expected and what was found.
  package var reason: String

  init(_ reason: String) { self.reason = reason }
}
