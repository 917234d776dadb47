import StateCoding
import TradingCore

/// An intent as the journal keeps it.
struct StoredIntent: Codable {
  private enum CodingKeys: String, CodingKey {
    /// Not written for the first version.
    case version = "version"
    case intent = "intent"
  }

  let intent: VenueIntent

  /// The latest version that is read, and the one that is written; a later one is written under `version`.
  private static let knownVersion = 1

  init(_ intent: VenueIntent) { self.intent = intent }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let version = try values.decodeIfPresent(Int.self, forKey: .version)
    try LaterVersion.check(version, known: Self.knownVersion, of: "the intent")
    intent = try values.decode(VenueIntent.self, forKey: .intent)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(intent, forKey: .intent)
  }

  /// The bytes of an intent of a bot.
  ///
  /// - Throws: `DeskError.state` for one that has no stored form.
  static func bytes(of intent: VenueIntent, bot: String) throws(DeskError) -> [UInt8] {
    do throws(StateCodingError) { return try StateEncoder.encode(StoredIntent(intent)) } catch {
      throw .state(bot: bot, problem: "intent \(intent.number) can't be stored: \(error)")
    }
  }
}
