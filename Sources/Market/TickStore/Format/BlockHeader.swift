import TradingCore

/// How a column's values relate to what its planes hold.
enum ColumnTransform: UInt8, Sendable {
  /// The value less the base, modulo 2^64.
  case offset = 0
  /// The value less the base, as `Zigzag` numbers it.
  case zigzag = 1
}

/// How one column of a block is stored: `width` byte planes, each a raw deflate stream, lowest bytes first, and
/// a patch list for the values that need more bytes than that.
///
/// A patch is the distance from the patch before it (the first one: from the first tick) and what is left of the
/// stored value shifted right by 8 × width with its sign, as `Zigzag` numbers it; both in seven bits a byte.
struct ColumnLayout: Sendable, Hashable {
  /// Bytes of the encoded layout.
  static let size = 16

  var base: Int64 = 0
  var width = 0
  var transform = ColumnTransform.offset
  var patchCount = 0
  var patchBytes = 0
}

/// The start of a block.
///
/// | bytes | what |
/// | --- | --- |
/// | 4 | `BLCK` |
/// | 4 | number of the block, from 0 |
/// | 4 | count of ticks, 1 to 32,768 |
/// | 4 | length of the payload |
/// | 8 + 8 | first and last time, in the file's unit since 1970 |
/// | 8 | first bid in points |
/// | 8 × 4 | lowest bid, highest bid, lowest ask, highest ask |
/// | 16 × 3 | the columns time delta, bid delta, spread: base (8), width (1), transform (1), patches (2), patch bytes (4) |
///
/// The payload: 4 bytes of length for each plane, then the planes and the patch list of each column in turn, then
/// in kinds with sizes what `SizeColumns` describes.
/// Four bytes of CRC-32 over header and payload end the block. The first tick's deltas mean nothing.
struct BlockHeader: Sendable, Hashable {
  static let marker: UInt32 = 0x4B43_4C42
  static let size = 72 + 3 * ColumnLayout.size
  /// Ticks in a full block.
  static let capacity = 32_768
  /// No block of this format is longer: 40 incompressible planes and a patch for each value.
  static let longestBlock = 4 << 20

  var number = 0
  var count = 0
  var payload = 0
  var firstTime: Int64 = 0
  var lastTime: Int64 = 0
  var firstBid: Int64 = 0
  var bidMin: Int64 = 0
  var bidMax: Int64 = 0
  var askMin: Int64 = 0
  var askMax: Int64 = 0
  var timeDelta = ColumnLayout()
  var bidDelta = ColumnLayout()
  var spread = ColumnLayout()

  var planeCount: Int { timeDelta.width + bidDelta.width + spread.width }

  func encode(into writer: inout ByteWriter) {
    writer.append(Self.marker)
    writer.append(UInt32(number))
    writer.append(UInt32(count))
    writer.append(UInt32(payload))
    for value in [firstTime, lastTime, firstBid, bidMin, bidMax, askMin, askMax] { writer.append(value) }
    for column in [timeDelta, bidDelta, spread] { column.encode(into: &writer) }
  }

  /// Reads a header and checks what can be checked without the payload.
  ///
  /// - Throws: `FormatFault.damaged`.
  init(_ reader: inout ByteReader) throws(FormatFault) {
    guard try reader.read() == Self.marker else {
      throw FormatFault.damaged("it does not start with its marker")
    }
    number = Int(try reader.read(UInt32.self))
    count = Int(try reader.read(UInt32.self))
    payload = Int(try reader.read(UInt32.self))
    firstTime = try reader.read()
    lastTime = try reader.read()
    firstBid = try reader.read()
    bidMin = try reader.read()
    bidMax = try reader.read()
    askMin = try reader.read()
    askMax = try reader.read()
    timeDelta = try ColumnLayout(&reader)
    bidDelta = try ColumnLayout(&reader)
    spread = try ColumnLayout(&reader)
    guard (1...Self.capacity).contains(count) else { throw FormatFault.damaged("a count of \(count) ticks") }
    guard firstTime <= lastTime else { throw FormatFault.damaged("a last time before the first") }
    let limits = [firstBid, bidMin, bidMax, askMin, askMax]
    guard limits.allSatisfy({ $0.magnitude < Price.magnitudeLimit.magnitude }) else {
      throw FormatFault.damaged("a price of 2^40 points or more")
    }
  }

  init() {}

}

extension ColumnLayout {
  func encode(into writer: inout ByteWriter) {
    writer.append(base)
    writer.append(UInt8(width))
    writer.append(transform.rawValue)
    writer.append(UInt16(patchCount))
    writer.append(UInt32(patchBytes))
  }

  init(_ reader: inout ByteReader) throws(FormatFault) {
    base = try reader.read()
    width = Int(try reader.read(UInt8.self))
    let code: UInt8 = try reader.read()
    patchCount = Int(try reader.read(UInt16.self))
    patchBytes = Int(try reader.read(UInt32.self))
    guard let transform = ColumnTransform(rawValue: code), width <= 8, patchCount <= BlockHeader.capacity,
      width < 8 || patchCount == 0
    else { throw FormatFault.damaged("a column of unknown layout") }
    self.transform = transform
  }
}

extension BlockHeader {
  /// Fills in the first bid and the lowest and highest prices.
  mutating func setLimits(of quotes: UnsafeBufferPointer<Quote>) {
    firstBid = quotes[0].bid.points
    bidMin = firstBid
    bidMax = firstBid
    askMin = quotes[0].ask.points
    askMax = askMin
    for quote in quotes {
      bidMin = min(bidMin, quote.bid.points)
      bidMax = max(bidMax, quote.bid.points)
      askMin = min(askMin, quote.ask.points)
      askMax = max(askMax, quote.ask.points)
    }
  }

  /// Whether the limits are just those of the ticks.
  func holdsLimits(of quotes: UnsafeBufferPointer<Quote>) -> Bool {
    var expected = self
    expected.setLimits(of: quotes)
    return expected == self
  }
}
