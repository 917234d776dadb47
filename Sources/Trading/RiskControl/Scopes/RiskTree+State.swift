package import TradingCore

extension RiskTree {
  private enum CodingKeys: String, CodingKey {
    case now = "now"
    case marks = "marks"
    case scopes = "scopes"
    case lastOrder = "last_order"
  }

  /// Writes all that changes: locks, modes, sums, and what rules remember. Rules themselves and bots come from the
  /// configuration.
  ///
  /// - Throws: what the encoder throws.
  package func encodeState(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(now, forKey: .now)
    try values.encode(roster.seats.map(\.mark), forKey: .marks)
    if lastOrder > 0 { try values.encode(lastOrder, forKey: .lastOrder) }
    var list = values.nestedUnkeyedContainer(forKey: .scopes)
    for (index, scope) in scopes.enumerated() {
      let shares = scope.seats.map { roster[$0] }.map {
        ScopeState.Share(bot: $0.member.bot, band: $0.share(of: index))
      }
      try scope.encodeState(shares.filter { !$0.band.isUnlimited }, to: list.superEncoder())
    }
  }

  /// Goes on where a tree stood that was saved. This one has the bots of that one, or some of them.
  ///
  /// Rules that were added since begin anew; a lock stays even where its rule or its last bot is gone.
  /// - Throws: what the decoder throws; nothing has changed then. Who can't read the state of risk must not trade.
  package mutating func restoreState(from decoder: any Decoder) throws {
    var restored = self
    let values = try decoder.container(keyedBy: CodingKeys.self)
    restored.now = try values.decode(Timestamp.self, forKey: .now)
    restored.note(try values.decode([BotMark].self, forKey: .marks))
    restored.lastOrder = try values.decodeIfPresent(Int64.self, forKey: .lastOrder) ?? 0
    var list = try values.nestedUnkeyedContainer(forKey: .scopes)
    while !list.isAtEnd {
      let saved = try list.superDecoder()
      let index = restored.index(of: try ScopeState.scope(from: saved))
      try restored.scopes[index].restoreState(from: saved)
      for seat in restored.scopes[index].seats { restored.roster.set(.unlimited, of: index, at: seat) }
      for share in try ScopeState.shares(from: saved) {
        guard let seat = restored.roster.place(of: share.bot) else { continue }
        restored.roster.set(share.band, of: index, at: seat)
      }
    }
    restored.touched = []
    for index in restored.scopes.indices { restored.scopes[index].isStale = false }
    restored.wakeTime = restored.scopes.reduce(.distantFuture) { min($0, $1.wakeTime) }
    restored.revision = revision &+ 1
    // A rule that is new or has other limits than the saved one watches equity by them from now on.
    for index in restored.scopes.indices { restored.touch(index) }
    restored.settle(at: RiskEvent(.clock, at: restored.now))
    self = restored
  }

  /// Reads from a saved tree when that was, and what its bots' accounts came to.
  ///
  /// - Throws: what the decoder throws.
  package static func lastMarks(from decoder: any Decoder) throws -> (at: Timestamp, marks: [BotMark]) {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    return (
      try values.decode(Timestamp.self, forKey: .now), try values.decode([BotMark].self, forKey: .marks)
    )
  }
}
