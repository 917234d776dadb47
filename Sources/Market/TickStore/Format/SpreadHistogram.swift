import TradingCore

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

  /// Adds the spreads of quotes.
  mutating func add(_ quotes: UnsafeBufferPointer<Quote>) {
    var far: [Int64] = []
    nearCounts.withUnsafeMutableBufferPointer { counts in
      for quote in quotes {
        let place = quote.spreadPoints &+ Self.near
        if UInt64(bitPattern: place) < UInt64(2 * Self.near) {
          counts[Int(place)] &+= 1
        } else {
          far.append(quote.spreadPoints)
        }
      }
    }
    total += quotes.count - far.count
    for spread in far { add(spread) }
  }

  private mutating func coarsen() {
    while farCounts.count > Self.farLimit {
      shift += 1
      farCounts = Dictionary(farCounts.map { ($0.key >> 1, $0.value) }, uniquingKeysWith: +)
    }
  }

  /// Adds the counts of another histogram.
  mutating func merge(_ other: SpreadHistogram) {
    total += other.total
    for index in nearCounts.indices { nearCounts[index] += other.nearCounts[index] }
    let shared = max(shift, other.shift)
    farCounts = Dictionary(farCounts.map { ($0.key >> (shared - shift), $0.value) }, uniquingKeysWith: +)
    for (step, count) in other.farCounts { farCounts[step >> (shared - other.shift), default: 0] += count }
    shift = shared
    if farCounts.count > Self.farLimit { coarsen() }
  }

  /// The median, the lower one of two; 0 without spreads.
  var lowerMedian: Int64 { percentiles([50])[0] }

  /// The smallest spreads that at least so many per cent of all are not above, without interpolation; 0 without
  /// spreads.
  ///
  /// - Precondition: the percentages ascend from 1 to 100.
  func percentiles(_ percentages: [Int]) -> [Int64] {
    // Rank of the last tick that may be below, from 0: the smallest r with r + 1 ≥ percentage / 100 × total.
    var ranks = percentages.map { max(0, ($0 * total + 99) / 100 - 1) }[...]
    var result: [Int64] = []
    var below = 0
    func take(_ count: Int, _ value: Int64) {
      below += count
      while let rank = ranks.first, rank < below {
        result.append(value)
        ranks.removeFirst()
      }
    }
    let far = farCounts.sorted { $0.key < $1.key }
    for (step, count) in far where step < 0 { take(count, step << shift) }
    for (place, count) in nearCounts.enumerated() where count > 0 { take(count, Int64(place) - Self.near) }
    for (step, count) in far where step >= 0 { take(count, step << shift) }
    return result + ranks.map { _ in 0 }
  }
}
