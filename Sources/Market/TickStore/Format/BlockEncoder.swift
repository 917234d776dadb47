import TradingCore

/// Turns up to 32,768 ticks into the bytes of a block.
final class BlockEncoder {
  private let deflater = Deflater(capacity: BlockHeader.capacity)
  private let plane = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: BlockHeader.capacity)
  private let column = UnsafeMutableBufferPointer<Int64>.allocate(capacity: BlockHeader.capacity)

  deinit {
    plane.deallocate()
    column.deallocate()
  }

  /// A whole block, its CRC at the end.
  ///
  /// - Precondition: 1 to 32,768 quotes in order of time, times whole numbers of the unit, prices in bounds; as
  ///   many sizes in bounds where the kind has them.
  func encode(
    _ quotes: UnsafeBufferPointer<Quote>, sizes: UnsafeBufferPointer<QuoteSize>? = nil,
    kind: TickKind = .quotes, number: Int, unit: TimeUnit
  ) -> EncodedBlock {
    var header = Self.limits(of: quotes, unit: unit.nanoseconds)
    header.number = number
    header.count = quotes.count
    var lengths = ByteWriter()
    var body = ByteWriter()
    fillTimeDeltas(quotes, unit)
    header.timeDelta = store(quotes.count, .offset, skipFirst: true, &lengths, &body)
    fillBidDeltas(quotes)
    header.bidDelta = store(quotes.count, .zigzag, skipFirst: true, &lengths, &body)
    for index in quotes.indices { column[index] = quotes[index].spreadPoints }
    header.spread = store(quotes.count, .offset, skipFirst: false, &lengths, &body)
    if let sizes { body.append(contentsOf: encode(sizes, kind)) }
    header.payload = lengths.bytes.count + body.bytes.count
    var writer = ByteWriter()
    header.encode(into: &writer)
    writer.append(contentsOf: lengths.bytes)
    writer.append(contentsOf: body.bytes)
    let checksum = Checksum.crc32(writer.bytes)
    writer.append(checksum)
    return EncodedBlock(header: header, bytes: writer.bytes, checksum: checksum)
  }

  /// The group of columns that `SizeColumns` describes.
  private func encode(_ sizes: UnsafeBufferPointer<QuoteSize>, _ kind: TickKind) -> [UInt8] {
    var head = ByteWriter()
    var lengths = ByteWriter()
    var body = ByteWriter()
    let transform = SizeColumns.transform(kind)
    for isFirst in [true, false] {
      for index in sizes.indices { column[index] = isFirst ? sizes[index].bidUnits : sizes[index].askUnits }
      let factor = SizeColumns.factor(UnsafeBufferPointer(rebasing: column[..<sizes.count]))
      var previous: Int64 = 0
      for index in sizes.indices {
        let steps = column[index] / factor
        column[index] = steps - previous
        if transform == .zigzag { previous = steps }
      }
      let layout = store(sizes.count, transform, skipFirst: false, &lengths, &body)
      head.append(factor)
      layout.encode(into: &head)
    }
    return head.bytes + lengths.bytes + body.bytes
  }

  private static func limits(of quotes: UnsafeBufferPointer<Quote>, unit: Int64) -> BlockHeader {
    var header = BlockHeader()
    header.firstTime = quotes[0].eventTime.nanoseconds / unit
    header.lastTime = quotes[quotes.count - 1].eventTime.nanoseconds / unit
    header.setLimits(of: quotes)
    return header
  }

  /// Division by a number that is known when this is compiled is several times as fast.
  private func fillTimeDeltas(_ quotes: UnsafeBufferPointer<Quote>, _ unit: TimeUnit) {
    switch unit {
    case .seconds: fillTimeDeltas(quotes) { $0 / 1_000_000_000 }
    case .milliseconds: fillTimeDeltas(quotes) { $0 / 1_000_000 }
    case .microseconds: fillTimeDeltas(quotes) { $0 / 1_000 }
    case .nanoseconds: fillTimeDeltas(quotes) { $0 }
    }
  }

  @inline(__always)
  private func fillTimeDeltas(_ quotes: UnsafeBufferPointer<Quote>, _ inUnits: (Int64) -> Int64) {
    var previous = inUnits(quotes[0].eventTime.nanoseconds)
    for index in quotes.indices {
      let time = inUnits(quotes[index].eventTime.nanoseconds)
      column[index] = time &- previous
      previous = time
    }
  }

  private func fillBidDeltas(_ quotes: UnsafeBufferPointer<Quote>) {
    var previous = quotes[0].bid.points
    for index in quotes.indices {
      column[index] = quotes[index].bid.points &- previous
      previous = quotes[index].bid.points
    }
  }

  /// Appends the column's planes and patches.
  private func store(
    _ count: Int, _ transform: ColumnTransform, skipFirst: Bool, _ lengths: inout ByteWriter,
    _ body: inout ByteWriter
  ) -> ColumnLayout {
    let values = UnsafeBufferPointer(rebasing: column[..<count])
    var layout = ColumnPlan.layout(for: values, transform: transform, skipFirst: skipFirst)
    // A first delta means nothing: what stores as zero bytes costs least.
    if skipFirst { column[0] = layout.base }
    for index in 0..<layout.width {
      for position in 0..<count {
        plane[position] = UInt8(truncatingIfNeeded: layout.stored(values[position]) &>> UInt64(8 &* index))
      }
      let compressed = deflater.compress(UnsafeBufferPointer(rebasing: plane[..<count]))
      lengths.append(UInt32(compressed.count))
      body.append(contentsOf: compressed)
    }
    let start = body.bytes.count
    var previous = 0
    for position in 0..<count {
      let rest = layout.rest(layout.stored(values[position]))
      guard rest != 0 else { continue }
      body.appendVariable(UInt64(position - previous))
      body.appendVariable(Zigzag.encode(rest))
      layout.patchCount += 1
      previous = position
    }
    layout.patchBytes = body.bytes.count - start
    return layout
  }
}

/// A block ready to be written.
struct EncodedBlock {
  var header: BlockHeader
  var bytes: [UInt8]
  var checksum: UInt32
}
