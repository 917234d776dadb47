import JSONText
import Journal
import TradingCore

/// Another home, in whose chain heads become rows: what it has kept is as hard to change as what it has done itself.
struct HomeWitness: HeadKeeper {
  /// Its folder.
  let path: String
  /// Its identity.
  let identity: String
  /// The machine's clock.
  let now: @Sendable () -> Timestamp

  /// The subject of rows about a home; no bot can have such a name.
  private static func subject(_ home: String) -> String { ":head:\(home)" }

  func heads(of home: String) throws(WitnessFault) -> [KeptHead] {
    try attempting { try Journal(home: path, mode: .readOnly).read { try heads(of: home, $0) } }
  }

  func keep(
    _ head: KeptHead, of home: String, after last: KeptHead?, isFork: Bool
  ) throws(WitnessFault) -> KeptHead? {
    try attempting {
      // Opened so, another home would be brought to a schema that the program which works in it may not know.
      guard try Journal(home: path, mode: .readOnly).hasLatestSchema() else {
        throw WitnessFault.unreachable(
          "the home at \(path) is of an earlier program: use this one in it first")
      }
      return try Journal(home: path, mode: .open).write {
        (transaction: inout JournalTransaction) throws -> KeptHead? in
        let present = try self.last(of: home, transaction.reading)
        guard present == last else { return present }
        var payload: JSONValue = [
          "home": .string(home), "seq": .integer(head.head.seq), "hash": .string(head.head.text),
          "at": .string(head.timeText),
        ]
        if isFork { payload = payload.adding("fork", true) }
        try transaction.append(.headWitnessed, subject: Self.subject(home), payload: payload, at: now())
        return head
      }
    }
  }

  private func heads(of home: String, _ reading: JournalReading) throws -> [KeptHead] {
    guard try GateJournal.home(reading) == identity else {
      throw WitnessFault.faulty("another home is at \(path)")
    }
    return try reading.events(of: Self.subject(home), kinds: [.headWitnessed], limit: .max).map(head)
  }

  private func last(of home: String, _ reading: JournalReading) throws -> KeptHead? {
    guard try GateJournal.home(reading) == identity else {
      throw WitnessFault.faulty("another home is at \(path)")
    }
    return try reading.latestEvent(of: Self.subject(home), kind: .headWitnessed).map(head)
  }

  private func head(_ event: JournalEvent) throws -> KeptHead {
    guard let payload = event.json, case .integer(let seq)? = payload["seq"],
      case .string(let hash)? = payload["hash"], case .string(let at)? = payload["at"],
      let head = KeptHead(seq: seq, hash: hash, at: at)
    else { throw WitnessFault.faulty("row \(event.seq) of \(path) can't be read") }
    return head
  }

  private func attempting<T>(_ body: () throws -> T) throws(WitnessFault) -> T {
    do { return try body() } catch let fault as WitnessFault {
      throw fault
    } catch let error as JournalError {
      switch error {
      case .tampered, .corrupt, .unreadableRow: throw .faulty("\(error)")
      default: throw .unreachable("\(error)")
      }
    } catch { throw .unreachable("\(error)") }
  }
}
