import TradingCore
import YAMLText

/// Reads what a night costs.
enum SwapReader {
  private enum Name: String, CaseIterable { case none, points, annual }
  private enum Key: String, YAMLKey {
    case model, long, short, weekends
    case tripleDay = "triple_day"
  }

  /// `none`, or a map of `model`, `long`, `short`, `triple_day` and `weekends`.
  ///
  /// - Throws: `badValue`, `missingKey` or `unknownKey`.
  static func swap(_ value: YAMLValue) throws(ConfigurationError) -> SwapModel {
    guard case .map = value.node.content else {
      guard value.scalar == "none" else {
        throw value.mismatch(
          "'none' or a map such as '{model: points, long: -6.5 points, short: 1.2 points}'")
      }
      return .none
    }
    let map = try YAMLMap(value, keys: Key.self)
    var swap: SwapModel
    switch try map.required(.model, example: "points").choice(Name.self) {
    case .none:
      try map.allowOnly([.model])
      return .none
    case .points:
      swap = SwapModel(
        rate: .points(
          long: try map.required(.long, example: "-6.5 points").distance(),
          short: try map.required(.short, example: "1.2 points").distance()))
    case .annual:
      let range = Percentage.percent(-1_000)...Percentage.percent(1_000)
      swap = SwapModel(
        rate: .annual(
          long: try map.required(.long, example: "-4.5 %").percentage(in: range),
          short: try map.required(.short, example: "1 %").percentage(in: range)))
    }
    if let day = map.optional(.tripleDay) { swap.tripleDay = try weekday(day) }
    if let weekends = map.optional(.weekends) { swap.chargesWeekends = try weekends.boolean() }
    return swap
  }

  private static func weekday(_ value: YAMLValue) throws(ConfigurationError) -> Int? {
    guard value.scalar != "none" else { return nil }
    guard let scalar = value.scalar, let day = SwapModel.weekdays.firstIndex(of: scalar) else {
      throw value.mismatch("one of " + SwapModel.weekdays.joined(separator: ", ") + " or none")
    }
    return day
  }
}
