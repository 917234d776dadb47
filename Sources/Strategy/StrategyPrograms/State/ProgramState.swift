import StrategyKit
import TradingCore

/// What a checkpoint keeps of a strategy that is a program: what it was told last, and how it is brought back there.
struct ProgramState: Codable, Sendable, Hashable {
  private enum CodingKeys: String, CodingKey {
    case version = "version"
    case told = "told"
    case lastOrdinal = "last_ordinal"
    /// Only of a program that saves its state.
    case saved = "saved"
    /// Only of one whose input is kept.
    case input = "input"
  }

  /// How the program comes to where it was.
  enum Memory: Sendable, Hashable {
    /// It has been told nothing.
    case nothing
    /// By what it has made of its state itself.
    case saved(String)
    /// By being told everything again.
    case input(InputLog.Place)
  }

  /// What of the account it knows, and by how many events.
  let told: ToldAccount
  /// The number of its last order, close or modification.
  let lastOrdinal: UInt64
  /// How it comes to where it was.
  let memory: Memory

  private static let knownVersion = 1

  init(told: ToldAccount, lastOrdinal: UInt64, memory: Memory) {
    (self.told, self.lastOrdinal, self.memory) = (told, lastOrdinal, memory)
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let version = try values.decode(Int.self, forKey: .version)
    try LaterVersion.check(version, known: Self.knownVersion, of: "the strategy program's state")
    told = try values.decode(ToldAccount.self, forKey: .told)
    lastOrdinal = try values.decode(UInt64.self, forKey: .lastOrdinal)
    if let text = try values.decodeIfPresent(String.self, forKey: .saved) {
      memory = .saved(text)
    } else if let place = try values.decodeIfPresent(InputLog.Place.self, forKey: .input) {
      memory = .input(place)
    } else {
      memory = .nothing
    }
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(Self.knownVersion, forKey: .version)
    try values.encode(told, forKey: .told)
    try values.encode(lastOrdinal, forKey: .lastOrdinal)
    switch memory {
    case .nothing: break
    case .saved(let text): try values.encode(text, forKey: .saved)
    case .input(let place): try values.encode(place, forKey: .input)
    }
  }
}
