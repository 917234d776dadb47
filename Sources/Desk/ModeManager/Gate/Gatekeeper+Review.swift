import BotAssembly
package import Journal
package import Promotion
import Statistics
import StrategyKit
import TradingCore

extension Gatekeeper {
  /// What speaks for and against the next step of a bot; the journal is only read.
  ///
  /// `step`: the step to look at, by default the one it stands before. `capital`: what is asked for, a decimal in the
  /// ladder's currency, by default what the ladder allows.
  /// - Throws: `GateError`, with `capital_invalid` for what is no amount, `DeskError`, and what putting the bot together
  ///   throws.
  package func review(
    _ id: String, step wanted: GateStep? = nil, capital: String? = nil
  ) throws -> PromotionCase {
    let (record, ledger) = try known(bot: id)
    let criteria = try criteria(of: ledger)
    let resolved = try resolve(try BotSpec(json: record.spec))
    let identity = resolved.identity.bytes
    let standing = ledger.standing(of: id)
    let step = wanted ?? (standing.mode == .paper ? .demo : .live)
    var found = PromotionCase(
      record: record, bot: resolved, step: step, standing: standing, identity: Hexadecimal.text(identity),
      figures: GateEvidence(step: step), context: try context(of: record, resolved),
      result: Gate(criteria).evaluate(GateEvidence(step: step)), references: [], criteria: criteria,
      ledger: ledger)
    let rows = try journal.read { try $0.evidence(of: id) }
    let history = BotHistory(of: record, evidence: rows, standing: standing)
    var notes: [String] = []
    func evidence(_ mode: TradingMode) throws -> EvidenceContents? {
      guard let row = history.current(in: mode, identity: identity) else { return nil }
      guard let lost = standing.reductionElsewhere(since: row) else {
        return try EvidenceReader.read(row, journal)
      }
      notes.append(
        "'\(lost.bot)', which is the same bot, was taken back at event \(lost.seq) (\(lost.reason)): what '\(id)' showed "
          + "on \(mode.rawValue) before does not count.")
      return nil
    }
    found.paper = try evidence(.paper)
    if step == .live { found.demo = try evidence(.demo) }
    if standing.mode == .live { found.live = try evidence(.live) }
    do throws(PromotionRefusal) { found.context.capital = try found.capital(asked: capital) } catch {
      throw GateError.refused(error, act: "promotion_review")
    }
    try judge(&found)
    found.notes += notes
    try noteOlder(&found, identity)
    return found
  }

  /// What the open request for a bot's next step asks for, a decimal; `nil` without one.
  ///
  /// - Throws: `JournalError`.
  package func capitalAsked(for id: String) throws -> String? {
    let ledger = try ledger()
    let time = now()
    let step: TradingMode = ledger.standing(of: id).mode == .paper ? .demo : .live
    let open = ledger.requests.last { record in
      record.request.bot == id && record.request.to == step
        && [.pending, .approved].contains(ledger.state(of: record, at: time))
    }
    return open?.request.capital
  }

  /// The review that an act begins with, of a journal in which everything is as it was written; what keeps it from being
  /// made is journaled.
  ///
  /// - Throws: as `review`; `GateError.refused` with `history_faulty`.
  package func review(
    _ id: String, step: GateStep, capital: String? = nil, for act: EventKind
  ) throws -> PromotionCase {
    if let fault = try journal.verify(cancellation: cancellation).fault {
      try refuse(.historyFaulty("\(fault)"), act: act.rawValue, subject: id)
    }
    return try attempting(act.rawValue, subject: id) {
      do { return try review(id, step: step, capital: capital) } catch GateError.refused(let refusal, _) {
        try refuse(refusal, act: act.rawValue, subject: id)
      }
    }
  }

  /// A bot with the gate's state.
  func known(bot id: String) throws -> (record: BotRecord, ledger: PromotionLedger) {
    try journal.read { reading in
      guard let record = try reading.bot(id) else {
        throw GateError.unknownBot(id, known: try reading.bots().map(\.id))
      }
      return (record, try GateJournal.read(reading))
    }
  }

  private func judge(_ found: inout PromotionCase) throws {
    do throws(PromotionError) {
      found.figures = try GateEvidence(
        step: found.step, paper: found.paper?.evidence, demo: found.demo?.evidence)
    } catch .evidenceMissing {
      // The checklist says of every item that there is nothing yet.
    } catch { throw GateError.evidence(error) }
    let parts = [found.paper, found.demo, found.live].compactMap { $0 }
    var sources = EvidenceSources(
      of: found.record, found.bot, found.ledger, found.criteria.provenance, now: now())
    sources.take(step: found.step)
    try journal.read { reading in
      for contents in parts { try sources.take(contents, reading) }
    }
    found.context.sources = sources.found
    if found.step == .live {
      found.context.discovery = found.ledger.discovery(of: found.record.id, identity: found.identity)
    }
    switch found.criteria.provenance {
    case .admitted: break
    case .generated:
      found.notes.append(
        "The criteria count generated ticks (provenance: generated): what was shown on them says nothing of a market."
      )
    case .any:
      found.notes.append(
        "The criteria count any ticks (provenance: any), generated ones too: what was shown on them says nothing of a "
          + "market.")
    }
    found.notes += sources.notes
    if let note = found.ledger.earlierGrant(of: found.record.id) { found.notes.append("\(note).") }
    found.evaluate()
    for contents in parts {
      found.references.append(try reference(to: contents))
      if let note = try journal.read({ try contents.record.fillRulesNote($0) }) { found.notes.append(note) }
    }
  }

  private func noteOlder(_ found: inout PromotionCase, _ identity: [UInt8]) throws {
    let bot = found.record.id
    let others = try journal.read { try $0.evidence(of: bot) }.filter { $0.identity != identity }
    guard !others.isEmpty else { return }
    found.notes.append(
      "There is evidence under \(others.count == 1 ? "another identity" : "\(others.count) other identities"), "
        + "which does not count: the bot was changed.")
  }

  /// How the bot was found: the trials of its family and its strategy, and the sweep it was one of.
  private func context(of record: BotRecord, _ resolved: ResolvedBot) throws -> GateContext {
    // A bot under a family of its own does not leave the trials of its strategy behind.
    let strategy = resolved.entry.descriptor.name
    let (trials, untried, returns) = try journal.read {
      (
        try $0.latestTrials(family: record.family, strategy: strategy),
        try $0.untriedIdentities(family: record.family, strategies: [strategy, resolved.strategy]),
        try $0.trialReturns(family: record.family, strategy: strategy)
      )
    }
    let count = TrialCount(of: trials, returns: returns, untried: untried)
    var context = GateContext(trials: max(count.trials, 1), trialsVariance: count.variance)
    context.effectiveTrials = max(count.effective, 1)
    let sweep = TrialSweep(of: resolved.identity.bytes, among: returns)
    context.hasSweep = sweep != nil
    context.overfitting = sweep?.overfitting
    return context
  }

  /// The evidence by digest and place, so that anybody can find and check it.
  func reference(to contents: EvidenceContents) throws -> EvidenceReference {
    let record = contents.record
    return EvidenceReference(
      mode: record.mode, digest: try digest(of: record.bot, from: record.firstSeq, to: record.seq),
      trades: contents.evidence.trades.count, days: contents.evidence.daysActive, firstSeq: record.firstSeq,
      lastSeq: record.seq)
  }

  func digest(of bot: String, from first: Int64, to last: Int64) throws -> String {
    try journal.read { try GateJournal.digest(of: bot, from: first, to: last, $0) }
  }
}
