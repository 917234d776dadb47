import TradingCore

/// The quotes of one Dukascopy hour.
///
/// Records of 20 bytes, big-endian: u32 milliseconds since the hour, u32 ask, u32 bid, f32 ask volume, f32 bid
/// volume. Volumes are not kept, and only looked at because garbage shows in them.
final class DukascopyReader: QuoteReader {
  private static let recordSize = 20
  private static let capacity = 4_096

  private let source: any ByteSource
  private let place: ImportPlace
  private let hour: Timestamp
  private let scale: DukascopyScale
  private var gate: QuoteGate
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: capacity * recordSize, alignment: 16)
  private var next = 0
  private var end = 0
  // The first read is small, so that looking at the first tick of many files stays cheap.
  private var nextRead = recordSize * 16
  private(set) var counts = RowCounts()
  let zoneNote = "UTC (Dukascopy's own)"

  init(source: any ByteSource, place: ImportPlace, hour: Timestamp, scale: DukascopyScale, gate: QuoteGate) {
    self.source = source
    self.place = place
    self.hour = hour
    self.scale = scale
    self.gate = gate
  }

  deinit { buffer.deallocate() }

  var fileOffset: Int { source.fileOffset }

  func read(into batch: inout [Quote], limit: Int) throws(ImportError) {
    var (gate, counts) = (gate, counts)
    defer { (self.gate, self.counts) = (gate, counts) }
    while batch.count < limit {
      if next == end {
        try refill(after: counts.rowsRead)
        if end == 0 { return }
      }
      counts.rowsRead += 1
      do throws(ImportFault) {
        let quote = try decode(UnsafeRawBufferPointer(rebasing: buffer[next..<next + Self.recordSize]))
        if try gate.admit(quote) { batch.append(quote) } else { counts.outOfOrder += 1 }
      } catch {
        throw .data(place.at(.record(counts.rowsRead)), error)
      }
      next += Self.recordSize
    }
  }

  private func refill(after records: Int) throws(ImportError) {
    next = 0
    end = 0
    let got = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<nextRead]))
    nextRead = buffer.count
    guard got % Self.recordSize == 0 else {
      let record = records + got / Self.recordSize + 1
      throw .data(place.at(.record(record)), .truncated(container: "record"))
    }
    end = got
  }

  @inline(__always)
  private func decode(_ record: UnsafeRawBufferPointer) throws(ImportFault) -> Quote {
    func word(_ offset: Int) -> UInt32 {
      UInt32(bigEndian: record.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
    let milliseconds = Int64(word(0))
    guard milliseconds < 3_600_000 else {
      throw .timeOutOfRange("\(milliseconds) ms", allowed: "the hour of the file")
    }
    let volumes = (Float(bitPattern: word(12)), Float(bitPattern: word(16)))
    guard volumes.0.isFinite, volumes.1.isFinite, volumes.0 >= 0, volumes.1 >= 0 else {
      throw .impossibleVolume
    }
    return Quote(
      eventTime: Timestamp(nanoseconds: hour.nanoseconds &+ milliseconds &* Timestamp.millisecond),
      bid: Price(points: try scale.points(word(8))), ask: Price(points: try scale.points(word(4))))
  }
}

/// From the integers of a file to points.
struct DukascopyScale {
  private let fileDigits: Int
  private let digits: Int
  private let multiplier: Int64
  private let divisor: Int64

  /// - Parameters:
  ///   - fileDigits: decimals of the file's integers.
  ///   - digits: decimals of the points.
  init(fileDigits: Int, digits: Int) {
    self.fileDigits = fileDigits
    self.digits = digits
    multiplier = WideArithmetic.powerOfTen(max(0, digits - fileDigits))
    divisor = WideArithmetic.powerOfTen(max(0, fileDigits - digits))
  }

  @inline(__always)
  func points(_ raw: UInt32) throws(ImportFault) -> Int64 {
    let value = Int64(raw) &* multiplier
    guard value > 0 else { throw .priceNotPositive("0") }
    guard value < Price.magnitudeLimit else { throw .priceTooLarge(text(raw)) }
    if divisor == 1 { return value }
    guard value % divisor == 0 else { throw .excessDigits(text(raw), digits: digits) }
    return value / divisor
  }

  private func text(_ raw: UInt32) -> String { DecimalText.format(Int64(raw), digits: fileDigits) }
}
