import TradingCore

/// How the two numbers beside each quote are stored, behind the columns of the quotes.
///
/// A block of a kind with sizes ends its payload with this group, so that who needs no sizes need not look at it:
///
/// | bytes | what |
/// | --- | --- |
/// | 2 × 24 | for each column: factor (8), then a column layout as in the block's header (16) |
/// | 4 × planes | length of each plane |
/// | rest | the planes and the patch list of each column in turn |
///
/// Values are whole multiples of their column's factor, 1 or more, and stored divided by it. Sizes of quotes are
/// stored as differences from the tick before (from 0 at the first), a trade's size and aggressor as they are.
enum SizeColumns {
  /// One past the largest size.
  static let limit = Quantity.magnitudeLimit
  /// Bytes of the group's start.
  static let headSize = 2 * (8 + ColumnLayout.size)

  static func transform(_ kind: TickKind) -> ColumnTransform { kind == .trades ? .offset : .zigzag }

  /// What is wrong with the numbers of a tick, or `nil`.
  static func fault(_ size: QuoteSize, _ kind: TickKind) -> String? {
    guard (0..<limit).contains(size.bidUnits), (0..<limit).contains(size.askUnits) else {
      return "a size below 0, or of 2^53 units or more"
    }
    guard kind != .trades || AggressorSide(rawValue: size.askUnits) != nil else {
      return "an aggressor that is none"
    }
    return nil
  }

  /// The largest number that all of the values are multiples of; 1 when all are 0.
  static func factor(_ values: UnsafeBufferPointer<Int64>) -> Int64 {
    var factor: Int64 = 0
    for value in values {
      // Once it is known, most values are multiples of it, which takes one division.
      if factor > 0, value % factor == 0 { continue }
      var (large, small) = (factor, value)
      while small != 0 { (large, small) = (small, large % small) }
      factor = large
      if factor == 1 { break }
    }
    return max(factor, 1)
  }
}
