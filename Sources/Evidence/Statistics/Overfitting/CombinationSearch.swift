import TradingCore

/// Goes through every way to take half of the blocks as in-sample, with running totals of both halves, so that
/// a block is added once for all combinations that begin alike.
struct CombinationSearch {
  private let blocks: [BlockTotals]
  /// Totals after so many blocks are placed, in and out of sample.
  private var inSample: [BlockTotals]
  private var outOfSample: [BlockTotals]
  private var logits: [Double] = []
  private var overfitted = 0
  private var losing = 0

  /// A search over blocks of the same configurations, an even number of them.
  init(blocks: [BlockTotals]) {
    self.blocks = blocks
    var empty = blocks[0]
    empty.clear()
    inSample = [BlockTotals](repeating: empty, count: blocks.count + 1)
    outOfSample = inSample
  }

  /// Goes through all combinations.
  mutating func result() -> BacktestOverfitting.Result {
    place(0, chosen: 0)
    let number = Double(logits.count)
    return BacktestOverfitting.Result(
      pbo: Double(overfitted) / number, probabilityOfLoss: Double(losing) / number, logits: logits)
  }

  private mutating func place(_ block: Int, chosen: Int) {
    guard block < blocks.count else {
      judge()
      return
    }
    let half = blocks.count / 2
    if chosen < half {
      inSample[block + 1].becomeSum(of: inSample[block], blocks[block])
      outOfSample[block + 1].become(outOfSample[block])
      place(block + 1, chosen: chosen + 1)
    }
    if block - chosen < half {
      inSample[block + 1].become(inSample[block])
      outOfSample[block + 1].becomeSum(of: outOfSample[block], blocks[block])
      place(block + 1, chosen: chosen)
    }
  }

  /// Ranks the in-sample best of the blocks as placed.
  private mutating func judge() {
    let (inside, outside) = (inSample[blocks.count], outOfSample[blocks.count])
    var best = 0
    var bestRatio = inside.ratio(0)
    for column in 1..<inside.count {
      let ratio = inside.ratio(column)
      if ratio > bestRatio { (best, bestRatio) = (column, ratio) }
    }
    let chosen = outside.ratio(best)
    var rank = 0
    for column in 0..<outside.count where outside.ratio(column) <= chosen { rank += 1 }
    // ω / (1 − ω) with ω = rank / (configurations + 1): whole numbers, so that a median is exactly 0.
    let others = outside.count + 1 - rank
    logits.append(DeterministicMath.log(Double(rank) / Double(others)))
    if rank <= others { overfitted += 1 }
    if chosen < 0 { losing += 1 }
  }
}
