import Statistics
import TradingCore

/// How long trades were open.
struct HoldingTimes: Sendable, Hashable {
  /// A range of times and the trades in it.
  struct Bucket: Sendable, Hashable {
    let label: String
    let trades: Int
  }

  /// The upper ends of the buckets in seconds, each exclusive; the last bucket has none.
  private static let bounds: [(seconds: Double, label: String)] = [
    (1, "under 1 s"), (5, "1–5 s"), (15, "5–15 s"), (60, "15–60 s"), (300, "1–5 min"), (900, "5–15 min"),
    (3_600, "15–60 min"), (14_400, "1–4 h"), (43_200, "4–12 h"), (86_400, "12–24 h"), (259_200, "1–3 days"),
    (604_800, "3–7 days"), (2_592_000, "7–30 days"), (.infinity, "over 30 days"),
  ]

  /// From the first bucket with trades to the last one.
  let buckets: [Bucket]
  private let sorted: [Double]

  /// The times of trades.
  init(_ outcomes: [TradeOutcome]) {
    sorted = outcomes.map {
      max(0, Double($0.closeTime.nanoseconds - $0.openTime.nanoseconds) / 1e9)
    }.sorted()
    var counts = [Int](repeating: 0, count: Self.bounds.count)
    var bucket = 0
    for seconds in sorted {
      while seconds >= Self.bounds[bucket].seconds { bucket += 1 }
      counts[bucket] += 1
    }
    guard let first = counts.firstIndex(where: { $0 > 0 }), let last = counts.lastIndex(where: { $0 > 0 })
    else {
      buckets = []
      return
    }
    buckets = (first...last).map { Bucket(label: Self.bounds[$0].label, trades: counts[$0]) }
  }

  /// The time that so large a share of the trades does not exceed, in seconds.
  func quantile(_ probability: Double) -> Double? { Moments.quantile(ofSorted: sorted, at: probability) }

  /// The mean time in seconds.
  var mean: Double? { Moments.mean(sorted) }
}
