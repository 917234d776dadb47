package import JSONText
import Journal
import ModeManager
package import TradingCore

/// The sessions that were recorded.
package struct SessionListing: Sendable {
  /// A session.
  package struct Row: Sendable {
    /// Its number.
    package let id: Int64
    /// `replay` or `live`.
    package let kind: String
    /// `open`, `ended` or `recovered`.
    package let status: String
    /// When it began.
    package let startedAt: Timestamp
    /// When it ended; `nil` while it goes on.
    package let endedAt: Timestamp?
    /// How many ticks it has taken.
    package let ticks: Int
    /// What its feed sent and was not used, in words, where its end says so.
    package let dropped: String?
    fileprivate let json: JSONValue

    init(_ session: SessionRecord, _ dropped: DroppedQuotes?) {
      (id, kind, status) = (session.id, session.kind.rawValue, session.status.rawValue)
      (startedAt, endedAt, ticks) = (session.startedAt, session.endedAt, session.quotes)
      self.dropped = dropped?.text
      json = [
        "id": .integer(session.id), "kind": .string(session.kind.rawValue),
        "status": .string(session.status.rawValue), "started": .string(session.startedAt.iso8601),
        "ended": session.endedAt.map { .string($0.iso8601) } ?? .null, "ticks": .count(session.quotes),
        "source": session.source, "dropped": dropped?.json ?? .null,
      ]
    }
  }

  /// The newest last.
  package let sessions: [Row]

  static func rows(_ reading: JournalReading) throws -> [Row] {
    try reading.sessions().map { session in
      guard session.kind == .feed else { return Row(session, nil) }
      let end = try reading.events(of: "\(session.id)", kinds: [.sessionEnded], after: session.seq - 1).last
      return Row(session, DroppedQuotes(json: end?.json?["dropped"]))
    }
  }
}

extension SessionListing: Document {
  /// The sessions, for programs.
  package var json: JSONValue { ["sessions": .array(sessions.map(\.json))] }
}

/// A recorded session that was run again.
package struct ReplayedSession: Sendable {
  /// How it came out for one bot.
  package struct Outcome: Sendable {
    /// The bot.
    package let bot: String
    /// The mode it was in.
    package let mode: String
    /// Events that were compared.
    package let events: Int
    /// Fills among them.
    package let fills: Int
    /// The fingerprint in the journal.
    package let journaled: String
    /// The fingerprint of the replay.
    package let replayed: String
    /// Whether everything is the same.
    package let isSame: Bool
    /// The first event that is not.
    package let firstDifference: Int?
    /// Why it could not be compared.
    package let problem: String?
    fileprivate let identity: String

    init(_ outcome: SessionReplay.Outcome) {
      (bot, mode, identity) = (outcome.bot, outcome.mode.rawValue, outcome.identity)
      (events, fills) = (outcome.events, outcome.fills)
      (journaled, replayed, isSame) = (outcome.journaled, outcome.replayed, outcome.isSame)
      (firstDifference, problem) = (outcome.firstDifference, outcome.problem)
    }

    fileprivate var json: JSONValue {
      [
        "id": .string(bot), "mode": .string(mode), "identity": .string(identity), "events": .count(events),
        "fills": .count(fills), "journaled": .string(journaled), "replayed": .string(replayed),
        "same": .boolean(isSame), "first_difference": firstDifference.map { .count($0) } ?? .null,
        "problem": problem.map { .string($0) } ?? .null,
      ]
    }
  }

  /// The session's number.
  package let id: Int64
  /// `replay` or `live`.
  package let kind: String
  /// Ticks in it.
  package let ticks: Int
  /// The version of the fill rules that it was run under.
  package let fillRules: Int
  /// What has changed in them since, where the session came out differently; it may be why.
  package let changedFillRules: [String]
  /// How it came out for each bot.
  package let outcomes: [Outcome]

  /// Whether everything is the same.
  package var isSame: Bool { outcomes.allSatisfy(\.isSame) }

  init(_ session: SessionRecord, _ outcomes: [SessionReplay.Outcome]) {
    (id, kind, ticks) = (session.id, session.kind.rawValue, session.quotes)
    fillRules = session.fillRules
    changedFillRules = outcomes.allSatisfy(\.isSame) ? [] : session.changedFillRules
    self.outcomes = outcomes.map(Outcome.init)
  }
}

extension ReplayedSession: Document {
  /// The replay, for programs.
  package var json: JSONValue {
    [
      "session": .integer(id), "kind": .string(kind), "ticks": .count(ticks), "same": .boolean(isSame),
      "fill_rules": .count(fillRules), "changed_fill_rules": .array(changedFillRules.map { .string($0) }),
      "bots": .array(outcomes.map(\.json)),
    ]
  }
}
