import CZlib
import Crypto
import TradingCore

/// CRC-32 as zlib computes it (polynomial 0xEDB88320).
package enum Checksum {
  /// The CRC of bytes in memory.
  package static func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    let base = bytes.bindMemory(to: UInt8.self).baseAddress
    return UInt32(truncatingIfNeeded: CZlib.crc32_z(0, base, bytes.count))
  }

  /// The CRC of bytes.
  package static func crc32(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { crc32($0) } }
}

/// A SHA-256 over bytes that arrive in pieces.
package struct StreamingDigest {
  /// Bytes in a digest.
  static let size = 32

  private var hash = SHA256()

  /// A digest over nothing yet.
  package init() {}

  mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

  /// Adds bytes.
  package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// The 32 bytes of the digest.
  package func finalize() -> [UInt8] { Array(hash.finalize()) }
}

/// The digest over decoded ticks: symbol, digits and each tick's time in nanoseconds, bid and ask in points.
///
/// Sizes have a digest of their own, two numbers a tick; the content digest is then that over both digests.
/// It depends neither on what compresses nor on blocks, time unit, source or provenance.
struct ContentDigest {
  private var digest = StreamingDigest()
  private var sizes: StreamingDigest?

  init(metadata: TickFileMetadata, kind: TickKind) {
    let symbol = metadata.symbol
    var start = ByteWriter()
    start.append(contentsOf: "slipway ticks 1\n".utf8)
    start.append(UInt16(symbol.name.utf8.count))
    start.append(contentsOf: symbol.name.utf8)
    start.append(UInt8(metadata.digits))
    start.append(kind.rawValue)
    if kind.hasSizes {
      start.append(UInt8(metadata.sizeDigits))
      sizes = StreamingDigest()
    }
    digest.update(start.bytes)
  }

  /// Adds ticks; each is three little-endian 64-bit integers, which is how a quote lies in memory.
  mutating func update(_ quotes: UnsafeBufferPointer<Quote>) { digest.update(UnsafeRawBufferPointer(quotes)) }

  /// Adds the sizes of ticks; each is two little-endian 64-bit integers, as in memory.
  mutating func update(_ more: UnsafeBufferPointer<QuoteSize>) { sizes?.update(UnsafeRawBufferPointer(more)) }

  func finalize() -> [UInt8] {
    guard let sizes else { return digest.finalize() }
    var both = StreamingDigest()
    both.update(digest.finalize())
    both.update(sizes.finalize())
    return both.finalize()
  }
}
