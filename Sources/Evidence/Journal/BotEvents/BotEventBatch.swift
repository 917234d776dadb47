package import TradingCore

/// A run of events of one evidence, as a row of the chain keeps it.
///
/// Bytes: format (1), evidence (signed varint), number of the first event and count of events (varints), then the
/// records. A record is its tag, then its fields: time, order, price and quantity as the difference to the
/// last one of the batch, all numbers as LEB128 varints, signed ones in zigzag. Codes are text, so that a batch
/// explains itself and new codes can be added anywhere. Tags above those of the first program are followed by the
/// length of their fields in bytes, which move nothing that others count from: who does not know one passes it over.
/// 12 to 80 bytes an event.
package struct BotEventBatch: Sendable, Hashable {
  /// The head of a batch, cheap to read.
  package struct Header: Sendable, Hashable {
    /// The evidence the events belong to.
    package let evidence: Int64
    /// The number of the first event within the evidence, from 1.
    package let firstNumber: Int
    /// How many events there are; zero when only the evidence's cursor moved on.
    package let count: Int
  }

  /// Why bytes are no batch.
  package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
    /// Bytes read before the fault.
    package let offset: Int
    /// What was expected.
    package let expected: String
    /// `expected a side at byte 12`.
    package var description: String { "expected \(expected) at byte \(offset)" }
  }

  /// One of the batch's events.
  package enum Record: Sendable, Hashable {
    /// An event.
    case event(BotEvent)
    /// An event that only a later program knows: its tag and its bytes.
    case unknown(tag: UInt8, bytes: [UInt8])
  }

  /// Whose events, and their numbers.
  package let header: Header
  /// The events in order, each with a number of the header.
  package let records: [Record]
  /// Those of them that this program knows, in order.
  package var events: [BotEvent] {
    records.compactMap { if case .event(let event) = $0 { event } else { nil } }
  }

  private static let format: UInt8 = 1
  /// A record has at least a tag and a time.
  private static let shortestRecord = 2

  /// The bytes of a batch.
  package static func encode(_ events: [BotEvent], evidence: Int64, firstNumber: Int) -> [UInt8] {
    var writer = BatchWriter(capacity: 24 + 48 * events.count)
    writer.byte(format)
    writer.signed(evidence)
    writer.varint(UInt64(bitPattern: Int64(firstNumber)))
    writer.varint(UInt64(events.count))
    for event in events { writer.put(event) }
    return writer.bytes
  }

  /// The batch in its bytes.
  ///
  /// - Throws: `Fault` for anything that `encode` does not write, and for codes this program does not know.
  package static func decode(_ bytes: [UInt8]) throws(Fault) -> BotEventBatch {
    var reader = BatchReader(bytes)
    let header = try header(&reader)
    var records: [Record] = []
    records.reserveCapacity(header.count)
    for _ in 0..<header.count { records.append(try reader.record()) }
    guard reader.left == 0 else { throw reader.fault("the end") }
    return BotEventBatch(header: header, records: records)
  }

  /// The head of a batch, without its events.
  ///
  /// - Throws: `Fault`.
  package static func header(of bytes: [UInt8]) throws(Fault) -> Header {
    var reader = BatchReader(bytes)
    return try header(&reader)
  }

  private static func header(_ reader: inout BatchReader) throws(Fault) -> Header {
    guard try reader.byte() == format else { throw reader.fault("a batch of format \(format)") }
    let evidence = try reader.signed()
    guard let first = Int(exactly: try reader.varint()) else { throw reader.fault("an event's number") }
    let count = try reader.varint()
    guard count <= UInt64(reader.left / shortestRecord), first <= Int.max - Int(count) else {
      throw reader.fault("\(Counted.text(count, "event"))")
    }
    return Header(evidence: evidence, firstNumber: first, count: Int(count))
  }
}

/// What a record of a batch is. Raw values are in files and never reused.
enum BatchTag: UInt8 {
  case submit = 1
  case closeAll = 2
  case closePart = 3
  case modify = 4
  case cancel = 5
  case denied = 6
  case accepted = 7
  case delayed = 8
  case canceled = 9
  case expired = 10
  case filled = 11
  case rejected = 12
  case marginCall = 13
  case closed = 14

  /// Whatever comes after these has its length behind the tag.
  static let lastWithoutLength: UInt8 = 14
}
