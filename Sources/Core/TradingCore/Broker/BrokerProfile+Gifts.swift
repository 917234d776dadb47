extension BrokerProfile {
  /// What it pays whoever trades at it, in a sentence each without its full stop; empty where it does what brokers do.
  ///
  /// Slippage that is on average in the trader's favor, fees below zero for takers or makers, a spread below zero, and
  /// nights that pay more on one side than they take on the other. What varies around nothing is no gift, and what a
  /// night pays on one side alone neither.
  package var gifts: [String] {
    var found = Self.gifts(spread: spread, slippage: slippage, commission: commission, swap: swap, "")
    for (assetClass, terms) in classTerms.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      found += terms.gifts("of class \(assetClass.rawValue)")
    }
    for (symbol, terms) in symbolTerms.sorted(by: { $0.key < $1.key }) {
      found += terms.gifts("of \(symbol)")
    }
    return found
  }

  fileprivate static func gifts(
    spread: SpreadModel?, slippage: SlippageModel?, commission: CommissionModel?, swap: SwapModel?,
    _ whose: String
  ) -> [String] {
    let found = [
      spread?.isGift == true ? "spread" : nil, slippage?.isGift == true ? "slippage" : nil,
      commission?.isGift == true ? "commission" : nil, swap?.isGift == true ? "swap" : nil,
    ]
    return found.compactMap { $0 }.map { "the \($0) \(whose.isEmpty ? "" : whose + " ")pays the trader" }
  }
}

extension TradingTerms {
  fileprivate func gifts(_ whose: String) -> [String] {
    BrokerProfile.gifts(spread: spread, slippage: slippage, commission: commission, swap: swap, whose)
  }
}

extension SpreadModel {
  fileprivate var isGift: Bool {
    switch self {
    case .recorded: false
    case .fixed(let distance), .markup(let distance), .floor(let distance): distance.tenThousandths < 0
    }
  }
}

extension SlippageModel {
  fileprivate var isGift: Bool {
    switch self {
    case .none: false
    case .fixed(let distance), .perLot(let distance): distance.tenThousandths < 0
    case .uniform(let minimum, let maximum):
      // Pips and points can't be added: then nothing may be below zero.
      minimum.unit == maximum.unit
        ? Int128(minimum.tenThousandths) + Int128(maximum.tenThousandths) < 0 : minimum.tenThousandths < 0
    case .normal(let mean, _): mean.tenThousandths < 0
    case .ofSpread(let share), .ofVolatility(let share): share < .zero
    case .empirical(let samples): samples.reduce(Int128(0)) { $0 + Int128($1) } < 0
    }
  }
}

extension CommissionModel {
  fileprivate var isGift: Bool {
    minimum < .zero
      || tiers.contains { $0.taker.isGift || $0.maker.isGift || $0.rebate > Percentage.percent(100) }
  }
}

extension CommissionModel.Fee {
  fileprivate var isGift: Bool {
    switch self {
    case .perLot(let amount): amount < .zero
    case .ofNotional(let rate): rate < .zero
    }
  }
}

extension SwapModel {
  fileprivate var isGift: Bool {
    switch rate {
    case .none: false
    case .points(let long, let short):
      long.unit == short.unit
        ? Int128(long.tenThousandths) + Int128(short.tenThousandths) > 0
        : max(long.tenThousandths, short.tenThousandths) > 0
    case .annual(let long, let short): Int128(long.hundredMillionths) + Int128(short.hundredMillionths) > 0
    }
  }
}
