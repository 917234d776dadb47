import TickStore
import TradingCore

/// How a segment of a session's input log lies in its file.
///
/// A header, then records: `[u8 kind][u32 length][payload][u32 CRC-32 of all before]`, all integers little-endian.
///
/// | kind | payload |
/// | --- | --- |
/// | 1 quotes | u32 count, then each: u16 symbol index, i64 engine time, i64 time as sent, i64 receive time (ns), i64 bid, i64 ask (points); and i64 bid size, i64 ask size when any symbol of the session has sizes |
/// | 2 control | u64 quotes of the session before it, then its bytes |
/// | 3 end | u64 quotes and u64 other inputs of the session, then the stream's order; in `.controls` files only |
/// | 4 clock | u64 quotes of the session before it, i64 engine time; from version 2 on |
/// | 5 report | u64 quotes of the session before it, then its bytes; from version 2 on |
enum SegmentFormat {
  static let magic: [UInt8] = [0x89, 0x53, 0x4C, 0x4F, 0x47, 0x0D, 0x0A, 0x1A]
  /// What is written; version 1 is read, too.
  static let version: UInt16 = 2
  static let longestPayload = 1 << 20
  static let frameSize = 9
  static let quotesInBatch = 1_024

  /// Kinds of records.
  static let quotes: UInt8 = 1
  static let control: UInt8 = 2
  static let end: UInt8 = 3
  static let clock: UInt8 = 4
  static let report: UInt8 = 5

  /// Bytes of a quote in a batch.
  static func stride(hasSizes: Bool) -> Int { hasSizes ? 58 : 42 }

  /// A record around its payload.
  static func record(_ kind: UInt8, _ payload: [UInt8]) -> [UInt8] {
    var writer = LogBytes()
    writer.append(kind)
    writer.append(UInt32(payload.count))
    writer.append(contentsOf: payload)
    writer.append(Checksum.crc32(writer.bytes))
    return writer.bytes
  }

  /// Whether a file with the header can hold a record of the kind and length of payload.
  static func isPlausible(_ kind: UInt8, length: Int, in header: SegmentHeader) -> Bool {
    switch kind {
    case quotes:
      let stride = stride(hasSizes: header.hasSizes)
      return length > 4 && (length - 4) % stride == 0 && length <= 4 + quotesInBatch * stride
    case control: return length >= 8 && length <= longestPayload
    case clock: return length == 16 && header.version >= 2
    case report: return length >= 8 && length <= longestPayload && header.version >= 2
    case end: return length >= 16 && header.content == .controls
    default: return false
    }
  }
}

/// Appends integers and texts to bytes, lowest byte first.
struct LogBytes {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(contentsOf more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// A text of less than 64 KiB with its length.
  mutating func append(_ text: String) {
    append(UInt16(text.utf8.count))
    append(contentsOf: text.utf8)
  }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

/// Reads what `LogBytes` wrote; `nil` wherever the bytes run out.
struct LogScanner {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  var remaining: Int { bytes.count - position }

  mutating func read<Value: FixedWidthInteger>(_: Value.Type = Value.self) -> Value? {
    guard remaining >= MemoryLayout<Value>.size else { return nil }
    defer { position += MemoryLayout<Value>.size }
    return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Value.self))
  }

  /// A number of the kind that counts things.
  mutating func count() -> Int? { read(UInt64.self).flatMap { Int(exactly: $0) } }

  mutating func time() -> Timestamp? { read(Int64.self).map { Timestamp(nanoseconds: $0) } }

  mutating func take(_ count: Int) -> [UInt8]? {
    guard count >= 0, remaining >= count else { return nil }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  mutating func text() -> String? {
    guard let length = read(UInt16.self), let bytes = take(Int(length)) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }
}
