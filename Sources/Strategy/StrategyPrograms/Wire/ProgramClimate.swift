import StrategyKit
import TradingCore

/// What a program says of the market that it is made for, and of the regimes that it looks at.
enum ProgramClimate {
  /// An entry of `regimes`: a timeframe of a symbol whose regime it looks at.
  static func regime(_ value: WireValue, symbolCount: Int) throws(WireFault) -> BarSubscription {
    try ProgramPreparation.subscription(
      value, of: "regimes", among: Timeframe.ofRegimes, symbolCount: symbolCount)
  }

  /// `suits`; what is left out is any authorized regime, any timeframe that has one, any hour.
  static func suits(_ value: WireValue) throws(WireFault) -> ClimateSuitability {
    var object = try WireObject(value, "'suits'")
    let suits = ClimateSuitability(
      regimes: try words(&object, "regimes", of: MarketRegime.allCases)
        ?? MarketRegime.allCases.filter(\.authorizes),
      timeframes: try words(&object, "timeframes", of: Timeframe.ofRegimes) ?? Timeframe.ofRegimes,
      sessions: try words(&object, "sessions", of: TradingSession.allCases))
    try object.finish()
    return suits
  }

  private static func words<Word: RawRepresentable<String>>(
    _ object: inout WireObject, _ key: String, of all: [Word]
  ) throws(WireFault) -> [Word]? {
    guard let list = object.take(key) else { return nil }
    let known = all.map(\.rawValue).joined(separator: ", ")
    guard case .array(let values) = list, !values.isEmpty else {
      throw WireFault("'suits': '\(key)' is a list of some of \(known), or left out; was \(list.kindText)")
    }
    var words: [Word] = []
    for value in values {
      guard case .string(let text) = value, let word = all.first(where: { $0.rawValue == text }) else {
        throw WireFault("'suits': '\(key)' are some of \(known), was \(value.kindText)")
      }
      words.append(word)
    }
    return words
  }
}
