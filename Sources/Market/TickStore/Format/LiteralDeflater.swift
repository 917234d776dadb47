/// Makes raw deflate streams of literals alone, each one block with a Huffman code of its own.
///
/// What planes hold is mostly noise over few values: short matches in it cost more bits than the literals they stand
/// for, and looking for them takes most of a compressor's time.
/// Source: RFC 1951, section 3.2.7.
final class LiteralDeflater {
  /// Literals and the end of the block.
  private static let symbols = 257
  private static let endOfBlock = 256
  /// In which order the lengths of the code for lengths stand.
  private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  // Two codes of one bit for distances, which don't occur: some readers refuse a code that is not complete.
  private static let distances = 2

  private var literals = HuffmanCode(symbols: symbols, limit: 15)
  private var lengths = HuffmanCode(symbols: 19, limit: 7)
  private let counts = UnsafeMutableBufferPointer<Int>.allocate(capacity: 4 * 256)
  private let lengthCounts = UnsafeMutableBufferPointer<Int>.allocate(capacity: 19)
  private let table = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: symbols)
  /// The lengths of the codes as they are written: a symbol, and its extra bits.
  private var runs: [(symbol: Int, extra: UInt64, extraBits: Int)] = []
  private var headBits = 0

  deinit {
    counts.deallocate()
    lengthCounts.deallocate()
    table.deallocate()
  }

  /// Works out the code for bytes.
  ///
  /// - Returns: how many bytes `write` will give.
  /// - Precondition: at least one byte.
  func plan(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    count(bytes)
    counts[Self.endOfBlock] = 1
    literals.build(UnsafeBufferPointer(rebasing: counts[..<Self.symbols]))
    planLengths()
    var bits = headBits
    for symbol in 0..<Self.symbols { bits += counts[symbol] * Int(literals.lengths[symbol]) }
    return (bits + 7) / 8
  }

  /// Counts bytes in four tables, as equal neighbors would wait for each other in one.
  private func count(_ bytes: UnsafeBufferPointer<UInt8>) {
    counts.update(repeating: 0)
    let whole = bytes.count & ~3
    var index = 0
    while index < whole {
      counts[Int(bytes[index])] &+= 1
      counts[256 &+ Int(bytes[index &+ 1])] &+= 1
      counts[512 &+ Int(bytes[index &+ 2])] &+= 1
      counts[768 &+ Int(bytes[index &+ 3])] &+= 1
      index &+= 4
    }
    while index < bytes.count {
      counts[Int(bytes[index])] &+= 1
      index &+= 1
    }
    for byte in 0..<256 { counts[byte] += counts[256 + byte] + counts[512 + byte] + counts[768 + byte] }
  }

  /// Works out how the lengths of the codes are written, runs of them in one symbol.
  private func planLengths() {
    runs.removeAll(keepingCapacity: true)
    lengthCounts.update(repeating: 0)
    let all = Self.symbols + Self.distances
    func length(_ index: Int) -> UInt8 { index < Self.symbols ? literals.lengths[index] : 1 }
    func add(_ symbol: Int, _ extra: Int = 0, _ extraBits: Int = 0) {
      runs.append((symbol, UInt64(extra), extraBits))
      lengthCounts[symbol] += 1
      headBits += extraBits
    }
    headBits = 3 + 5 + 5 + 4
    var index = 0
    while index < all {
      let value = length(index)
      var end = index + 1
      while end < all, length(end) == value { end += 1 }
      var count = end - index
      index = end
      if value > 0 {
        add(Int(value))
        count -= 1
      }
      while count >= 3 {
        let part = min(count, value > 0 ? 6 : 138)
        if value > 0 {
          add(16, part - 3, 2)
        } else if part > 10 {
          add(18, part - 11, 7)
        } else {
          add(17, part - 3, 3)
        }
        count -= part
      }
      for _ in 0..<count { add(Int(value)) }
    }
    lengths.build(UnsafeBufferPointer(lengthCounts))
    headBits += 3 * lengthsWritten
    for symbol in 0..<19 { headBits += lengthCounts[symbol] * Int(lengths.lengths[symbol]) }
  }

  /// Lengths of the code for lengths up to the last one that occurs, at least four.
  private var lengthsWritten: Int {
    max(4, (Self.lengthOrder.lastIndex { lengths.lengths[$0] > 0 } ?? 0) + 1)
  }

  /// Writes the stream for the bytes that were planned.
  ///
  /// - Precondition: the target has room for what `plan` said and seven bytes more.
  /// - Returns: the bytes written.
  func write(_ bytes: UnsafeBufferPointer<UInt8>, to target: UnsafeMutableRawBufferPointer) -> Int {
    var bits = BitWriter(target)
    writeHead(&bits)
    for symbol in 0..<Self.symbols {
      table[symbol] = UInt32(literals.codes[symbol]) | UInt32(literals.lengths[symbol]) << 16
    }
    let whole = bytes.count / 3 * 3
    var index = 0
    while index < whole {
      bits.add(table[Int(bytes[index])])
      bits.add(table[Int(bytes[index &+ 1])])
      bits.add(table[Int(bytes[index &+ 2])])
      bits.flush()
      index &+= 3
    }
    while index < bytes.count {
      bits.add(table[Int(bytes[index])])
      index &+= 1
    }
    bits.flush()
    bits.add(table[Self.endOfBlock])
    return bits.finish()
  }

  private func writeHead(_ bits: inout BitWriter) {
    // The last block, with dynamic codes.
    bits.add(0b101, 3)
    bits.add(UInt64(Self.symbols - 257), 5)
    bits.add(UInt64(Self.distances - 1), 5)
    bits.add(UInt64(lengthsWritten - 4), 4)
    bits.flush()
    for symbol in Self.lengthOrder.prefix(lengthsWritten) {
      bits.add(UInt64(lengths.lengths[symbol]), 3)
      bits.flush()
    }
    for run in runs {
      bits.add(UInt64(lengths.codes[run.symbol]), Int(lengths.lengths[run.symbol]))
      bits.add(run.extra, run.extraBits)
      bits.flush()
    }
  }
}

/// Packs bits into bytes, lowest first.
struct BitWriter {
  private let target: UnsafeMutableRawBufferPointer
  private var position = 0
  private var pending: UInt64 = 0
  private var count: UInt64 = 0

  init(_ target: UnsafeMutableRawBufferPointer) { self.target = target }

  /// Adds a code of at most 15 bits in the lower half, its length in the upper one.
  @inline(__always)
  mutating func add(_ code: UInt32) {
    pending |= UInt64(code & 0xFFFF) &<< count
    count &+= UInt64(code &>> 16)
  }

  /// Adds bits; no more than 56 in all between two flushes.
  @inline(__always)
  mutating func add(_ bits: UInt64, _ length: Int) {
    pending |= bits &<< count
    count &+= UInt64(length)
  }

  /// Writes the whole bytes.
  @inline(__always)
  mutating func flush() {
    target.storeBytes(of: pending.littleEndian, toByteOffset: position, as: UInt64.self)
    position &+= Int(count &>> 3)
    pending &>>= count & 56
    count &= 7
  }

  /// Writes what is left.
  ///
  /// - Returns: the bytes written in all.
  mutating func finish() -> Int {
    flush()
    return position + (count > 0 ? 1 : 0)
  }
}
