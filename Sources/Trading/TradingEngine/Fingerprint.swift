import Crypto
package import TradingCore

/// A digest of a bot's fills in order: two runs with the same fingerprint made the same fills.
///
/// A record of a fill is its ordinal, time in nanoseconds, symbol (a byte of length and UTF-8), side (0 buy,
/// 1 sell), units, price in points and reason, numbers as little-endian 64-bit integers, side and reason as a
/// byte. The digest starts as 32 zero bytes; after every 64 fills it becomes the SHA-256 of itself followed by
/// their records, and what is left at the end is taken in the same way. No ids enter, nor fills for
/// `end_of_data`, so that a paper session and a backtest over the same ticks agree. The state is small and plain
/// bytes, which a checkpoint can hold.
@usableFromInline
package struct Fingerprint: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case digest = "digest"
    case pending = "pending"
    case pendingCount = "pendingCount"
  }

  /// Fills in one link: hashing fill by fill would cost a quarter of a backtest.
  package static let linkLength = 64

  private var digest = [UInt8](repeating: 0, count: 32)
  private var pending: [UInt8] = []
  private var pendingCount = 0

  /// A fingerprint of no fills.
  package init() {}

  /// The digest of all fills so far; 32 zero bytes before the first.
  package var bytes: [UInt8] {
    var settled = self
    if settled.pendingCount > 0 { settled.link() }
    return settled.digest
  }

  /// Takes the next fill.
  package mutating func add(_ fill: Fill, symbol: Symbol) {
    guard fill.reason != .endOfData else { return }
    let name = symbol.name.utf8
    withUnsafeTemporaryAllocation(byteCount: 35 + name.count, alignment: 8) { record in
      var end = 0
      func append(byte: UInt8) {
        record[end] = byte
        end += 1
      }
      func append(_ value: UInt64) {
        record.storeBytes(of: value.littleEndian, toByteOffset: end, as: UInt64.self)
        end += 8
      }
      append(fill.ordinal)
      append(UInt64(bitPattern: fill.eventTime.nanoseconds))
      append(byte: UInt8(truncatingIfNeeded: name.count))
      for byte in name { append(byte: byte) }
      append(byte: fill.side == .buy ? 0 : 1)
      append(UInt64(bitPattern: fill.quantity.units))
      append(UInt64(bitPattern: fill.price.points))
      append(byte: fill.reason.rawValue)
      pending.append(contentsOf: UnsafeRawBufferPointer(rebasing: record[..<end]))
    }
    pendingCount += 1
    if pendingCount == Self.linkLength { link() }
  }

  private mutating func link() {
    var hasher = SHA256()
    hasher.update(data: digest)
    hasher.update(data: pending)
    digest = Array(hasher.finalize())
    pending.removeAll(keepingCapacity: true)
    pendingCount = 0
  }

  /// 64 lower-case hex digits.
  package var text: String { Hexadecimal.text(bytes) }
}
