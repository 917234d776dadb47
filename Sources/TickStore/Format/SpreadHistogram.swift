/// Counts of spreads, from which the median comes exactly in bounded memory.
///
/// Spreads within ±32,767 points have a counter each. Wider ones are counted by value until there are 2^17
/// distinct ones, then in steps of 2, 4, 8 … points, as few as keep them within that number; a median among
/// those is the lower end of its step. The result does not depend on the order of the ticks.
struct SpreadHistogram {
  private static let near: Int64 = 1 << 15
  private static let farLimit = 1 << 17

  private var nearCounts = [Int](repeating: 0, count: Int(2 * near))
  private var farCounts: [Int64: Int] = [:]
  private var shift: Int64 = 0
  private var total = 0

  mutating func add(_ spread: Int64) {
    total += 1
    let place = spread &+ Self.near
    if UInt64(bitPattern: place) < UInt64(2 * Self.near) {
      nearCounts[Int(place)] += 1
    } else {
      farCounts[spread >> shift, default: 0] += 1
      if farCounts.count > Self.farLimit { coarsen() }
    }
  }

  private mutating func coarsen() {
    while farCounts.count > Self.farLimit {
      shift += 1
      farCounts = Dictionary(farCounts.map { ($0.key >> 1, $0.value) }, uniquingKeysWith: +)
    }
  }

  /// The median, the lower one of two; 0 without spreads.
  var lowerMedian: Int64 {
    guard total > 0 else { return 0 }
    var rank = (total - 1) / 2
    let far = farCounts.sorted { $0.key < $1.key }
    for (step, count) in far where step < 0 {
      if rank < count { return step << shift }
      rank -= count
    }
    for (place, count) in nearCounts.enumerated() {
      if rank < count { return Int64(place) - Self.near }
      rank -= count
    }
    for (step, count) in far where step >= 0 {
      if rank < count { return step << shift }
      rank -= count
    }
    return 0
  }
}
