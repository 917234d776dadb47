package import TradingCore

/// What a saved engine tells without its strategy: account and record. Everything else is left unread, so that
/// the states of strategies which this program does not contain can be looked at, too.
package struct EngineStateView: Decodable, Sendable {
  /// The account, to be restored into one of the same configuration.
  package let account: Account.State
  /// What the run had left behind.
  package let record: RunRecord

  /// Points of the equity curve that are read; more than any saved curve has.
  private static let curvePoints = 10_000

  /// Reads the parts of a state that `TradingEngine.encodeState` has written.
  ///
  /// - Throws: `LaterVersion`, `StateMismatch` when the record is incomplete, and what the decoder throws.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: EngineStateKeys.self)
    try EngineStateVersion.check(values)
    account = try values.decode(Account.State.self, forKey: .account)
    var record = RunRecord(curvePoints: Self.curvePoints)
    try record.restore(try values.decode(RunRecord.State.self, forKey: .record))
    self.record = record
  }
}

/// What a saved engine tells of its venue, whose state is a `State`. Everything else is left unread.
package struct EngineVenueView<State: Decodable & Sendable>: Decodable, Sendable {
  /// The venue's state.
  package let venue: State

  /// Reads the part of a state that `TradingEngine.encodeState` has written.
  ///
  /// - Throws: `LaterVersion`, and what the decoder throws, also where the venue was another one.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: EngineStateKeys.self)
    try EngineStateVersion.check(values)
    venue = try values.decode(State.self, forKey: .venue)
  }
}
