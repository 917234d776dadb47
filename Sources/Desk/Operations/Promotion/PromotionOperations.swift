import Journal
import ModeManager
import Promotion
package import Reports
import TradingCore

/// The gate from paper to demo to live: reviews, requests, decisions, criteria.
package struct PromotionOperations {
  let home: Home

  var gate: HomeGate { HomeGate(home: home) }

  /// What speaks for and against a bot's next step. Nothing is written.
  ///
  /// `capital`: what is asked for, a decimal; by default what an open request asks for, else what the ladder allows.
  /// `replaying`: whether every session that the evidence is from is run again, too.
  /// - Throws: `GateError`, `DeskError`, `JournalError`, and what putting the bot together throws.
  package func review(_ id: String, capital: String? = nil, replaying: Bool = false) throws -> ReviewedBot {
    let keeper = try gate.keeper(of: id, .readOnly)
    var found = try keeper.review(id, capital: try capital ?? keeper.capitalAsked(for: id))
    if replaying { try keeper.replay(&found) }
    return ReviewedBot(
      review: ReviewMaker(found, try keeper.background(of: found)).review(at: home.now()),
      inputs: try found.record.inputs(home: home.folder) + [Gatekeeper.criteriaPath(home: home.folder)])
  }

  /// Asks for a promotion, for the next step of the ladder, or to renew what the bot has.
  ///
  /// - Throws: `OperationError.no` for a bot that is not eligible; `GateError` for every other rule.
  package func request(_ typed: TypedRequest, signed by: Signature) throws -> RequestedPromotion {
    let step: GateStep = try TypedValues.choice(typed.to, place: "--to")
    _ = try home.journal.journal(of: typed.bot).read { try HomeJournal.bot(typed.bot, $0) }
    return try gate.act(on: typed.bot) { keeper in
      let signer = try by.unlock(keeper, act: .promotionRequested)
      let found = try keeper.review(
        typed.bot, step: step, capital: typed.capital, for: .promotionRequested)
      var terms = Gatekeeper.Terms()
      (terms.account, terms.capital, terms.reason) = (typed.account, typed.capital, typed.reason)
      do {
        return RequestedPromotion(try keeper.request(found, terms: terms, by: signer))
      } catch GateError.refused(.notEligible, _) {
        let missing = found.result.missing.map { "\($0.name.rawValue) (\($0.detail))" }
        throw OperationError.no(
          what: "\(typed.bot) is not eligible for \(typed.to)", place: missing.joined(separator: "; "),
          advice: "see 'slipway promote review \(typed.bot)'")
      }
    }
  }

  /// Signs for a request; the last signature needed promotes the bot.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func approve(_ request: String, signed by: Signature) throws -> DecidedRequest {
    try decide(request, .promotionApproved, by) { _ = try $0.approve(request, by: $1) }
  }

  /// Signs against a request.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func reject(_ request: String, reason: String, signed by: Signature) throws -> DecidedRequest {
    try decide(request, .promotionRejected, by) { try $0.reject(request, reason: reason, by: $1) }
  }

  /// Takes a request back, and what it led to: the bot is on paper again.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func revoke(_ request: String, reason: String, signed by: Signature) throws -> DecidedRequest {
    try decide(request, .promotionRevoked, by) { try $0.revoke(request, reason: reason, by: $1) }
  }

  private func decide(
    _ request: String, _ act: EventKind, _ by: Signature, _ decision: (Gatekeeper, Signer) throws -> Void
  ) throws -> DecidedRequest {
    let (record, ledger) = try gate.act { keeper in
      try keeper.require(.unknownRequest(request), act: act) { $0.request(request) != nil }
      try decision(keeper, try by.unlock(keeper, act: act))
      return try keeper.known(request, act: act.rawValue)
    }
    return DecidedRequest(request, record, ledger, at: home.now())
  }

  /// Makes the home's criteria file count, by an admin's signature.
  ///
  /// - Throws: `ConfigurationError`, `GateError`, `JournalError`.
  package func adoptCriteria(signed by: Signature) throws -> AdoptedCriteria {
    let path = Gatekeeper.criteriaPath(home: home.folder)
    let criteria = try GateCriteria.load(path: path)
    let keeper = try gate.keeper()
    let pending = try keeper.adopt(criteria, by: try by.unlock(keeper, act: .criteriaAdopted))
    return AdoptedCriteria(path: path, digest: GateJournal.digest(of: criteria), pending: pending?.id)
  }

  /// Sets the gate's clock to now, where an act of the future keeps others from acting.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func setClock(signed by: Signature) throws -> ConfirmedAct {
    let keeper = try gate.keeper()
    let pending = try keeper.setClock(by: try by.unlock(keeper, act: .gateClockSet))
    return ConfirmedAct(id: pending?.id, what: ShownPendingAct.words(.setClock), isDone: pending == nil)
  }

  /// Lets the grants of a restored home hold again.
  ///
  /// - Throws: `GateError`, `JournalError`.
  package func resumeGrants(signed by: Signature) throws -> ConfirmedAct {
    let keeper = try gate.keeper()
    let lost = try keeper.lostHeads()
    let pending = try keeper.resumeGrants(by: try by.unlock(keeper, act: .grantsResumed))
    let words = ShownPendingAct.words(pending?.act ?? .resumeGrants(givesUp: lost))
    return ConfirmedAct(id: pending?.id, what: words, isDone: pending == nil)
  }

  /// Everything that happened to a bot at the gate, refusals too, and what each of it rests on: the chain is read as a
  /// whole for that.
  ///
  /// - Throws: `OperationError.usage` for a bot that is not there, `JournalError`.
  package func history(of id: String) throws -> GateHistory {
    let journal = try home.journal.journal(of: id)
    let (record, events, ledger) = try journal.read { reading in
      let record = try HomeJournal.bot(id, reading)
      return (record, try GateJournal.events(of: id, reading), try GateJournal.read(reading))
    }
    let fault = try journal.verify(cancellation: home.cancellation).fault
    return GateHistory(
      id: id, mode: record.mode.rawValue,
      events: events.map { GateHistory.Event($0, GateProof(of: $0, ledger, fault)) })
  }

  /// What was asked for, and what waits for whose signature; of one bot, and only what nobody has decided, where
  /// that is wanted.
  ///
  /// - Throws: `OperationError.usage` for a bot that is not there, `JournalError`.
  package func requests(of bot: String? = nil, open: Bool = false) throws -> RequestListing {
    let ledger = try ledger(of: bot)
    let time = home.now()
    let found = ledger.requests.filter { record in
      (bot == nil || record.request.bot == bot) && (!open || ledger.state(of: record, at: time) == .pending)
    }
    return RequestListing(
      requests: found.map { .init($0, state: ledger.state(of: $0, at: time)) }, notes: ledger.notes)
  }

  /// The gate's state, for a bot that is there.
  func ledger(of bot: String?) throws -> PromotionLedger {
    if let bot { _ = try home.journal.journal(of: bot).read { try HomeJournal.bot(bot, $0) } }
    return try gate.keeper(.readOnly).ledger()
  }
}

/// What somebody asks for.
package struct TypedRequest: Sendable, Hashable {
  /// The bot.
  package var bot: String
  /// Where to: `demo` or `live`.
  package var to: String
  /// Why, for those who decide.
  package var reason = ""
  /// The broker's account; needed for LIVE.
  package var account: String?
  /// The most that may be at stake, a decimal; `nil` for the ladder's step.
  package var capital: String?

  /// A request without more than the step.
  package init(bot: String, to: String) { (self.bot, self.to) = (bot, to) }
}

/// A review that was made.
package struct ReviewedBot: Sendable {
  /// What speaks for and against the next step.
  package var review: PromotionReview
  /// Files it was made from, which no output may replace.
  package let inputs: [String]
}
