extension SpreadModel {
  /// What can't be used, on `FIELD.distance`, or `nil`.
  func fault(field: String) -> ProfileFault? {
    switch self {
    case .recorded: nil
    case .fixed(let distance), .markup(let distance), .floor(let distance):
      ProfileFault.negative(distance, field: "\(field).distance")
    }
  }
}

extension SlippageModel {
  /// What can't be used, or `nil`.
  func fault(field: String) -> ProfileFault? {
    switch self {
    case .none: return nil
    case .fixed(let distance), .perLot(let distance):
      return ProfileFault.negative(distance, field: "\(field).distance")
    case .normal(_, let deviation): return ProfileFault.negative(deviation, field: "\(field).deviation")
    case .uniform(let minimum, let maximum):
      guard minimum.unit == maximum.unit, minimum.tenThousandths <= maximum.tenThousandths else {
        return ProfileFault(
          field: "\(field).minimum",
          problem: "expected a minimum up to the maximum, was \(minimum) to \(maximum)",
          remedy: "give both in one unit, the smaller one first")
      }
      return nil
    case .ofSpread(let share), .ofVolatility(let share):
      guard !(Percentage.zero...Percentage.percent(1_000)).contains(share) else { return nil }
      return ProfileFault(
        field: "\(field).share", problem: "expected 0 % to 1000 %, was \(share)",
        remedy: "give a share in that range")
    case .empirical(let samples):
      guard samples.isEmpty else { return nil }
      return ProfileFault(
        field: "\(field).file", problem: "has no fills", remedy: "give a file with at least one fill")
    }
  }
}

extension SwapModel {
  /// What can't be used, or `nil`.
  func fault(field: String) -> ProfileFault? {
    if let tripleDay, !Self.weekdays.indices.contains(tripleDay) {
      return ProfileFault(
        field: "\(field).triple_day", problem: "there is no weekday \(tripleDay)",
        remedy: "give one from 0, Sunday, to 6, or none")
    }
    guard case .annual(let long, let short) = rate else { return nil }
    for (name, rate) in [("long", long), ("short", short)]
    where !(Percentage.percent(-1_000)...Percentage.percent(1_000)).contains(rate) {
      return ProfileFault(
        field: "\(field).\(name)", problem: "expected -1000 % to 1000 % a year, was \(rate)",
        remedy: "give a rate in that range")
    }
    return nil
  }
}

extension MarginModel {
  /// What can't be used, on `PREFIX.leverage`, `PREFIX.margin` or `PREFIX.margin_tiers`, or `nil`.
  func fault(prefix: String) -> ProfileFault? {
    switch self {
    case .account: return nil
    case .leverage(let leverage):
      return ProfileFault.outside(leverage, 1...1_000_000, field: "\(prefix).leverage")
    case .perLot(let amount):
      guard amount <= .zero else { return nil }
      return ProfileFault(
        field: "\(prefix).margin", problem: "margin must be positive", remedy: "give an amount above zero")
    case .tiers(let tiers):
      let field = "\(prefix).margin_tiers"
      for (index, tier) in tiers.enumerated() {
        let name = "\(field)[\(index + 1)].leverage"
        if let fault = ProfileFault.outside(tier.leverage, 1...1_000_000, field: name) { return fault }
      }
      return ProfileFault.steps(tiers.map(\.fromLots), field: field) { "\(DepthModel.text(lots: $0)) lots" }
    }
  }
}

extension DepthModel {
  /// What can't be used, or `nil`.
  func fault(field: String) -> ProfileFault? {
    guard case .fixed(let lots) = self, lots <= 0 else { return nil }
    return ProfileFault(
      field: "\(field).size", problem: "the size must be positive", remedy: "give a size above zero")
  }
}

extension CommissionModel {
  /// What can't be used, or `nil`. `account` is the currency that turnover is counted in.
  func fault(field: String, account: Currency) -> ProfileFault? {
    guard !tiers.isEmpty else { return nil }
    if minimum < .zero {
      return ProfileFault(
        field: "\(field).minimum", problem: "a fee can't be negative, was \(text(minimum))",
        remedy: "give the amount charged as a positive number")
    }
    if monthlyVolume < 0 {
      return ProfileFault(
        field: "\(field).monthly_volume", problem: "a volume can't be negative",
        remedy: "give what the account trades in a month")
    }
    for (index, tier) in tiers.enumerated() {
      let place = tiers.count == 1 ? field : "\(field).tiers[\(index + 1)]"
      if let fault = fault(of: tier, place: place) { return fault }
    }
    return ProfileFault.steps(tiers.map(\.from), field: "\(field).tiers") { volumeText($0, account) }
  }

  private func volumeText(_ volume: Int64, _ account: Currency) -> String {
    switch measure {
    case .lots: "\(DepthModel.text(lots: volume)) lots"
    case .notional: "\(Money(units: volume).text(in: account)) \(account)"
    }
  }

  private func fault(of tier: Tier, place: String) -> ProfileFault? {
    let whole = Percentage.percent(100)
    if !(Percentage.zero...whole).contains(tier.rebate) {
      return ProfileFault(
        field: "\(place).rebate", problem: "expected 0 % to 100 %, was \(tier.rebate)",
        remedy: "a rebate is a share of what was charged")
    }
    switch tier.taker {
    case .perLot(let amount) where amount < .zero:
      return ProfileFault(
        field: "\(place).amount", problem: "a fee can't be negative, was \(text(amount))",
        remedy: "give the amount charged as a positive number")
    case .ofNotional(let rate) where !(Percentage.zero...whole).contains(rate):
      return ProfileFault(
        field: "\(place).rate", problem: "expected 0 % to 100 %, was \(rate)",
        remedy: "give the share charged; only a maker's fee may be negative")
    case .perLot, .ofNotional: break
    }
    if case .ofNotional(let rate) = tier.maker, !(Percentage.percent(-100)...whole).contains(rate) {
      return ProfileFault(
        field: "\(place).maker", problem: "expected -100 % to 100 %, was \(rate)",
        remedy: "give a share in that range")
    }
    return nil
  }

  private func text(_ amount: Money) -> String { "\(amount.text(in: currency)) \(currency)" }
}
