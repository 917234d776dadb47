import BotAssembly
import FileSystem
import Journal
import JSONText
import Logging
import Promotion
import RiskControl
import StrategyKit
import TradingCore
import SessionRecording

extension Desk {
  /// Looks at the chain anew: standings, grants, criteria.
  func readGate() throws(DeskError) {
    gate.ledger = try DeskError.journaling { try journal.read { try GateJournal.read($0) } }
    let keeper = Gatekeeper(home: home, journal: journal, now: clock.now, resolve: resolve)
    do throws(GateError) {
      gate.criteria = try keeper.criteria(of: gate.ledger)
      gate.criteriaFault = nil
    } catch {
      gate.criteria = nil
      gate.criteriaFault = error
    }
  }

  /// The mode that a bot may trade in now; `nil` when it was left out.
  func admittedMode(
    of record: BotRecord, _ resolved: ResolvedBot, _ last: EvidenceRecord?, scratch: HostedBot
  ) throws(DeskError) -> TradingMode? {
    let mode = gate.ledger.standing(of: record.id).mode
    guard max(record.mode.rank, mode.rank) > TradingMode.paper.rank else { return mode }
    guard gate.ledger.fault != nil || record.mode.rank <= mode.rank else {
      refuse(record.id, .wrongMode(is: mode))
      return nil
    }
    guard mode != .paper || gate.ledger.fault != nil else { return mode }
    guard gate.ledger.fault != nil || venueAccounts[mode] != nil else {
      leaveOutVenueless(record.id, mode)
      return nil
    }
    if let fault = gate.criteriaFault {
      leaveOut(record.id, "\(fault)")
      return nil
    }
    let refusal: PromotionRefusal
    switch mandate(of: record.id, mode, resolved) {
    case .failure(let found): refusal = found
    case .success(let mandate):
      if let fault = try historyFault(of: mandate.grant.terms.request) {
        refuse(record.id, fault)
        return nil
      }
      gate.mandates[record.id] = mandate
      if let note = gate.ledger.earlierGrant(of: record.id) {
        log.notice("a grant of before", metadata: ["bot": "\(record.id)", "what": "\(note)"])
      }
      try tellShortfalls(of: record, resolved, mode, last)
      return mode
    }
    if case .grantExpired = refusal, let last, last.mode == mode {
      try restore(scratch, last)
      evidence[record.id] = nil
      // Its strategy still has to close what is open.
      if try !isDone(scratch, last) {
        gate.lapsed.insert(record.id)
        return mode
      }
    }
    refuse(record.id, refusal)
    return nil
  }

  /// Says what a promoted bot lacks for a renewal or the next step, which its present grant did not ask for.
  private func tellShortfalls(
    of record: BotRecord, _ resolved: ResolvedBot, _ mode: TradingMode, _ row: EvidenceRecord?
  ) throws(DeskError) {
    var recipes = [EvidenceRecipe(resolved)]
    var sources = EvidenceSources(
      of: record, resolved, gate.ledger, gate.criteria?.provenance ?? .admitted, now: clock.now())
    do throws(DeskError) {
      if let row { recipes.append(try EvidenceRecipe.load(of: row, journal)) }
    } catch {
      guard case .recipe(_, let problem) = error else { throw error }
      sources.blame(problem)
    }
    let found = sources.shortfalls(of: recipes, row, in: mode)
    guard !found.isEmpty else { return }
    let text = found.joined(separator: "; ")
    log.notice("lacks what a renewal asks for", metadata: ["bot": "\(record.id)", "what": "\(text)"])
    let payload: JSONValue = ["reason": .string(text)]
    let told = try DeskError.journaling {
      try journal.read { try $0.latestEvent(of: record.id, kind: .renewalLacking)?.json }
    }
    guard told != payload else { return }
    note(NewEvent(.renewalLacking, subject: record.id, payload: payload, at: clock.now()))
  }

  /// Whether a bot could be taken in now in the mode that the ledger says.
  func isWelcome(_ bot: HostedBot) throws(DeskError) -> Bool {
    let record = try DeskError.journaling { try journal.read { try $0.bot(bot.id) } }
    let mode = gate.ledger.standing(of: bot.id).mode
    guard let record, record.status != .retired, record.mode.rank <= mode.rank, gate.ledger.fault == nil,
      gate.criteriaFault == nil
    else { return false }
    guard mode != .paper else { return true }
    guard let account = venueAccounts[mode] else { return false }
    do throws(PromotionRefusal) {
      _ = try gate.ledger.grant(
        bot: bot.id, identity: bot.runner.identity.text, account: account, at: clock.now())
      return true
    } catch { return false }
  }

  /// Why a right does not hold although it is signed: the chain is not as it was written, or does not bear out what the
  /// request says of its evidence. `nil` when it does.
  private func historyFault(of request: String) throws(DeskError) -> PromotionRefusal? {
    if gate.history == nil {
      do throws(JournalError) {
        gate.history = try journal.verify().fault.map { .faulty("\($0)") } ?? .whole
      } catch { throw .journal(error) }
    }
    if case .faulty(let reason)? = gate.history { return .historyFaulty(reason) }
    if let refusal = try witnessFault() { return refusal }
    guard let record = gate.ledger.request(request) else { return .unknownRequest(request) }
    let digest = record.request.digest
    guard !gate.proven.contains(digest) else { return nil }
    let fault = try DeskError.journaling {
      try journal.read { try GateJournal.fault(inClaimsOf: record.request, $0) }
    }
    if let fault { return fault }
    if let fault = try tickFault(of: record) { return fault }
    gate.proven.insert(digest)
    return nil
  }

  /// Why ticks that a right rests on are not those that it was given for. Grants of the gate's earlier rules stand as they
  /// are, and where any ticks count nothing rests on them.
  private func tickFault(of record: RequestRecord) throws(DeskError) -> PromotionRefusal? {
    guard record.rules >= .third, gate.criteria?.provenance.asksForDatasets != false else { return nil }
    let ticks = gate.ticks ?? EvidenceTicks(journal, home: home, cancellation: cancellation)
    gate.ticks = ticks
    do { return try ticks.problem(of: record).map { .notReplayed($0) } } catch let error as FileError {
      throw .file(error)
    } catch let error as JournalError {
      throw .journal(error)
    } catch { return .notReplayed("\(error)") }
  }

  /// Why the home's chain is not the one that its witnesses know, or can't be told; `nil` when it is.
  private func witnessFault() throws(DeskError) -> PromotionRefusal? {
    let answer: WitnessAnswer
    if let known = gate.witnessed {
      answer = known
    } else {
      let (time, ledger) = (clock.now(), gate.ledger)
      let witnesses = Witnesses(journal) { time }
      // What happened since they were last told has to be known elsewhere before rights rest on it.
      var refusal: PromotionRefusal?
      for record in ledger.activeWitnesses where refusal == nil {
        refusal = try DeskError.journaling { try witnesses.check(record, ledger).refusal }
      }
      for witness in try DeskError.journaling({ try witnesses.untoldElsewhere(ledger) }) {
        log.notice(
          "the home lies elsewhere than when the witness was last told: the next signed act tells it",
          metadata: ["witness": "\(witness)"])
      }
      answer = refusal.map { WitnessAnswer.refused($0) } ?? .same
      gate.witnessed = answer
    }
    guard case .refused(let refusal) = answer else { return nil }
    return refusal
  }

  private func mandate(
    of id: String, _ mode: TradingMode, _ resolved: ResolvedBot
  ) -> Result<Mandate, PromotionRefusal> {
    Result { () throws(PromotionRefusal) in try granted(to: id, mode, resolved) }
  }

  private func granted(
    to id: String, _ mode: TradingMode, _ resolved: ResolvedBot
  ) throws(PromotionRefusal) -> Mandate {
    let account = venueAccounts[mode] ?? ""
    let (identity, now) = (resolved.identity.text, clock.now())
    let grant = try gate.ledger.grant(bot: id, identity: identity, account: account, at: now)
    let currency = resolved.configuration.profile.accountCurrency
    // Losses can be held against the capital only in its own currency.
    if case .live(let live) = grant, currency != live.terms.currency {
      throw .capitalOverGrant(
        limit: "\(live.terms.capital.shownText(in: live.terms.currency)) \(live.terms.currency)")
    }
    // Earlier rules knew of no such thing: what they granted holds until it runs out.
    if case .live(let live) = grant, !resolved.entry.isPinned,
      (gate.ledger.request(live.terms.request)?.rules ?? .present) >= .third
    {
      throw .unpinned(resolved.entry.descriptor.name)
    }
    return Mandate(
      grant: grant, startBalance: resolved.configuration.startBalance, limits: gate.limits)
  }

  /// Leaves a bot out that the gate gives nothing, and journals the rule.
  private func refuse(_ id: String, _ refusal: PromotionRefusal) {
    note(refusalNote(id, refusal, act: "run"))
    leaveOut(id, "the gate refuses, \(refusal.code): \(refusal)")
  }

  func refusalNote(_ id: String, _ refusal: PromotionRefusal, act: String) -> NewEvent {
    GateJournal.note(refusal.code, "\(refusal)", act: act, subject: id, at: clock.now())
  }

  /// What changes for the bots at work when others have changed the gate's state.
  func followGate() throws(DeskError) -> [DeskControl] {
    try readGate()
    var controls: [DeskControl] = []
    for bot in crew.bots where !gate.winding.contains(bot.id) {
      guard let row = evidence[bot.id] else { continue }
      let standing = gate.ledger.ownStanding(of: bot.id)
      if gate.isVoid(row) {
        let reason = standing.reductions.last?.reason ?? ""
        notify(
          DeskNotice(.demoted, subject: bot.id, text: "taken back to \(standing.mode.rawValue): \(reason)"))
        controls.append(wind(bot.id, reason))
      } else if row.mode != .paper {
        controls += try follow(bot, row, standing.mode)
      }
    }
    return controls
  }

  private func follow(
    _ bot: HostedBot, _ row: EvidenceRecord, _ mode: TradingMode
  ) throws(DeskError) -> [DeskControl] {
    // Promoted further: the new mode begins with the next run.
    guard mode == row.mode else { return [] }
    do throws(PromotionRefusal) {
      let grant = try gate.ledger.grant(
        bot: bot.id, identity: Hexadecimal.text(row.identity), account: venueAccounts[mode] ?? "",
        at: clock.now())
      let before = gate.mandates[bot.id]
      let mandate = Mandate(
        grant: grant, startBalance: before?.startBalance ?? bot.runner.state.account.startBalance,
        limits: gate.criteria == nil ? before?.limits ?? gate.limits : gate.limits)
      gate.mandates[bot.id] = mandate
      let isRenewed = gate.lapsed.remove(bot.id) != nil
      return isRenewed || before?.told != mandate.told ? [granting(mandate.told, to: bot.id)] : []
    } catch .grantExpired {
      return []
    } catch {
      // Whatever it was, the right is gone.
      note(refusalNote(bot.id, error, act: "run"))
      notify(DeskNotice(.demoted, subject: bot.id, text: "the gate refuses, \(error.code): \(error)"))
      return [wind(bot.id, "\(error.code): \(error)")]
    }
  }

  /// A grant that is over at the engine's time at hand: the machine's clock says so, which may be years ahead of ticks.
  private func lapsed(_ grant: RiskGrant) -> RiskGrant {
    var grant = grant
    grant.until = min(grant.until, crew.time)
    return grant
  }

  /// What a session begins with: what the bots' modes rest on, or that they were taken back.
  func openingRights() -> [DeskControl] {
    crew.bots.flatMap { bot -> [DeskControl] in
      let standing = gate.ledger.ownStanding(of: bot.id)
      if gate.winding.contains(bot.id) {
        return [revocation(of: bot.id, evidence[bot.id].map { gate.loss(of: $0) } ?? "")]
      }
      if let mandate = gate.mandates[bot.id] { return free(bot, granting(mandate.told, to: bot.id)) }
      if gate.lapsed.contains(bot.id) {
        let grant = RiskGrant(
          until: crew.time, request: standing.currentRequest ?? "", mode: standing.mode, step: standing.step,
          limits: gate.limits)
        return [granting(grant, to: bot.id)]
      }
      // On paper nothing rests on a grant, whatever did before.
      let isLocked = [DenialCode.botDemoted, .grantExpired].contains { crew.isLocked(bot.id, $0) }
      return isLocked ? free(bot, granting(nil, to: bot.id)) : []
    }
  }

  /// What frees a bot: risk hears of its grant, and a halt that an earlier program has put on by itself, which is not
  /// risk's to take off, ends.
  private func free(_ bot: HostedBot, _ grant: DeskControl) -> [DeskControl] {
    let isHalted = bot.runner.halts.contains { $0.code == .grantExpired }
    guard isHalted, !crew.isLocked(bot.id, .grantExpired) else { return [grant] }
    return [grant, DeskControl(.grantExpired, isOn: false, bot: bot.id)]
  }

  /// What risk hears of grants that have run out by the clock.
  func lapsedGrants() -> [DeskControl] {
    guard !gate.mandates.isEmpty else { return [] }
    let now = clock.now()
    var controls: [DeskControl] = []
    for bot in crew.bots where !gate.lapsed.contains(bot.id) {
      guard let mandate = gate.mandates[bot.id], mandate.grant.terms.until <= now else { continue }
      let terms = mandate.grant.terms
      gate.lapsed.insert(bot.id)
      controls.append(granting(lapsed(mandate.told), to: bot.id))
      notify(
        DeskNotice(
          .promotionExpired, subject: bot.id,
          text: "the grant of \(terms.request) ran out at \(terms.until.iso8601): it opens nothing any more"))
      log.notice("a grant has run out", metadata: ["bot": "\(bot.id)", "request": "\(terms.request)"])
    }
    return controls
  }

  /// Journals once of each request that it ran out before it was acted on.
  func expireRequests() throws(DeskError) {
    let now = clock.now()
    func hasRunOut(_ record: RequestRecord, _ ledger: PromotionLedger) -> Bool {
      record.state != .expired && ledger.state(of: record, at: now) == .expired
    }
    guard gate.ledger.fault == nil, gate.ledger.requests.contains(where: { hasRunOut($0, gate.ledger) })
    else {
      return
    }
    gate.ledger = try DeskError.journaling {
      try journal.write { transaction in
        var ledger = try GateJournal.read(transaction.reading)
        for record in ledger.requests where hasRunOut(record, ledger) {
          let request = record.request
          let event = LedgerEvent(
            seq: transaction.head.seq + 1, at: now, kind: .promotionExpired, subject: request.bot,
            payload: ["request": .string(request.id)])
          guard case .success(let after) = try GateJournal.append(event, to: ledger, &transaction) else {
            continue
          }
          ledger = after
          let text = "\(request.id), to \(request.to.rawValue), ran out at \(request.expiresAt.iso8601)"
          try post(DeskNotice(.promotionExpired, subject: request.bot, text: text), at: now, &transaction)
        }
        return ledger
      }
    }
  }
}
