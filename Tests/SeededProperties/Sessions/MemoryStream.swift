import Backtesting
import TradingCore

/// Quotes in memory as a stream, in stretches of a given length.
struct MemoryStream: TickStream {
  private let quotes: [Quote]
  private let stretch: Int
  private var next = 0

  init(_ quotes: [Quote], stretch: Int = 100) {
    self.quotes = quotes
    self.stretch = stretch
  }

  mutating func next(_ body: Body) throws(BacktestError) -> Bool {
    guard next < quotes.count else { return false }
    let end = min(next + stretch, quotes.count)
    // An array of its own, which is gone after the call: whoever keeps the pointer is found out.
    let slice = UnsafeMutableBufferPointer<Quote>.allocate(capacity: end - next)
    defer { slice.deallocate() }
    _ = slice.initialize(from: quotes[next..<end])
    next = end
    try body(0, UnsafeBufferPointer(slice), nil)
    return true
  }
}
