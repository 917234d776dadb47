import TradingCore

/// A threshold as a decimal number of at most six decimals, so that it is written as it was read.
package struct GateDecimal: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Millionths.
  package var millionths: Int64

  /// A number of millionths.
  package init(millionths: Int64) { self.millionths = millionths }

  /// The number for statistics.
  package var value: Double { Double(millionths) / 1_000_000 }

  /// As in a file, without zeros at the end: `0.55`.
  package var description: String { DecimalText.format(millionths, digits: 6, minimumFraction: 0) }

  /// Orders by size.
  package static func < (left: GateDecimal, right: GateDecimal) -> Bool {
    left.millionths < right.millionths
  }
}
