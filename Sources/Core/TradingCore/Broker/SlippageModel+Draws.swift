extension SlippageModel {
  /// A drawn slippage in whole points, to the nearest, halves to even.
  package static func wholePoints(_ points: Double) -> Int64 { Int64(points.rounded(.toNearestOrEven)) }

  /// A recorded slippage in 1e-4 points as whole points, to the nearest, halves to even.
  ///
  /// - Throws: `overflow`, which no 64 bits come to.
  package static func wholePoints(tenThousandths: Int64) throws(ArithmeticError) -> Int64 {
    try WideArithmetic.multiplyDivide(tenThousandths, 1, by: PriceDistance.scale)
  }

  /// Draws of a distribution that stand for all of it, all equally likely.
  private static let drawCount = 1_000

  /// What executions on an instrument pay, in points, equally likely each; `nil` where that is never better than the quote,
  /// or follows from the market.
  ///
  /// Recorded slippages are taken as they are, distributions at equal steps of their probability. All go through the
  /// rounding that fills go through.
  /// - Throws: `ProfileFault` for a distance beyond any price of the instrument; `ArithmeticError` for an overflow.
  func draws(on instrument: Instrument) throws -> [Int64]? {
    let points: [Int64]
    switch self {
    case .none, .fixed, .perLot, .ofSpread, .ofVolatility: return nil
    case .uniform(let minimum, let maximum):
      let (least, most) = (try minimum.points(on: instrument), try maximum.points(on: instrument))
      let width = Int128(most) - Int128(least) + 1
      points = (0..<Self.drawCount).map { draw in
        least + Int64(clamping: Int128(2 * draw + 1) * width / Int128(2 * Self.drawCount))
      }
    case .normal(let mean, let deviation):
      let center = Double(try mean.tenThousandthsOfPoint(on: instrument)) / 10_000
      let spread = Double(try deviation.tenThousandthsOfPoint(on: instrument)) / 10_000
      points = (0..<Self.drawCount).map { draw in
        let probability = (Double(draw) + 0.5) / Double(Self.drawCount)
        return Self.wholePoints(center + spread * DeterministicMath.normalQuantile(probability))
      }
    case .empirical(let samples): points = try samples.map { try Self.wholePoints(tenThousandths: $0) }
    }
    return points.map { PriceDistance.wholeSteps($0, tickPoints: instrument.tickPoints) }
  }
}
