public import TradingCore

/// How far a price is expected to go within a bar: one standard deviation of its change, in points.
public struct PriceVolatility: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case pointsPerBar = "pointsPerBar"
  }

  /// The standard deviation over one bar, above zero.
  public let pointsPerBar: Double

  /// A volatility in points; `nil` unless it is above zero and finite.
  public init?(pointsPerBar: Double) {
    guard pointsPerBar > 0, pointsPerBar < .infinity else { return nil }
    self.pointsPerBar = pointsPerBar
  }

  /// From an average true range of the bars; `nil` before its warm-up.
  ///
  /// The range of a price without drift is √(8/π) = 1.596 standard deviations on average, of which this is the
  /// inverse; what a price jumps between two bars makes the true range wider and so the volatility larger.
  /// Source: W. Feller, "The asymptotic distribution of the range of sums of independent random variables",
  /// Annals of Mathematical Statistics 1951; M. Parkinson, Journal of Business 1980.
  public init?(_ range: AverageTrueRange) {
    guard let value = range.value else { return nil }
    self.init(pointsPerBar: value / Self.rangePerDeviation)
  }

  /// From the realized volatility of the bars' closes, at a price; `nil` before its warm-up and at a price not
  /// above zero.
  public init?(_ volatility: RealizedVolatility, at price: Price) {
    guard price.points > 0, let perBar = volatility.annualized(valuesPerYear: 1) else { return nil }
    self.init(pointsPerBar: perBar * Double(price.points))
  }

  /// √(8/π).
  private static let rangePerDeviation = 1.5957691216057308

  /// The standard deviation over so many bars, by the root of time, in whole points rounded up; at most 2^40.
  public func points(overBars bars: Int) -> Int64 {
    let points = (pointsPerBar * Double(max(bars, 1)).squareRoot()).rounded(.up)
    return points < Double(Price.magnitudeLimit) ? Int64(points) : Price.magnitudeLimit
  }
}

/// The deviation of a position's result that a strategy aims at.
public struct VolatilityTarget: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case share = "share"
    case bars = "bars"
  }

  /// One standard deviation of the result, as a share of equity.
  public let share: Percentage
  /// Over how many bars.
  public let bars: Int

  /// A target from its parts; fewer bars than 1 are 1.
  public init(share: Percentage, bars: Int = 1) {
    self.share = share
    self.bars = max(bars, 1)
  }

  /// None.
  public static let none = VolatilityTarget(share: .zero)
}
