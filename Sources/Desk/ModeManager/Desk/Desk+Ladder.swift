import BotAssembly
import Journal
import JSONText
import Logging
import Promotion
import RiskControl
import TradingCore
import SessionRecording

/// The way down: the rule is risk's (`Ladder`), the figures and the rows are the desk's.
extension Desk {
  /// Has a bot wind down: no new risk, and what is open closed or left to its strategy as the criteria say.
  func wind(_ id: String, _ reason: String) -> DeskControl {
    gate.winding.insert(id)
    gate.mandates[id] = nil
    return revocation(of: id, reason)
  }

  /// Has risk hear that a bot's mode was taken from it.
  func revocation(of id: String, _ reason: String) -> DeskControl {
    .risk(.revoked(reason, flattens: gate.limits.flattens), of: .bot(id))
  }

  /// Has risk hear what a bot's mode rests on; `nil` for paper.
  func granting(_ grant: RiskGrant?, to id: String) -> DeskControl { .risk(.granted(grant), of: .bot(id)) }

  /// Has risk hear how promoted bots stand, where one loses its place by that.
  ///
  /// It rests on what the bots are now, so whoever comes to the same state after a crash decides the same.
  func judge() throws(DeskError) {
    guard let session else { return }
    for bot in crew.bots where bot.failure == nil {
      guard let mandate = gate.mandates[bot.id] else { continue }
      bot.countTrades()
      let figures = figures(of: bot, mandate)
      guard let loss = Ladder.standard.loss(at: figures, of: mandate.told, in: bot.currency) else { continue }
      // A session that was cut off takes no inputs any more: the next one begins with what is left to be closed.
      if !session.isRecovering {
        try session.put(.risk(.measured(figures), of: .bot(bot.id)), reason: loss.reason)
        try decide(crew.takeDecisions())
        guard !gate.winding.contains(bot.id) else { continue }
        // Whatever risk knows of its grant: it loses its place.
        try session.put(revocation(of: bot.id, loss.reason))
      }
      takeBack(Reduction(bot: bot.id, mode: loss.mode, step: loss.step, reason: loss.reason))
    }
  }

  /// Puts what risk has decided into the next commit, and what a bot loses by it.
  ///
  /// `recovered`: the session, where its recording was run again; what the journal has already is passed over.
  func decide(_ decisions: [RiskDecision], in recovered: Int64? = nil) throws(DeskError) {
    guard !decisions.isEmpty, let id = recovered ?? session?.id else { return }
    let known = recovered == nil ? 0 : try lastDecision(in: id)
    for decision in decisions where decision.number > known {
      let action = decision.action
      enforced.append(action)
      note(
        NewEvent(
          .riskDecided, subject: "\(id)", payload: action.json(number: decision.number), at: clock.now()))
      log.notice(
        "risk",
        metadata: [
          "verb": "\(action.verb)", "code": "\(action.code.rawValue)", "rule": "\(action.rule)",
          "scope": "\(action.scope)", "limit": "\(action.limit)", "value": "\(action.value)",
        ])
      if case .stepDown(let mode, let step) = action.verb, action.scope.kind == .bot {
        takeBack(Reduction(bot: action.scope.id, mode: mode, step: step, reason: action.value))
      }
    }
  }

  private func lastDecision(in session: Int64) throws(DeskError) -> Int {
    var last = 0
    var after: Int64 = 0
    while true {
      let rows = try DeskError.journaling {
        try journal.read { try $0.events(of: "\(session)", kinds: [.riskDecided], after: after) }
      }
      guard let end = rows.last else { return last }
      for case .integer(let number)? in rows.map({ $0.json?["number"] }) { last = max(last, Int(number)) }
      after = end.seq
    }
  }

  private func takeBack(_ reduction: Reduction) {
    gate.reductions.append(reduction)
    gate.winding.insert(reduction.bot)
    gate.mandates[reduction.bot] = nil
    log.warning("taken back", metadata: ["bot": "\(reduction.bot)", "reason": "\(reduction.reason)"])
  }

  private func figures(of bot: HostedBot, _ mandate: Mandate) -> RiskFigures {
    let account = bot.runner.state.account
    let lost = mandate.startBalance.units.subtractingReportingOverflow(account.equity.units)
    return RiskFigures(
      value: bot.totals.watch?.value ?? 1, trades: bot.totals.watch?.trades ?? 0,
      drawdown: account.largestDrawdown.ratio, loss: Money(units: lost.overflow ? .max : lost.partialValue))
  }

  /// Journals what bots lose, with the row that follows and the notice.
  func record(_ reductions: [Reduction], _ transaction: inout JournalTransaction, at now: Timestamp) throws {
    guard !reductions.isEmpty else { return }
    var ledger = try GateJournal.read(transaction.reading)
    for reduction in reductions {
      let isStep = reduction.mode == .live
      let event = LedgerEvent(
        seq: transaction.head.seq + 1, at: now, kind: isStep ? .steppedDown : .demoted,
        subject: reduction.bot,
        payload: isStep
          ? PromotionLedger.stepDown(to: reduction.step, reason: reduction.reason)
          : PromotionLedger.demotion(to: reduction.mode, reason: reduction.reason))
      // Somebody may have taken back more in the meantime; a chain with a fault takes nothing. The halt holds.
      guard case .success(let after) = try GateJournal.append(event, to: ledger, &transaction) else {
        continue
      }
      ledger = after
      let place = isStep ? "step \(reduction.step)" : reduction.mode.rawValue
      let text = "taken back to \(place): \(reduction.reason)"
      try post(DeskNotice(.demoted, subject: reduction.bot, text: text), at: now, &transaction)
    }
  }
}
