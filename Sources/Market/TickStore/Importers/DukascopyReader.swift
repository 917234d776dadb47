import TradingCore

/// The quotes of one Dukascopy hour.
///
/// Records of 20 bytes, big-endian: u32 milliseconds since the hour, u32 ask, u32 bid, f32 ask volume, f32 bid
/// volume, both in millions. Volumes are kept when asked for, and looked at because garbage shows in them.
final class DukascopyReader: QuoteReader {
  private static let recordSize = 20
  private static let capacity = 4_096

  private let source: any ByteSource
  private let place: ImportPlace
  private let hour: Timestamp
  private let scale: DukascopyScale
  private let sizeFactor: Double?
  private var gate: QuoteGate
  let layout: TickLayout
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: capacity * recordSize, alignment: 16)
  private var next = 0
  private var end = 0
  // The first read is small, so that looking at the first tick of many files stays cheap.
  private var nextRead = recordSize * 16
  private(set) var counts = RowCounts()
  let zoneNote = "UTC (Dukascopy's own)"

  /// - Parameters:
  ///   - source: the records.
  ///   - place: where they are.
  ///   - hour: when they begin.
  ///   - scale: from their integers to points.
  ///   - sizeDigits: decimals of the sizes, or `nil` to leave volumes out.
  ///   - gate: what watches over order and scale.
  init(
    source: any ByteSource, place: ImportPlace, hour: Timestamp, scale: DukascopyScale, sizeDigits: Int?,
    gate: QuoteGate
  ) {
    self.source = source
    self.place = place
    self.hour = hour
    self.scale = scale
    self.gate = gate
    sizeFactor = sizeDigits.map { 1e6 * Double(WideArithmetic.powerOfTen($0)) }
    layout = TickLayout(kind: .quotes, hasSizes: sizeDigits != nil)
  }

  deinit { buffer.deallocate() }

  var fileOffset: Int { source.fileOffset }

  func read(into batch: inout TickBatch, limit: Int) throws(ImportError) {
    var (gate, counts) = (gate, counts)
    defer {
      (counts.splitAdjusted, counts.splitRounded) = gate.splitCounts
      (self.gate, self.counts) = (gate, counts)
    }
    while batch.quotes.count < limit {
      if next == end {
        try refill(after: counts.rowsRead)
        if end == 0 { return }
      }
      counts.rowsRead += 1
      do throws(ImportFault) {
        var (quote, size) = try decode(
          UnsafeRawBufferPointer(rebasing: buffer[next..<next + Self.recordSize]))
        try gate.adjust(&quote, &size)
        if try gate.admit(quote) {
          batch.quotes.append(quote)
          if layout.hasSizes { batch.sizes.append(size) }
        } else {
          counts.outOfOrder += 1
        }
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
  private func decode(
    _ record: UnsafeRawBufferPointer
  ) throws(ImportFault) -> (Quote, QuoteSize) {
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
    let quote = Quote(
      eventTime: Timestamp(nanoseconds: hour.nanoseconds &+ milliseconds &* Timestamp.millisecond),
      bid: Price(points: try scale.points(word(8))), ask: Price(points: try scale.points(word(4))))
    guard let sizeFactor else { return (quote, .zero) }
    let size = QuoteSize(
      bidUnits: try Self.units(volumes.1, sizeFactor), askUnits: try Self.units(volumes.0, sizeFactor))
    return (quote, size)
  }

  /// Millions as units, to the nearest; a 32-bit float holds some seven digits of them.
  private static func units(_ volume: Float, _ factor: Double) throws(ImportFault) -> Int64 {
    let units = (Double(volume) * factor).rounded()
    guard units < Double(SizeColumns.limit) else { throw .sizeOutOfRange("\(volume)") }
    return Int64(units)
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
