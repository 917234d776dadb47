import TradingCore
import YAMLText

/// Reads what a fill costs: a fee, or a schedule of them by the month's volume.
struct CommissionReader {
  private enum Name: String, CaseIterable {
    case none
    case perLotAndSide = "per_lot_and_side"
    case perContract = "per_contract"
    case ofNotional = "of_notional"
  }
  private enum Key: String, YAMLKey {
    case model, amount, rate, maker, taker, minimum, rebate, tiers
    case monthlyVolume = "monthly_volume"
  }
  private enum TierKey: String, YAMLKey { case from, amount, rate, maker, taker, rebate }

  /// The fees that stand in one map.
  private struct Fees {
    var taker: CommissionModel.Fee?
    var maker: CommissionModel.Fee?
  }

  private let account: Currency
  /// The currency of the first amount; every other one is in it.
  private var currency: Currency?
  private var measure: CommissionModel.VolumeMeasure?

  /// `none`, or a map of `model` and its fees. `account` is the currency that turnover is counted in.
  ///
  /// - Throws: `badValue`, `missingKey`, `unknownKey` or `fault`.
  static func commission(
    _ value: YAMLValue, account: Currency
  ) throws(ConfigurationError) -> CommissionModel {
    guard case .map = value.node.content else {
      guard value.scalar == "none" else {
        throw value.mismatch("'none' or a map such as '{model: per_lot_and_side, amount: 3.50 USD}'")
      }
      return .none
    }
    var reader = CommissionReader(account: account)
    return try reader.model(try YAMLMap(value, keys: Key.self))
  }

  private init(account: Currency) { self.account = account }

  private mutating func model(_ map: YAMLMap<Key>) throws(ConfigurationError) -> CommissionModel {
    let name = try map.required(.model, example: "per_lot_and_side").choice(Name.self)
    guard name != .none else {
      try map.allowOnly([.model])
      return .none
    }
    let plain: Key = name == .ofNotional ? .rate : .amount
    try map.allowOnly([.model, plain, .maker, .taker, .minimum, .rebate, .tiers, .monthlyVolume])
    let base = try fees { map.optional($0) }
    let rebate = try map.optional(.rebate)?.rebate() ?? .zero
    let minimum = try map.optional(.minimum).map { value throws(ConfigurationError) in
      try money(value, mayBeNegative: false)
    }
    let tiers = try tiers(map, base: base, rebate: rebate, plain: plain)
    let volume = try map.optional(.monthlyVolume).map { value throws(ConfigurationError) in
      try self.volume(value)
    }
    return CommissionModel(
      tiers: tiers, currency: currency ?? account, minimum: minimum ?? .zero, measure: measure ?? .lots,
      monthlyVolume: volume ?? 0)
  }

  /// The tiers, each with the schedule's own fees and rebate where it states none.
  private mutating func tiers(
    _ map: YAMLMap<Key>, base: Fees, rebate: Percentage, plain: Key
  ) throws(ConfigurationError) -> [CommissionModel.Tier] {
    guard let list = map.optional(.tiers) else {
      guard let taker = base.taker else {
        _ = try map.required(plain, example: plain == .rate ? "0.02 %" : "3.50 USD")
        return []
      }
      return [CommissionModel.Tier(taker: taker, maker: base.maker, rebate: rebate)]
    }
    var tiers: [CommissionModel.Tier] = []
    let items = try list.items("a list such as '[{from: 0 lots, amount: 3.50 USD}]'")
    guard !items.isEmpty else {
      throw .fault(
        list.place, field: list.field, problem: "it has no tier, so nothing says what a fill costs",
        remedy: "give at least one, or leave the key out")
    }
    for item in items {
      let tier = try YAMLMap(item, keys: TierKey.self)
      try tier.allowOnly([.from, plain == .rate ? .rate : .amount, .maker, .taker, .rebate])
      let from = try volume(try tier.required(.from, example: "100 lots"))
      var fees = try fees { key in TierKey(rawValue: key.rawValue).flatMap { tier.optional($0) } }
      if fees.taker == nil { fees = Fees(taker: base.taker, maker: fees.maker ?? base.maker) }
      guard let taker = fees.taker else {
        throw .missingKey(
          item.place, key: "\(item.field).\(plain.rawValue)",
          example: plain == .rate ? "rate: 0.02 %" : "amount: 3.50 USD")
      }
      tiers.append(
        CommissionModel.Tier(
          from: from, taker: taker, maker: fees.maker, rebate: try tier.optional(.rebate)?.rebate() ?? rebate)
      )
    }
    return tiers
  }

  private mutating func fees(_ value: (Key) -> YAMLValue?) throws(ConfigurationError) -> Fees {
    var fees = Fees()
    let plain = value(.amount) ?? value(.rate)
    if let plain { fees.taker = try fee(plain, mayBeNegative: false) }
    if let taker = value(.taker) {
      if let plain {
        throw .fault(
          taker.place, field: taker.field, problem: "'\(plain.field)' is the taker's fee already",
          remedy: "keep one of the two")
      }
      fees.taker = try fee(taker, mayBeNegative: false)
    }
    if let maker = value(.maker) { fees.maker = try fee(maker, mayBeNegative: true) }
    return fees
  }

  /// A rate when it ends in a per cent sign, else an amount; only a maker can be paid.
  private mutating func fee(
    _ value: YAMLValue, mayBeNegative: Bool
  ) throws(ConfigurationError) -> CommissionModel.Fee {
    let isRate = value.field.hasSuffix(".rate") || (value.scalar ?? "").hasSuffix("%")
    guard isRate, !value.field.hasSuffix(".amount") else {
      return .perLot(try money(value, mayBeNegative: mayBeNegative))
    }
    return .ofNotional(
      try value.percentage(in: .percent(mayBeNegative ? -100 : 0)...Percentage.percent(100)))
  }

  private mutating func money(
    _ value: YAMLValue, mayBeNegative: Bool
  ) throws(ConfigurationError) -> Money {
    let amount = try value.amount()
    guard amount.money >= .zero || mayBeNegative else {
      throw value.mismatch("a fee that is not negative")
    }
    if let currency, currency != amount.currency {
      throw value.mismatch("an amount of \(currency), as the schedule's other amounts")
    }
    currency = amount.currency
    return amount.money
  }

  /// Lots in 1e-8, or turnover in money units of the account's currency; all of a schedule are one of the two.
  private mutating func volume(_ value: YAMLValue) throws(ConfigurationError) -> Int64 {
    let unit = value.scalar?.split(separator: " ").last ?? ""
    if ["lot", "lots", "contract", "contracts"].contains(unit) {
      return try counted(value, as: .lots, volume: try value.lots())
    }
    guard let amount = try? value.amount(), amount.currency == account, amount.money >= .zero else {
      throw value.mismatch("a volume such as '100 lots' or '1000000 \(account)'")
    }
    return try counted(value, as: .notional, volume: amount.money.units)
  }

  private mutating func counted(
    _ value: YAMLValue, as kind: CommissionModel.VolumeMeasure, volume: Int64
  ) throws(ConfigurationError) -> Int64 {
    guard measure == nil || measure == kind else {
      throw value.mismatch(
        "a volume in \(kind == .lots ? "\(account)" : "lots"), as the schedule's other volumes")
    }
    measure = kind
    return volume
  }
}

extension YAMLValue {
  /// The share of a commission that is paid back.
  fileprivate func rebate() throws(ConfigurationError) -> Percentage {
    try percentage(in: .zero...Percentage.percent(100))
  }
}
