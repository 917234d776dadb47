import TradingCore
package import YAMLText

extension CapitalPolicy: ConfiguredRiskRule {
  private enum Key: String, YAMLKey {
    case enabled
    case reserve = "cash_reserve"
    case reserveShare = "cash_reserve_share"
    case orderCap = "order_cap"
    case cycleCap = "cycle_cap"
    case positionCap = "position_cap"
    case reinvestShare = "reinvest_share"
  }

  /// One of `cash_reserve` and `cash_reserve_share`; `order_cap`, `cycle_cap`, `position_cap` in money; `reinvest_share`.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    var settings = Settings(
      reserve: try map.optional(.reserve)?.moneyLimit(in: context),
      reserveMillionths: try map.optional(.reserveShare)?.share(),
      orderCap: try map.optional(.orderCap)?.moneyLimit(in: context),
      cycleCap: try map.optional(.cycleCap)?.moneyLimit(in: context),
      positionCap: try map.optional(.positionCap)?.moneyLimit(in: context))
    if let share = map.optional(.reinvestShare) {
      settings.reinvestMillionths = try share.decimal(
        digits: 6, in: 0...1_000_000, "a share from 0 to 1: 0.5 is half of a profit")
    }
    if settings.reserve != nil, settings.reserveMillionths != nil {
      throw .fault(
        value.place, field: value.field, problem: "there are cash_reserve and cash_reserve_share",
        remedy: "write one of them")
    }
    return settings
  }
}
