/// A sum of products of magnitudes, exact: a hundred and twenty-eight bits, of which products of steps take eighty-two.
struct WideSum: Sendable, Hashable {
  private var high: UInt64 = 0
  private var low: UInt64 = 0

  /// Adds |a| · |b|.
  @inline(__always)
  mutating func add(_ first: Int64, times second: Int64) {
    let product = first.magnitude.multipliedFullWidth(by: second.magnitude)
    let (sum, carries) = low.addingReportingOverflow(product.low)
    low = sum
    high = high &+ product.high &+ (carries ? 1 : 0)
  }

  /// Takes away |a| · |b|, which was added before.
  @inline(__always)
  mutating func subtract(_ first: Int64, times second: Int64) {
    let product = first.magnitude.multipliedFullWidth(by: second.magnitude)
    let (difference, borrows) = low.subtractingReportingOverflow(product.low)
    low = difference
    high = high &- product.high &- (borrows ? 1 : 0)
  }

  /// The sum, to 53 bits.
  var value: Double { high == 0 ? Double(low) : Double(high) * 0x1p64 + Double(low) }
}
