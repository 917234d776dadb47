import TradingCore

/// Reads the cost models of a profile: a bare name where the model needs nothing, else a map with `model`.
enum CostReader {
  private enum SpreadName: String, CaseIterable { case recorded, fixed, markup, floor }
  private enum SpreadKey: String, YAMLKey { case model, distance }

  /// `recorded`, or a map of `model` and `distance`.
  ///
  /// - Throws: `badValue`, `missingKey` or `unknownKey`.
  static func spread(_ value: YAMLValue) throws(ConfigurationError) -> SpreadModel {
    guard case .map = value.node.content else {
      guard value.scalar == "recorded" else {
        throw value.mismatch("'recorded' or a map such as '{model: fixed, distance: 0.2 pip}'")
      }
      return .recorded
    }
    let map = try YAMLMap(value, keys: SpreadKey.self)
    let name: SpreadName = try map.required(.model, example: "fixed").choice()
    guard name != .recorded else {
      try map.allowOnly([.model])
      return .recorded
    }
    let distance = try cost(map.required(.distance, example: "0.2 pip"))
    switch name {
    case .recorded: return .recorded
    case .fixed: return .fixed(distance)
    case .markup: return .markup(distance)
    case .floor: return .floor(distance)
    }
  }

  private enum SlippageName: String, CaseIterable { case none, fixed, uniform, normal }
  private enum SlippageKey: String, YAMLKey { case model, distance, minimum, maximum, mean, deviation }

  /// `none`, or a map of `model` and its distances.
  ///
  /// - Throws: `badValue`, `missingKey` or `unknownKey`.
  static func slippage(_ value: YAMLValue) throws(ConfigurationError) -> SlippageModel {
    guard case .map = value.node.content else {
      guard value.scalar == "none" else {
        throw value.mismatch("'none' or a map such as '{model: uniform, minimum: 0.1 pip, maximum: 0.5 pip}'")
      }
      return .none
    }
    let map = try YAMLMap(value, keys: SlippageKey.self)
    switch try map.required(.model, example: "uniform").choice(SlippageName.self) {
    case .none:
      try map.allowOnly([.model])
      return .none
    case .fixed:
      try map.allowOnly([.model, .distance])
      return .fixed(try cost(map.required(.distance, example: "0.2 pip")))
    case .uniform:
      try map.allowOnly([.model, .minimum, .maximum])
      return .uniform(
        minimum: try map.required(.minimum, example: "0.1 pip").distance(),
        maximum: try map.required(.maximum, example: "0.5 pip").distance())
    case .normal:
      try map.allowOnly([.model, .mean, .deviation])
      return .normal(
        mean: try map.required(.mean, example: "0.2 pip").distance(),
        deviation: try cost(map.required(.deviation, example: "0.1 pip")))
    }
  }

  private enum CommissionName: String, CaseIterable { case none, perLotAndSide = "per_lot_and_side" }
  private enum CommissionKey: String, YAMLKey { case model, amount }

  /// `none`, or a map of `model` and `amount`.
  ///
  /// - Throws: `badValue`, `missingKey` or `unknownKey`.
  static func commission(_ value: YAMLValue) throws(ConfigurationError) -> CommissionModel {
    guard case .map = value.node.content else {
      guard value.scalar == "none" else {
        throw value.mismatch("'none' or a map such as '{model: per_lot_and_side, amount: 3.50 USD}'")
      }
      return .none
    }
    let map = try YAMLMap(value, keys: CommissionKey.self)
    switch try map.required(.model, example: "per_lot_and_side").choice(CommissionName.self) {
    case .none:
      try map.allowOnly([.model])
      return .none
    case .perLotAndSide:
      let amount = try map.required(.amount, example: "3.50 USD")
      let (money, currency) = try amount.amount()
      guard money >= .zero else { throw amount.mismatch("a fee that is not negative") }
      return .perLotAndSide(money, currency)
    }
  }

  /// A distance that is paid.
  private static func cost(_ value: YAMLValue) throws(ConfigurationError) -> PriceDistance {
    let distance = try value.distance()
    guard distance.tenThousandths >= 0 else { throw value.mismatch("a distance that is not negative") }
    return distance
  }
}
