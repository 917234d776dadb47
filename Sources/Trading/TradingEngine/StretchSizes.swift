public import TradingCore

/// The sizes beside the stretch of quotes at hand, for venues that fill against them.
///
/// Unchecked, as the buffer is valid during a stretch only and is taken away at its end.
@usableFromInline
struct StretchSizes: @unchecked Sendable {
  @usableFromInline var sizes: UnsafeBufferPointer<QuoteSize>
  /// The number of the stretch's first quote.
  @usableFromInline let firstCycle: UInt64

  @inlinable
  init(_ sizes: UnsafeBufferPointer<QuoteSize>, firstCycle: UInt64) {
    self.sizes = sizes
    self.firstCycle = firstCycle
  }

  /// What the quote of that number offers; `nil` before the stretch, or when nothing is known of it.
  @inlinable
  func size(at cycle: UInt64) -> QuoteSize? {
    cycle < firstCycle || sizes.isEmpty ? nil : sizes[Int(truncatingIfNeeded: cycle &- firstCycle)]
  }
}
