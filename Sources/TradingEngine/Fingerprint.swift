import Crypto
package import TradingCore

/// A digest of a bot's fills in order: two runs with the same fingerprint made the same fills.
///
/// Each fill is appended to the digest so far and hashed again with SHA-256: ordinal, time in nanoseconds,
/// symbol (length and UTF-8), side, units, price in points, reason, all as little-endian integers. No ids enter,
/// nor fills for `end_of_data`, so that a paper session and a backtest over the same ticks agree. The state is
/// 32 bytes, which a checkpoint can hold.
@usableFromInline
package struct Fingerprint: Sendable, Hashable, Codable {
  /// The digest so far; 32 zero bytes before the first fill.
  package private(set) var bytes = [UInt8](repeating: 0, count: 32)

  /// A fingerprint of no fills.
  package init() {}

  /// Takes the next fill.
  package mutating func add(_ fill: Fill, symbol: Symbol) {
    guard fill.reason != .endOfData else { return }
    // On the stack, as every fill passes here: 32 bytes so far, 34 of numbers, and the symbol.
    let name = symbol.name.utf8
    withUnsafeTemporaryAllocation(byteCount: 67 + name.count, alignment: 8) { message in
      var end = 0
      func append(_ byte: UInt8) {
        message[end] = byte
        end += 1
      }
      func append(_ value: UInt64) {
        message.storeBytes(of: value.littleEndian, toByteOffset: end, as: UInt64.self)
        end += 8
      }
      for byte in bytes { append(byte) }
      append(fill.ordinal)
      append(UInt64(bitPattern: fill.eventTime.nanoseconds))
      append(UInt8(truncatingIfNeeded: name.count))
      for byte in name { append(byte) }
      append(UInt8(fill.side == .buy ? 0 : 1))
      append(UInt64(bitPattern: fill.quantity.units))
      append(UInt64(bitPattern: fill.price.points))
      append(fill.reason.rawValue)
      var hasher = SHA256()
      hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: message[..<end]))
      hasher.finalize().withUnsafeBytes { digest in
        for index in bytes.indices { bytes[index] = digest[index] }
      }
    }
  }

  /// 64 lower-case hex digits.
  package var text: String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
