import StateCoding
import TradingCore

/// What the checkpoint of an evidence holds.
struct BotCheckpoint: Codable {
  private enum CodingKeys: String, CodingKey {
    /// Not written for the first version.
    case version = "version"
    case engine = "engine"
    case cursors = "cursors"
    case totals = "ledger"
    /// Not written where there is none.
    case risk = "risk"
    /// Not written while there has been none.
    case lastIntent = "last_intent"
  }

  var engine: [UInt8]
  var cursors: [TickCursor]
  var totals: BotTotals
  /// The risk that the bot is under.
  var risk: RiskCheckpoint?
  /// The number of the last intent for a broker.
  var lastIntent: UInt64

  /// The latest version that is read, and the one that is written; a later one is written under `version`. Risk needs
  /// none: who does not know it can't read the engine's state of a bot that it guards, either.
  private static let knownVersion = 1

  init(
    engine: [UInt8], cursors: [TickCursor], totals: BotTotals, risk: RiskCheckpoint? = nil,
    lastIntent: UInt64 = 0
  ) {
    self.engine = engine
    self.cursors = cursors
    self.totals = totals
    self.risk = risk
    self.lastIntent = lastIntent
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let version = try values.decodeIfPresent(Int.self, forKey: .version)
    try LaterVersion.check(version, known: Self.knownVersion, of: "the checkpoint")
    engine = try values.decode([UInt8].self, forKey: .engine)
    cursors = try values.decode([TickCursor].self, forKey: .cursors)
    totals = try values.decode(BotTotals.self, forKey: .totals)
    risk = try values.decodeIfPresent(RiskCheckpoint.self, forKey: .risk)
    lastIntent = try values.decodeNewer(.lastIntent, default: 0)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(engine, forKey: .engine)
    try values.encode(cursors, forKey: .cursors)
    try values.encode(totals, forKey: .totals)
    try values.encodeIfPresent(risk, forKey: .risk)
    try values.encodeNewer(lastIntent, forKey: .lastIntent, default: 0)
  }
}
