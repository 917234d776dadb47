import TradingCore
import YAMLText

/// Reads the spread and depth models of a profile: a bare name where the model needs nothing, else a map with `model`.
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

  private enum DepthName: String, CaseIterable { case unlimited, quoted, fixed }
  private enum DepthKey: String, YAMLKey { case model, size }

  /// `unlimited`, `quoted`, or a map of `model` and `size`.
  ///
  /// - Throws: `badValue`, `missingKey` or `unknownKey`.
  static func depth(_ value: YAMLValue) throws(ConfigurationError) -> DepthModel {
    guard case .map = value.node.content else {
      switch value.scalar {
      case "unlimited": return .unlimited
      case "quoted": return .quoted
      default: throw value.mismatch("'unlimited', 'quoted' or a map such as '{model: fixed, size: 5 lots}'")
      }
    }
    let map = try YAMLMap(value, keys: DepthKey.self)
    switch try map.required(.model, example: "fixed").choice(DepthName.self) {
    case .fixed: return .fixed(lots: try map.required(.size, example: "5 lots").lots())
    case .unlimited:
      try map.allowOnly([.model])
      return .unlimited
    case .quoted:
      try map.allowOnly([.model])
      return .quoted
    }
  }

  /// A distance that is paid.
  static func cost(_ value: YAMLValue) throws(ConfigurationError) -> PriceDistance {
    let distance = try value.distance()
    guard distance.tenThousandths >= 0 else { throw value.mismatch("a distance that is not negative") }
    return distance
  }
}
