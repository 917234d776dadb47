import TradingCore

/// The latest readings of chaos, one for each symbol, timeframe and bot that has told of it; part of rules' states.
///
/// A symbol's chaos is the highest of its timeframes; chaos as such is the mean of the symbols', unless somebody has told
/// of no symbol in particular. A reading without a history says nothing.
package struct ChaosReadings: Sendable, Hashable, Codable {
  private struct Reading: Sendable, Hashable, Codable {
    let bot: String?
    let symbol: Symbol?
    let timeframe: Timeframe?
    var chaosMillionths: Int64
    var regime: String

    private enum CodingKeys: String, CodingKey {
      case bot = "bot"
      case symbol = "symbol"
      case timeframe = "timeframe"
      case chaosMillionths = "chaos_millionths"
      case regime = "regime"
    }
  }

  private var readings: [Reading] = []

  private enum CodingKeys: String, CodingKey { case readings = "readings" }

  /// Nothing is known.
  init() {}

  /// Takes in what is told; what a bot has told is gone with it.
  mutating func hear(_ event: RiskEvent, in scene: RiskScene) {
    switch event.what {
    case .climate(let climate):
      readings.removeAll {
        $0.bot == scene.bot && $0.symbol == climate.symbol && $0.timeframe == climate.timeframe
      }
      readings.append(
        Reading(
          bot: scene.bot, symbol: climate.symbol, timeframe: climate.timeframe,
          chaosMillionths: climate.chaosMillionths, regime: climate.regime))
    case .left: readings.removeAll { $0.bot != nil && $0.bot == scene.bot }
    default: break
    }
  }

  private var known: [Reading] { readings.filter { $0.regime != MarketRegime.unknown.rawValue } }

  /// The chaos of a symbol; `nil` while it is not known.
  func chaos(of symbol: Symbol) -> Int64? {
    known.filter { $0.symbol == symbol }.map { $0.chaosMillionths }.max()
  }

  /// The highest chaos of all that is known; `nil` while nothing is.
  var highest: Int64? { known.map { $0.chaosMillionths }.max() }

  /// The chaos of everything; `nil` while nothing is known.
  var global: Int64? {
    if let told = known.last(where: { $0.symbol == nil }) { return told.chaosMillionths }
    var symbols: [Symbol] = []
    for reading in known {
      if let symbol = reading.symbol, !symbols.contains(symbol) { symbols.append(symbol) }
    }
    let values = symbols.compactMap { chaos(of: $0) }
    guard !values.isEmpty else { return nil }
    return Int64(clamping: values.reduce(Int128(0)) { $0 + Int128($1) } / Int128(values.count))
  }

  /// The symbols that news of high impact are about now, each once, in the order in which they were told of; `nil` among them
  /// for all.
  var news: [Symbol?] {
    var symbols: [Symbol?] = []
    for reading in readings where reading.regime == MarketRegime.newsEvent.rawValue {
      if !symbols.contains(reading.symbol) { symbols.append(reading.symbol) }
    }
    return symbols
  }
}
