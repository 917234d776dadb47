import BotAssembly
import Journal
import JSONText
import Logging
import Promotion
import TradingCore
import SessionRecording

extension Desk {
  /// Has a bot wind down: no new risk, and what is open closed or left to its strategy as the criteria say.
  func wind(_ id: String) -> DeskControl {
    gate.winding.insert(id)
    gate.mandates[id] = nil
    return windingControl(id)
  }

  func windingControl(_ id: String) -> DeskControl {
    let positions = gate.criteria?.demotion.positions ?? .close
    return DeskControl(positions == .close ? .closeOut(.botDemoted, .at(.risk)) : .halt(.botDemoted), bot: id)
  }

  /// Takes back who has lost too much or fallen off, in time for the commit at hand.
  ///
  /// It rests on what the bots are now, so whoever comes to the same state after a crash decides the same.
  func judge() throws(DeskError) {
    guard let session, !gate.mandates.isEmpty, let criteria = gate.criteria else { return }
    let rules = LadderRules(criteria: criteria)
    for bot in crew.bots where bot.failure == nil {
      guard let mandate = gate.mandates[bot.id] else { continue }
      bot.countTrades()
      guard let reduction = rules.verdict(on: figures(of: bot, mandate), of: bot.id, mandate) else {
        continue
      }
      gate.reductions.append(reduction)
      log.warning("taken back", metadata: ["bot": "\(bot.id)", "reason": "\(reduction.reason)"])
      _ = wind(bot.id)
      gate.closing.append(bot.id)
      try session.put(DeskControl(.halt(.botDemoted), bot: bot.id), reason: reduction.reason)
    }
  }

  /// Closes out whom the commit just made has taken back. A bot whose session was cut off is left to the next one's start,
  /// where it is recorded.
  func closeOutReduced() throws(DeskError) {
    let controls = gate.closing.map(windingControl).filter(\.acts)
    gate.closing = []
    guard !controls.isEmpty, let session, !session.isRecovering else { return }
    for control in controls { try session.put(control) }
    try commit(checkpoints: true)
  }

  private func figures(of bot: HostedBot, _ mandate: Mandate) -> LadderFigures {
    let account = bot.runner.state.account
    let lost = mandate.startBalance.units.subtractingReportingOverflow(account.equity.units)
    return LadderFigures(
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
      try post(DeskNotice(.demoted, subject: reduction.bot, text: text), at: now, transaction)
    }
  }
}
