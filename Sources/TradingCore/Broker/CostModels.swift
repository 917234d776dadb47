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
}

/// What the broker charges on a fill.
public enum CommissionModel: Sendable, Hashable {
  /// Nothing.
  case none
  /// An amount of the currency for each lot, charged on opening and again on closing.
  case perLotAndSide(Money, Currency)
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
    }
  }
}

extension CommissionModel: CustomStringConvertible {
  /// Its name and amount, stable enough for digests: `per_lot_and_side 3.50 USD`.
  public var description: String {
    switch self {
    case .none: "none"
    case .perLotAndSide(let amount, let currency):
      "per_lot_and_side \(amount.text(in: currency)) \(currency)"
    }
  }
}
