package import TradingCore

/// The median spread of quotes that go by, from every n-th of them: so few that nobody notices, and the same ones
/// however the quotes are cut into stretches.
package struct SpreadSample {
  /// About how many quotes are looked at where there are more.
  package static let most = 1 << 18

  private var histogram = SpreadHistogram()
  private let step: Int
  private var next = 0
  private var isEmpty = true

  /// A sample of so many quotes, or a little more or less; with fewer than `most` every one is looked at.
  package init(of quotes: Int) { step = 1 + max(quotes, 0) / Self.most }

  /// Takes the next quotes.
  package mutating func add(_ quotes: UnsafeBufferPointer<Quote>) {
    var place = next
    while place < quotes.count {
      histogram.add(quotes[place].spreadPoints)
      isEmpty = false
      place += step
    }
    next = place - quotes.count
  }

  /// The median in points, the lower one of two; `nil` without quotes.
  package var median: Int64? { isEmpty ? nil : histogram.lowerMedian }
}

extension TickFileReader {
  /// The median spread of all the file's quotes, in points of so many digits; `nil` for a file of trades, and where
  /// the file's prices have more digits.
  package func spreadMedian(digits: Int) -> Int64? {
    guard kind != .trades, metadata.digits <= digits, digits <= 18 else { return nil }
    let factor = WideArithmetic.powerOfTen(digits - metadata.digits)
    let (points, overflowed) = statistics.spreadMedian.multipliedReportingOverflow(by: factor)
    return overflowed || points.magnitude >= Price.magnitudeLimit.magnitude ? nil : points
  }
}
