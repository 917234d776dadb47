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
    var message = bytes
    message.reserveCapacity(96)
    Self.append(fill.ordinal, to: &message)
    Self.append(UInt64(bitPattern: fill.eventTime.nanoseconds), to: &message)
    message.append(UInt8(truncatingIfNeeded: symbol.name.utf8.count))
    message.append(contentsOf: symbol.name.utf8)
    message.append(fill.side == .buy ? 0 : 1)
    Self.append(UInt64(bitPattern: fill.quantity.units), to: &message)
    Self.append(UInt64(bitPattern: fill.price.points), to: &message)
    message.append(fill.reason.rawValue)
    bytes = Array(SHA256.hash(data: message))
  }

  private static func append(_ value: UInt64, to message: inout [UInt8]) {
    for shift in stride(from: 0, to: 64, by: 8) {
      message.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }

  /// 64 lower-case hex digits.
  package var text: String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
