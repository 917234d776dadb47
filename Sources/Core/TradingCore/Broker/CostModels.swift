/// How the spread that orders pay follows from the recorded one. The mid stays where it was recorded.
public enum SpreadModel: Sendable, Hashable {
  /// The recorded bid and ask.
  case recorded
  /// This spread always.
  case fixed(PriceDistance)
  /// The recorded spread plus this.
  case markup(PriceDistance)
  /// The recorded spread, but at least this.
  case floor(PriceDistance)
}

/// How far from the side quote a market order or a triggered stop fills; positive is worse for the trader.
public enum SlippageModel: Sendable, Hashable {
  /// At the quote.
  case none
  /// Always this far.
  case fixed(PriceDistance)
  /// Every whole point from `minimum` to `maximum`, both included, equally likely.
  case uniform(minimum: PriceDistance, maximum: PriceDistance)
  /// A normal distribution, which may be better than the quote when the mean is small.
  case normal(mean: PriceDistance, deviation: PriceDistance)
  /// A share of the spread of the quote that is met.
  case ofSpread(Percentage)
  /// A share of the range of the bid in the last whole minute (UTC) that had quotes.
  case ofVolatility(Percentage)
  /// So far for each lot of the fill.
  case perLot(PriceDistance)
  /// One of these at random, all equally likely: slippages of recorded fills in 1e-4 points.
  case empirical([Int64])
}

extension SpreadModel: CustomStringConvertible {
  /// Its name and distance, stable enough for digests: `recorded`, `fixed 0.2 pip`.
  public var description: String {
    switch self {
    case .recorded: "recorded"
    case .fixed(let distance): "fixed \(distance)"
    case .markup(let distance): "markup \(distance)"
    case .floor(let distance): "floor \(distance)"
    }
  }
}

extension SlippageModel: CustomStringConvertible {
  /// Its name and distances, stable enough for digests: `uniform 0.1 pip to 0.5 pip`.
  public var description: String {
    switch self {
    case .none: "none"
    case .fixed(let distance): "fixed \(distance)"
    case .uniform(let minimum, let maximum): "uniform \(minimum) to \(maximum)"
    case .normal(let mean, let deviation): "normal mean \(mean) deviation \(deviation)"
    case .ofSpread(let share): "spread \(share)"
    case .ofVolatility(let share): "volatility \(share)"
    case .perLot(let distance): "size \(distance)"
    case .empirical(let samples): "empirical " + samples.map { "\($0)" }.joined(separator: " ")
    }
  }
}

extension CommissionModel: CustomStringConvertible {
  /// Its fees in one line, stable enough for digests: `per_lot_and_side 3.50 USD`.
  public var description: String {
    guard let first = tiers.first else { return "none" }
    let isPlain =
      tiers.count == 1 && first.from == 0 && first.maker == first.taker && first.rebate == .zero
      && minimum == .zero
    if isPlain { return text(first.taker) }
    let steps = tiers.map { tier in
      "from \(tier.from) taker \(text(tier.taker)) maker \(text(tier.maker)) rebate \(tier.rebate)"
    }
    return steps.joined(separator: ", ")
      + " minimum \(minimum.text(in: currency)) \(currency) by \(measure.rawValue) volume \(monthlyVolume)"
  }

  private func text(_ fee: Fee) -> String {
    switch fee {
    case .perLot(let amount): "per_lot_and_side \(amount.text(in: currency)) \(currency)"
    case .ofNotional(let rate): "of_notional \(rate)"
    }
  }
}
