import BigInt

/// What the order of Sharpe ratios rests on, without rounding: the sum of a configuration's returns and of their squares.
///
/// Over equally many periods a ratio grows with S / √Q, S being the sum and Q that of the squares: the ratio r of mean and
/// population deviation is one to one with S / √Q = √n r / √(1 + r²), which has its ends, −√n and √n, where there is no
/// deviation. So the order of two is that of S |S| times the other's Q, whole numbers once a configuration's returns are
/// counted in a small enough unit, and in whichever, as a ratio has none.
struct ExactSums: Sendable, Hashable {
  /// The sum.
  private(set) var sum = BigInt()
  /// The sum of the squares.
  private(set) var squares = BigInt()

  /// Counts a return in.
  mutating func add(_ value: BigInt) {
    sum += value
    squares += value * value
  }

  /// Counts others in.
  mutating func add(_ other: ExactSums) {
    sum += other.sum
    squares += other.squares
  }

  /// −1, 0 or 1 for a ratio below, equal to or above another's over equally many periods.
  func order(_ other: ExactSums) -> Int {
    // S |S| times the other's Q.
    let (own, others) = (
      sum * BigInt(sum.magnitude) * other.squares, other.sum * BigInt(other.sum.magnitude) * squares
    )
    return own == others ? 0 : own < others ? -1 : 1
  }
}

/// The sums of configurations over blocks without rounding, made where they are asked for.
struct ExactTotals {
  private let columns: [[ExactNumber]]
  private let base: UInt64
  private let bounds: [Range<Int>]
  /// A number for each configuration and block, the same for equal returns.
  private let contents: [[Int]]
  private var known: [Int: [ExactSums]] = [:]

  /// `columns`: each configuration's returns; `bounds`: the rows of each block.
  init(columns: [[ExactNumber]], base: UInt64, bounds: [Range<Int>]) {
    (self.columns, self.base, self.bounds) = (columns, base, bounds)
    var numbers: [BlockContent: Int] = [:]
    contents = columns.map { column in
      bounds.map { rows in
        let number = numbers.count
        let content = BlockContent(values: column[rows])
        if let found = numbers[content] { return found }
        numbers[content] = number
        return number
      }
    }
  }

  /// −1, 0 or 1 for a configuration's ratio below, equal to or above another's over some blocks.
  mutating func order(_ column: Int, _ other: Int, over blocks: [Int]) -> Int {
    // Configurations often do the same for a while.
    if blocks.allSatisfy({ contents[column][$0] == contents[other][$0] }) { return 0 }
    return total(column, blocks).order(total(other, blocks))
  }

  /// −1, 0 or 1 for a configuration that loses, comes out even or earns over some blocks.
  mutating func sign(_ column: Int, over blocks: [Int]) -> Int {
    Int(total(column, blocks).sum.signum())
  }

  private mutating func total(_ column: Int, _ blocks: [Int]) -> ExactSums {
    let sums = known[column] ?? made(column)
    return blocks.reduce(into: ExactSums()) { $0.add(sums[$1]) }
  }

  private mutating func made(_ column: Int) -> [ExactSums] {
    let values = columns[column]
    let unit = values.lazy.filter { !$0.isZero }.map(\.exponent).min() ?? 0
    var factors: [Int: BigInt] = [:]
    let sums = bounds.map { rows in
      values[rows].reduce(into: ExactSums()) { sums, value in
        guard !value.isZero else { return }
        let shift = value.exponent - unit
        let factor = factors[shift] ?? BigInt(base).power(shift)
        factors[shift] = factor
        sums.add(value.significand * factor)
      }
    }
    known[column] = sums
    return sums
  }
}

/// A block's returns, told apart quickly.
private struct BlockContent: Hashable {
  let values: ArraySlice<ExactNumber>

  static func == (left: BlockContent, right: BlockContent) -> Bool { left.values == right.values }

  func hash(into hasher: inout Hasher) {
    for value in values { hasher.combine(value.value) }
  }
}
