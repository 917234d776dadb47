import TradingCore

/// Goes through every way to take half of the blocks as in-sample, with running totals of both halves, so that
/// a block is added once for all combinations that begin alike.
struct CombinationSearch {
  private let blocks: [BlockTotals]
  private var exact: ExactTotals
  /// Totals after so many blocks are placed, in and out of sample.
  private var inSample: [BlockTotals]
  private var outOfSample: [BlockTotals]
  /// The blocks of both halves as they are placed.
  private var inside: [Int] = []
  private var outside: [Int] = []
  private var logits: [Double] = []
  private var overfitted = 0
  private var losing = 0

  /// A search over an even number of blocks of the same configurations; `exact`: their totals without rounding.
  init(blocks: [BlockTotals], exact: ExactTotals) {
    self.blocks = blocks
    self.exact = exact
    let count = blocks[0].count
    inSample = [BlockTotals](repeating: BlockTotals(count: count), count: blocks.count + 1)
    outOfSample = inSample
  }

  /// Goes through all combinations.
  mutating func result(idle: Int, copies: Int) -> BacktestOverfitting.Result {
    place(0)
    let number = Double(logits.count)
    return BacktestOverfitting.Result(
      pbo: Double(overfitted) / number, probabilityOfLoss: Double(losing) / number, logits: logits,
      idle: idle, copies: copies)
  }

  private mutating func place(_ block: Int) {
    guard block < blocks.count else {
      judge()
      return
    }
    let half = blocks.count / 2
    if inside.count < half {
      inSample[block + 1].becomeSum(of: inSample[block], blocks[block])
      outOfSample[block + 1].become(outOfSample[block])
      inside.append(block)
      place(block + 1)
      inside.removeLast()
    }
    if outside.count < half {
      inSample[block + 1].become(inSample[block])
      outOfSample[block + 1].becomeSum(of: outOfSample[block], blocks[block])
      outside.append(block)
      place(block + 1)
      outside.removeLast()
    }
  }

  /// Ranks the in-sample best of the blocks as placed.
  private mutating func judge() {
    let best = bestInSample()
    let totals = outOfSample[blocks.count]
    let doubt = totals.doubt
    let chosen = totals.score(best)
    var above = 0
    for column in 0..<totals.count where column != best {
      let difference = totals.score(column) - chosen
      if difference < -doubt { continue }
      if difference > doubt || exact.order(column, best, over: outside) > 0 { above += 1 }
    }
    // ω / (1 − ω) with ω = rank / (configurations + 1): whole numbers, so that a median is exactly 0.
    let rank = totals.count - above
    let others = above + 1
    logits.append(DeterministicMath.log(Double(rank) / Double(others)))
    if rank <= others { overfitted += 1 }
    if chosen < -doubt || (!(chosen > doubt) && exact.sign(best, over: outside) < 0) { losing += 1 }
  }

  /// The configuration with the highest in-sample ratio, the leftmost of equals.
  private mutating func bestInSample() -> Int {
    let totals = inSample[blocks.count]
    let doubt = totals.doubt
    var best = 0
    var bestScore = totals.score(0)
    for column in 1..<totals.count {
      let score = totals.score(column)
      let difference = score - bestScore
      if difference < -doubt { continue }
      // What is not a number, and what is too close, is told without rounding.
      if difference > doubt || exact.order(column, best, over: inside) > 0 {
        (best, bestScore) = (column, score)
      }
    }
    return best
  }
}
