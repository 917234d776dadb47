import JSONText
import Journal
import Promotion
import TradingCore

extension Gatekeeper {
  /// A session of an evidence, run again.
  package struct ReplayedPart: Sendable {
    /// The session.
    package let session: Int64
    /// What came out otherwise, `nil` where nothing did.
    package let problem: String?
  }

  /// Runs every session again that a request's evidence is from.
  ///
  /// - Throws: `GateError.refused` with `not_replayed`, which is journaled.
  func replayEvidence(of request: PromotionRequest) throws {
    let act = EventKind.promotionApproved.rawValue
    let parts = try replayed(bot: request.bot, rows: request.evidence.map(\.firstSeq))
    if let failed = parts.first(where: { $0.problem != nil }) {
      try refuse(
        .notReplayed("session \(failed.session): \(failed.problem ?? "")"), act: act, subject: request.bot)
    }
  }

  /// Runs every session again in which a bot gathered the evidence that began at these rows.
  ///
  /// - Throws: `JournalError`, `DeskError` for what keeps sessions from being looked at.
  package func replayed(bot: String, rows: [Int64]) throws -> [ReplayedPart] {
    let evidence = try journal.read { try $0.evidence(of: bot) }.filter { rows.contains($0.firstSeq) }
    var sessions: [Int64] = []
    for row in evidence {
      sessions += try journal.read { try $0.sessions(ofEvidence: row.id) }.map(\.session.id)
    }
    let ticks = ticks
    return try Set(sessions).sorted().map {
      ReplayedPart(session: $0, problem: try problem(in: $0, of: bot, ticks))
    }
  }

  /// Refuses evidence whose ticks are not those that its sessions name.
  ///
  /// - Throws: `GateError.refused` with `not_replayed`, which is journaled.
  func checkTicks(of parts: [EvidenceContents], bot: String, act: EventKind) throws {
    let ticks = ticks
    for part in parts {
      for session in try journal.read({ try $0.sessions(ofEvidence: part.record.id) }).map(\.session.id) {
        guard let problem = try ticks.problem(in: session) else { continue }
        try refuse(.notReplayed("session \(session): \(problem)"), act: act.rawValue, subject: bot)
      }
    }
  }

  /// What looks at ticks, and remembers what it has looked at.
  private var ticks: EvidenceTicks { EvidenceTicks(journal, home: home, cancellation: cancellation) }

  /// Runs the sessions again that a review's evidence is from, and notes what came of it. What does not come out the same
  /// makes the bot not eligible.
  ///
  /// - Throws: as above.
  package func replay(_ found: inout PromotionCase) throws {
    let rows = [found.paper, found.demo, found.live].compactMap { $0?.record.firstSeq }
    let parts = try replayed(bot: found.record.id, rows: rows)
    for part in parts {
      guard let problem = part.problem else { continue }
      found.notes.append(
        "Session \(part.session) does not come out the same when it is run again: \(problem).")
    }
    guard parts.allSatisfy({ $0.problem == nil }) else { return found.result.refuse() }
    found.notes.append(
      "Run again: \(Counted.text(parts.count, "session")), every event the same.")
  }

  private func problem(in session: Int64, of bot: String, _ ticks: EvidenceTicks) throws -> String? {
    guard let replay else { return "this program can't run it again" }
    if let problem = try ticks.problem(in: session) { return problem }
    let outcomes: [SessionReplay.Outcome]
    do { outcomes = try replay(session) } catch let error as DeskError {
      if case .sessionTicks = error { return "\(error)" }
      if case .log = error { return "\(error)" }
      throw error
    }
    let own = outcomes.filter { $0.bot == bot }
    guard !own.isEmpty else { return "it does not have the bot" }
    guard let different = own.first(where: { !$0.isSame }) else { return nil }
    if let problem = different.problem { return problem }
    let found = different.firstDifference.map { "event \($0) differs" } ?? "another fingerprint"
    let record = try journal.read { try $0.session(session) }
    return record?.olderFillRules.map { "\(found); \($0)" } ?? found
  }
}
