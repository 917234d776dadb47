import TradingCore

/// Chooses how to store a column of a block: the base, and how many byte planes, so that planes and patches
/// together are expected to take the fewest bytes.
enum ColumnPlan {
  // A plane of almost only zeros costs some 150 bytes and the time to inflate it, a few patches neither; so a
  // plane must be worth more than its bytes. A patch costs its place and value, which are not compressed.
  private static let planeOverhead = 512.0
  private static let patchOverhead = 2.0
  /// Values that costs are estimated from, and those among them that the base is chosen by, which are sorted.
  private static let sampleSize = 4_096
  private static let sortedSize = 1_024

  /// The layout for the values, with patches still to be counted; `skipFirst` leaves out a delta that means
  /// nothing. What it costs is estimated from a few thousand values, evenly spread.
  static func layout(
    for values: UnsafeBufferPointer<Int64>, transform: ColumnTransform, skipFirst: Bool
  ) -> ColumnLayout {
    var best = ColumnLayout()
    best.transform = transform
    let values = UnsafeBufferPointer(rebasing: values.dropFirst(skipFirst ? 1 : 0))
    guard let first = values.first else { return best }
    let sample = thinned(values, to: sampleSize)
    let sorted = transform == .offset ? thinned(values, to: sortedSize).sorted() : []
    // Costs are those of the sample: a plane's overhead is shared by all values.
    let overhead = planeOverhead * Double(sample.count) / Double(values.count)
    var (low, high) = (first, first)
    for value in values {
      low = min(low, value)
      high = max(high, value)
    }
    var lowest = Double.infinity
    for width in 0...8 {
      var candidate = ColumnLayout()
      candidate.transform = transform
      candidate.width = width
      if transform == .offset { candidate.base = base(width: width, sample: sorted, low: low, high: high) }
      let (cost, patches) = sample.withUnsafeBufferPointer {
        estimate(candidate, $0, overhead, limit: lowest)
      }
      if cost < lowest {
        lowest = cost
        best = candidate
      }
      // Wider ones hold no more than this one, when it holds the ends.
      if patches == 0, candidate.rest(candidate.stored(low)) == 0, candidate.rest(candidate.stored(high)) == 0
      {
        break
      }
    }
    return best
  }

  private static func thinned(_ values: UnsafeBufferPointer<Int64>, to size: Int) -> [Int64] {
    stride(from: 0, to: values.count, by: max(1, values.count / size)).map { values[$0] }
  }

  /// The base of the window of 256^width numbers that holds most of the sample, moved down to leave equal room
  /// on both sides; the lowest value when all fit.
  private static func base(width: Int, sample: [Int64], low: Int64, high: Int64) -> Int64 {
    guard width < 8 else { return low }
    let room = (UInt64(1) << UInt64(8 * width)) - 1
    guard UInt64(bitPattern: high &- low) > room else { return low }
    var best = (count: 0, start: low, end: low)
    var start = 0
    for end in sample.indices {
      while UInt64(bitPattern: sample[end] &- sample[start]) > room { start += 1 }
      if end - start + 1 > best.count { best = (end - start + 1, sample[start], sample[end]) }
    }
    let slack = room - UInt64(bitPattern: best.end &- best.start)
    let below = UInt64(bitPattern: best.start &- low)
    return best.start &- Int64(bitPattern: min(slack / 2, below))
  }

  /// Expected bytes for the sample: the order-0 entropy of each plane, and the patches as they are. Stops counting
  /// when patches alone exceed the limit.
  private static func estimate(
    _ layout: ColumnLayout, _ values: UnsafeBufferPointer<Int64>, _ overhead: Double, limit: Double
  ) -> (cost: Double, patches: Int) {
    var patches = 0
    var patchBytes = 0.0
    for value in values {
      let rest = layout.rest(layout.stored(value))
      guard rest != 0 else { continue }
      patches += 1
      patchBytes += patchOverhead + Double(70 - Zigzag.encode(rest).leadingZeroBitCount) / 7
      if patchBytes > limit { return (.infinity, patches) }
    }
    var cost = patchBytes + overhead * Double(layout.width)
    for plane in 0..<layout.width {
      var counts = [Int](repeating: 0, count: 256)
      counts.withUnsafeMutableBufferPointer { counts in
        for value in values {
          counts[Int(UInt8(truncatingIfNeeded: layout.stored(value) &>> UInt64(8 &* plane)))] &+= 1
        }
      }
      cost += entropyBytes(counts[...], total: values.count)
    }
    return (cost, patches)
  }

  private static func entropyBytes(_ counts: ArraySlice<Int>, total: Int) -> Double {
    let whole = DeterministicMath.log2(Double(total))
    return counts.reduce(0.0) { sum, count in
      count == 0 ? sum : sum + Double(count) * (whole - DeterministicMath.log2(Double(count)))
    } / 8
  }
}

extension ColumnLayout {
  /// What the planes hold the lowest bytes of.
  @inline(__always)
  func stored(_ value: Int64) -> UInt64 {
    let distance = value &- base
    return transform == .zigzag ? Zigzag.encode(distance) : UInt64(bitPattern: distance)
  }

  /// What the planes have no room for, signed, so that values below the base stay short.
  @inline(__always)
  func rest(_ stored: UInt64) -> Int64 { width == 8 ? 0 : Int64(bitPattern: stored) &>> Int64(8 &* width) }

  /// The value again, from what the planes hold of it and the rest.
  func value(low: UInt64, rest: Int64) -> Int64 {
    let stored = low | UInt64(bitPattern: rest &<< Int64(8 &* width))
    return (transform == .zigzag ? Zigzag.decode(stored) : Int64(bitPattern: stored)) &+ base
  }
}
