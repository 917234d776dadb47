import BrokerBridges
import MarketClimate
import RiskControl
import StateCoding
import TradingCore

/// A recipe as the journal keeps it.
///
/// The chain holds its bytes, nothing else does: evidence is found by identity, and recipes are compared by what they
/// say. A value that is added to it, to a broker's profile, an instrument or limits is a `NewerSetting`: read where it
/// is, and written where it has another value than the one that held before.
extension EvidenceRecipe: Codable {
  private enum CodingKeys: String, CodingKey {
    /// Which form it is in; not stated by the first.
    case format = "format"
    case strategy = "strategy"
    case version = "version"
    case parameters = "parameters"
    case files = "files"
    case symbols = "symbols"
    case conversionSymbols = "conversionSymbols"
    case profile = "profile"
    case leverage = "leverage"
    case startBalance = "startBalance"
    case seed = "seed"
    case latencyNanoseconds = "latencyNanoseconds"
    case risk = "risk"
    case news = "news"
    case broker = "broker"
  }

  /// The latest form. The first one is the same but for the order of what it has by name; the third one has news, without
  /// which a program that knew of none would take it for another bot's.
  private static let format = 3

  /// The form that it is written in: the earliest one that says all of it.
  private var format: Int { news == nil ? 2 : 3 }

  /// Reads a recipe of any form up to this program's.
  ///
  /// - Throws: `LaterVersion` for a later one, and what the decoder throws.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try LaterVersion.check(
      try values.decodeIfPresent(Int.self, forKey: .format), known: Self.format, of: "the recipe")
    self.init(
      strategy: try values.decode(String.self, forKey: .strategy),
      version: try values.decode(Int.self, forKey: .version),
      parameters: try values.decode([String: String].self, forKey: .parameters),
      files: try values.decode([String: String].self, forKey: .files),
      symbols: try values.decode([Symbol].self, forKey: .symbols),
      conversionSymbols: try values.decode([Symbol].self, forKey: .conversionSymbols),
      profile: try values.decode(BrokerProfile.self, forKey: .profile),
      leverage: try values.decode(Int64.self, forKey: .leverage),
      startBalance: try values.decode(Money.self, forKey: .startBalance),
      seed: try values.decode(UInt64.self, forKey: .seed),
      latencyNanoseconds: try values.decode(Int64.self, forKey: .latencyNanoseconds),
      risk: try values.decode(RiskLimits.self, forKey: .risk),
      news: try values.decodeIfPresent(NewsCalendar.self, forKey: .news),
      broker: try values.decodeIfPresent(BrokerSettings.self, forKey: .broker))
  }

  /// Writes it in the earliest form that says all of it.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(format, forKey: .format)
    try values.encode(strategy, forKey: .strategy)
    try values.encode(version, forKey: .version)
    try values.encode(parameters, forKey: .parameters)
    try values.encode(files, forKey: .files)
    try values.encode(symbols, forKey: .symbols)
    try values.encode(conversionSymbols, forKey: .conversionSymbols)
    try values.encode(profile, forKey: .profile)
    try values.encode(leverage, forKey: .leverage)
    try values.encode(startBalance, forKey: .startBalance)
    try values.encode(seed, forKey: .seed)
    try values.encode(latencyNanoseconds, forKey: .latencyNanoseconds)
    try values.encode(risk, forKey: .risk)
    try values.encodeIfPresent(news, forKey: .news)
    try values.encodeIfPresent(broker, forKey: .broker)
  }
}
