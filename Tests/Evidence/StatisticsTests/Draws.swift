/// The linear congruential generator of Scripts/selection-reference.py.
struct Draws {
  private var state: UInt64

  init(state: UInt64) { self.state = state }

  /// A whole number of zero or more.
  mutating func below(_ limit: UInt64) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % limit)
  }

  /// Columns, rows and blocks of a small matrix.
  mutating func shape() -> (columns: Int, rows: Int, splits: Int) {
    (3 + below(4), 8 + below(9), 2 + 2 * below(4))
  }
}
