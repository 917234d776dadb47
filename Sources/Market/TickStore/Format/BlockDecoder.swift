import TradingCore

/// Turns the bytes of a block back into quotes. Nothing in the bytes is trusted: whatever they are, the result
/// is quotes within the bounds of the format or a fault.
final class BlockDecoder {
  private let inflater = Inflater()
  private let planes = UnsafeMutablePointer<UInt8>.allocate(capacity: 8 * BlockHeader.capacity)
  private let columns = UnsafeMutablePointer<Int64>.allocate(capacity: 3 * BlockHeader.capacity)
  private let unit: Int64
  private let kind: TickKind

  init(unit: TimeUnit, kind: TickKind = .quotes) {
    self.unit = unit.nanoseconds
    self.kind = kind
  }

  deinit {
    planes.deallocate()
    columns.deallocate()
  }

  /// Decodes a block whose CRC has been checked; the sizes only when there is room given for them.
  ///
  /// - Returns: its header.
  /// - Throws: `FormatFault.damaged`.
  func decode(
    _ bytes: UnsafeRawBufferPointer, number: Int, into quotes: UnsafeMutablePointer<Quote>,
    sizes: UnsafeMutablePointer<QuoteSize>? = nil
  ) throws(FormatFault) -> BlockHeader {
    var reader = ByteReader(bytes)
    let header = try BlockHeader(&reader)
    guard header.number == number else {
      throw .damaged("it is block \(header.number) in block \(number)'s place")
    }
    guard header.payload == reader.remaining - 4 else { throw .damaged("it has the wrong length") }
    var lengths = ByteReader(try reader.take(4 * header.planeCount))
    try expand(header.timeDelta, 0, header.count, &lengths, &reader)
    try expand(header.bidDelta, 1, header.count, &lengths, &reader)
    try expand(header.spread, 2, header.count, &lengths, &reader)
    guard kind.hasSizes || reader.remaining == 4 else { throw .damaged("bytes are left over in it") }
    if kind == .trades, header.spread.width != 0 || header.spread.base != 0 || header.spread.patchCount != 0 {
      throw .damaged("a trade with two prices")
    }
    try assemble(header, into: quotes)
    if let sizes { try expandSizes(header.count, &reader, into: sizes) }
    return header
  }

  /// Decodes the group of columns that `SizeColumns` describes.
  private func expandSizes(
    _ count: Int, _ reader: inout ByteReader, into sizes: UnsafeMutablePointer<QuoteSize>
  ) throws(FormatFault) {
    var head = ByteReader(try reader.take(SizeColumns.headSize))
    let factors: (Int64, Int64)
    factors.0 = try head.read()
    let first = try ColumnLayout(&head)
    factors.1 = try head.read()
    let second = try ColumnLayout(&head)
    guard factors.0 > 0, factors.1 > 0 else { throw .damaged("a column of unknown layout") }
    var lengths = ByteReader(try reader.take(4 * (first.width + second.width)))
    try expand(first, 0, count, &lengths, &reader)
    try expand(second, 1, count, &lengths, &reader)
    guard reader.remaining == 4 else { throw .damaged("bytes are left over in it") }
    let isDelta = SizeColumns.transform(kind) == .zigzag
    let (left, right) = (columns, columns + BlockHeader.capacity)
    var steps: (Int64, Int64) = (0, 0)
    for index in 0..<count {
      steps.0 = isDelta ? steps.0 &+ left[index] : left[index]
      steps.1 = isDelta ? steps.1 &+ right[index] : right[index]
      let (bid, bidOverflow) = steps.0.multipliedReportingOverflow(by: factors.0)
      let (ask, askOverflow) = steps.1.multipliedReportingOverflow(by: factors.1)
      let size = QuoteSize(bidUnits: bid, askUnits: ask)
      guard !bidOverflow, !askOverflow, SizeColumns.fault(size, kind) == nil else {
        throw .damaged("a size that is none")
      }
      sizes[index] = size
    }
  }

  /// Fills a column's values from its planes and patches.
  private func expand(
    _ layout: ColumnLayout, _ index: Int, _ count: Int, _ lengths: inout ByteReader,
    _ reader: inout ByteReader
  ) throws(FormatFault) {
    for plane in 0..<layout.width {
      let stream = try reader.take(Int(try lengths.read(UInt32.self)))
      guard inflater.expand(stream, into: planes + plane * BlockHeader.capacity, count: count) else {
        throw .damaged("a plane does not inflate to its length")
      }
    }
    let values = columns + index * BlockHeader.capacity
    join(layout, count, into: values)
    var patches = ByteReader(try reader.take(layout.patchBytes))
    var position = 0
    for _ in 0..<layout.patchCount {
      let step = try patches.readVariable()
      let rest = Zigzag.decode(try patches.readVariable())
      guard step < UInt64(count - position) else { throw .damaged("a patch lies outside of the block") }
      position += Int(step)
      values[position] = layout.value(low: stored(at: position, layout.width), rest: rest)
    }
    guard patches.remaining == 0 else { throw .damaged("bytes are left over after the patches") }
  }

  private func stored(at position: Int, _ width: Int) -> UInt64 {
    var stored: UInt64 = 0
    for plane in 0..<width {
      stored |= UInt64(planes[plane * BlockHeader.capacity + position]) &<< UInt64(8 * plane)
    }
    return stored
  }

  /// Puts the bytes of the planes together. One and two planes, which is what most columns have, take one pass.
  private func join(_ layout: ColumnLayout, _ count: Int, into values: UnsafeMutablePointer<Int64>) {
    let lower = planes
    let upper = planes + BlockHeader.capacity
    switch layout.width {
    case 0: fill(values, count, layout) { _ in 0 }
    case 1: fill(values, count, layout) { UInt64(lower[$0]) }
    case 2: fill(values, count, layout) { UInt64(lower[$0]) | UInt64(upper[$0]) &<< 8 }
    default:
      for index in 0..<count { values[index] = Int64(lower[index]) }
      for plane in 1..<layout.width {
        let source = planes + plane * BlockHeader.capacity
        let shift = Int64(8 * plane)
        for index in 0..<count { values[index] |= Int64(source[index]) &<< shift }
      }
      fill(values, count, layout) { UInt64(bitPattern: values[$0]) }
    }
  }

  @inline(__always)
  private func fill(
    _ values: UnsafeMutablePointer<Int64>, _ count: Int, _ layout: ColumnLayout, _ stored: (Int) -> UInt64
  ) {
    let base = layout.base
    switch layout.transform {
    case .offset: for index in 0..<count { values[index] = Int64(bitPattern: stored(index)) &+ base }
    case .zigzag: for index in 0..<count { values[index] = Zigzag.decode(stored(index)) &+ base }
    }
  }

  /// Sums up the deltas. All arithmetic wraps; what went out of bounds on the way is found at the end.
  private func assemble(_ header: BlockHeader, into quotes: UnsafeMutablePointer<Quote>) throws(FormatFault) {
    let times = columns
    let bids = columns + BlockHeader.capacity
    let spreads = columns + 2 * BlockHeader.capacity
    let (first, firstOverflow) = header.firstTime.multipliedReportingOverflow(by: unit)
    let (last, lastOverflow) = header.lastTime.multipliedReportingOverflow(by: unit)
    guard !firstOverflow, !lastOverflow, first >= -TimeUnit.limit, last <= TimeUnit.limit else {
      throw .damaged(TimeUnit.limitRule)
    }
    var time = header.firstTime
    var bid = header.firstBid
    times[0] = 0
    bids[0] = 0
    // The sign bit of `backward` and the bits from 41 up of `outside` collect faults.
    var backward: Int64 = 0
    var outside: UInt64 = 0
    let limit = Price.magnitudeLimit
    for index in 0..<header.count {
      let next = time &+ times[index]
      backward |= times[index] | (~(time ^ times[index]) & (time ^ next))
      time = next
      bid = bid &+ bids[index]
      let ask = bid &+ spreads[index]
      outside |= UInt64(bitPattern: bid &+ limit) | UInt64(bitPattern: ask &+ limit)
      quotes[index] = Quote(
        eventTime: Timestamp(nanoseconds: time &* unit), bid: Price(points: bid), ask: Price(points: ask))
    }
    guard backward >= 0, time == header.lastTime, quotes[0].eventTime.nanoseconds == first,
      quotes[header.count - 1].eventTime.nanoseconds == last
    else { throw .damaged("its times are not in order") }
    guard outside >> 41 == 0 else { throw .damaged("a price of 2^40 points or more") }
  }
}
