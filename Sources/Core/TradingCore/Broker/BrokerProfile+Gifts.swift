extension BrokerProfile {
  /// What it pays whoever trades at it, in a sentence each without its full stop; empty where it does what brokers do.
  ///
  /// Slippage that is on average in the trader's favor, or by more than half a pip where what is worse counts for nothing;
  /// fees below zero for takers or makers; a spread below zero, and a fixed one of zero without a commission; nights that
  /// pay more on one side than they take on the other, or more than 25 % a year. A swap in points takes a price
  /// (`SwapModel.isGift`).
  package var gifts: [String] { gifts(trading: instruments.map(\.symbol) + symbolTerms.keys.sorted()) }

  /// The same, where slippage is judged as executions on these symbols pay it: in whole price steps.
  package func gifts(trading symbols: [Symbol]) -> [String] {
    var found = Self.gifts(spread: spread, slippage: slippage, commission: commission, swap: swap, "")
    if isFree(spread, commission) { found.append("orders pay neither spread nor commission") }
    for (assetClass, terms) in classTerms.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let whose = "of class \(assetClass.rawValue)"
      found += terms.gifts(whose)
      if isFree(terms.spread ?? spread, terms.commission ?? commission) {
        found.append("orders \(whose) pay neither spread nor commission")
      }
    }
    for (symbol, terms) in symbolTerms.sorted(by: { $0.key < $1.key }) {
      found += terms.gifts("of \(symbol)")
    }
    for instrument in symbols.compactMap({ self.instrument($0) }) {
      let terms = terms(for: instrument)
      if terms.slippage.isGift(on: instrument) {
        found.append("the slippage of \(instrument.symbol) pays the trader")
      }
      if isFree(terms.spread, terms.commission, on: instrument) {
        found.append("orders of \(instrument.symbol) pay neither spread nor commission")
      }
    }
    var said: Set<String> = []
    return found.filter { said.insert($0).inserted }
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

/// Whether orders pay nothing to speak of but slippage: they are filled at the mid. Of a currency pair less than a tenth of a
/// pip is nothing.
private func isFree(
  _ spread: SpreadModel, _ commission: CommissionModel, on instrument: Instrument? = nil
) -> Bool {
  guard case .fixed(let distance) = spread else { return false }
  let isNothing = instrument.map { distance.isBelowTenthOfPip(of: $0) } ?? false
  guard distance.tenThousandths <= 0 || isNothing else { return false }
  return commission.minimum <= .zero
    && commission.tiers.allSatisfy { $0.taker.isNothing || $0.rebate >= Percentage.percent(100) }
}

extension PriceDistance {
  fileprivate func isBelowTenthOfPip(of instrument: Instrument) -> Bool {
    let known = InstrumentCatalog.standard[instrument.symbol] ?? instrument
    guard known.assetClass == .fx else { return false }
    do throws(ProfileFault) {
      return Int128(try tenThousandthsOfPoint(on: instrument)) * 10
        * Int128(WideArithmetic.powerOfTen(known.digits))
        < Int128(known.pointsPerPip) * Int128(Self.scale)
        * Int128(WideArithmetic.powerOfTen(instrument.digits))
    } catch { return false }
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

  /// Whether executions on an instrument are better than the quote on average, or, of a currency pair, by more than half a pip
  /// where those that are worse count for nothing: chance may not be what a bot lives by.
  fileprivate func isGift(on instrument: Instrument) -> Bool {
    let paid: [Int64]
    // What can't be traded pays nobody.
    do { paid = try draws(on: instrument) ?? [] } catch { return false }
    // Rounding is odd: what is not better before it is not better behind it, but for samples, whose parts are rounded apart.
    if case .empirical = self, paid.reduce(Int128(0), { $0 + Int128($1) }) < 0 { return true }
    let favorable = paid.reduce(Int128(0)) { $0 + Int128(max(-$1, 0)) }
    // Whoever writes the profile says what a pip is, but for instruments that everybody knows.
    let known = InstrumentCatalog.standard[instrument.symbol] ?? instrument
    // A pip of others is too little to say anything: those are held against a price.
    guard known.assetClass == .fx else { return false }
    return 2 * favorable * Int128(WideArithmetic.powerOfTen(known.digits))
      > Int128(paid.count) * Int128(known.pointsPerPip)
      * Int128(WideArithmetic.powerOfTen(instrument.digits))
  }
}

extension SlippageModel {
  /// Whether executions on an instrument at a price are better by more than half of 0.01 % of it where those that are worse
  /// count for nothing; currency pairs are held against their pips.
  package func isGift(at price: Price, on instrument: Instrument) -> Bool {
    let known = InstrumentCatalog.standard[instrument.symbol] ?? instrument
    let paid: [Int64]
    do { paid = try draws(on: instrument) ?? [] } catch { return false }
    guard known.assetClass != .fx else { return false }
    let favorable = paid.reduce(Int128(0)) { $0 + Int128(max(-$1, 0)) }
    return favorable * 20_000 > Int128(paid.count) * Int128(price.points.magnitude)
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

  /// Less than a hundredth of the account's currency a lot, or than a millionth of what is traded.
  fileprivate var isNothing: Bool {
    switch self {
    case .perLot(let amount): amount < Money(units: 10_000)
    case .ofNotional(let rate): rate.hundredMillionths < 100
    }
  }
}

extension SwapModel {
  /// What no broker pays for a year of nights, whichever side.
  package static let mostAnnualCredit = Percentage.percent(25)

  fileprivate var isGift: Bool {
    switch rate {
    case .none: false
    case .points(let long, let short):
      long.unit == short.unit
        ? Int128(long.tenThousandths) + Int128(short.tenThousandths) > 0
        : max(long.tenThousandths, short.tenThousandths) > 0
    case .annual(let long, let short):
      Int128(long.hundredMillionths) + Int128(short.hundredMillionths) > 0
        || max(long, short) > Self.mostAnnualCredit
    }
  }

  /// Whether nights in points pay more than that in a year, where an instrument is at a price.
  package func isGift(at price: Price, on instrument: Instrument) -> Bool {
    guard case .points(let long, let short) = rate else { return false }
    do throws(ProfileFault) {
      let credit = max(
        try long.tenThousandthsOfPoint(on: instrument), try short.tenThousandthsOfPoint(on: instrument))
      return Int128(credit) * 365 * Int128(Percentage.scale)
        > Int128(price.points.magnitude) * Int128(PriceDistance.scale)
        * Int128(Self.mostAnnualCredit.hundredMillionths)
    } catch { return false }
  }
}
