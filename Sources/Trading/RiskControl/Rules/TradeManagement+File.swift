import TradingCore
package import YAMLText

extension TradeManagement: ConfiguredRiskRule {
  private enum Key: String, YAMLKey {
    case enabled
    case breakEven = "auto_breakeven"
    case trail = "trailing_stop"
  }

  private enum BreakEvenKey: String, YAMLKey {
    case enabled
    case triggerTicks = "profit_trigger_ticks"
    case offsetTicks = "offset_ticks"
  }

  private enum TrailKey: String, YAMLKey {
    case enabled
    case activationTicks = "activation_ticks"
    case trailTicks = "trail_ticks"
  }

  /// `auto_breakeven` and `trailing_stop`, each with `enabled`.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    var settings = Settings()
    if let part = map.optional(.breakEven) { settings.breakEven = try breakEven(part) }
    if let part = map.optional(.trail) { settings.trail = try trail(part) }
    guard settings.breakEven != nil || settings.trail != nil else {
      throw .fault(
        value.place, field: value.field, problem: "neither auto_breakeven nor trailing_stop is on",
        remedy: "give one of them with enabled: true, or set enabled: false")
    }
    return settings
  }

  private static func breakEven(_ value: YAMLValue) throws(ConfigurationError) -> BreakEvenTerms? {
    let map = try YAMLMap(value, keys: BreakEvenKey.self)
    let trigger = try map.required(.triggerTicks, example: "20").integer(in: 1...1_000_000_000)
    let offset = try map.optional(.offsetTicks)?.integer(in: -1_000_000_000...1_000_000_000) ?? 0
    guard offset < trigger else {
      throw .fault(
        value.place, field: value.field,
        problem: "offset_ticks \(offset) is not below profit_trigger_ticks \(trigger)",
        remedy: "the stop has to be on the losing side of the market when it is moved")
    }
    let isOn = try map.optional(.enabled)?.boolean() ?? true
    return isOn ? BreakEvenTerms(triggerTicks: trigger, offsetTicks: offset) : nil
  }

  private static func trail(_ value: YAMLValue) throws(ConfigurationError) -> Trail? {
    let map = try YAMLMap(value, keys: TrailKey.self)
    let trail = Trail(
      activationTicks: try map.optional(.activationTicks)?.integer(in: 0...1_000_000_000) ?? 0,
      trailTicks: try map.required(.trailTicks, example: "20").integer(in: 1...1_000_000_000))
    return try map.optional(.enabled)?.boolean() ?? true ? trail : nil
  }
}
