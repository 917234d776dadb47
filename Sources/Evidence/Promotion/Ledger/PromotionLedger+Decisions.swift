import JSONText
import TradingCore

extension PromotionLedger {
  mutating func approve(_ request: PromotionRequest, _ signed: SignedAct) throws(PromotionRefusal) {
    let index = try openRequest(request, signed)
    let record = requests[index]
    if record.state == .approved { throw .requestNotPending(request.id, state: .approved) }
    try checkOthers(record, signed.signer)
    guard request.criteria == criteria else { throw .criteriaChanged(adopted: criteria) }
    if rules >= .second {
      let isLast = record.approvals.count + 1 >= record.approvalsNeeded
      for what in isLast ? ["chain", "replay"] : ["chain"] where !signed.body.checked.contains(what) {
        throw .notChecked(what)
      }
    }
    requests[index].approvals.append(
      ApprovalRecord(
        signer: signed.signer.name, person: signed.signer.person, at: signed.event.at,
        statement: signed.statement))
    if requests[index].approvals.count >= record.approvalsNeeded { requests[index].state = .approved }
  }

  mutating func reject(
    _ request: PromotionRequest, _ reason: String, _ signed: SignedAct
  ) throws(PromotionRefusal) {
    let index = try openRequest(request, signed)
    requests[index].state = .rejected
    requests[index].ending = .init(by: signed.signer.name, at: signed.event.at, reason: reason)
  }

  /// Takes back an open request, or one that was acted on: the bot is then back on paper, and starts anew.
  mutating func revoke(
    _ request: PromotionRequest, _ reason: String, _ signed: SignedAct
  ) throws(PromotionRefusal) {
    let index = try known(request, signed)
    let state = requests[index].state
    guard [.pending, .approved, .promoted].contains(state) else {
      throw .requestNotPending(request.id, state: state)
    }
    if state == .promoted {
      reduce(request.bot, to: .paper, step: 0, reason: reason, signed.event)
    }
    requests[index].state = .revoked
    requests[index].ending = .init(by: signed.signer.name, at: signed.event.at, reason: reason)
  }

  /// Neither the requester nor anybody who has approved, under whatever name.
  private func checkOthers(_ record: RequestRecord, _ signer: OperatorRecord) throws(PromotionRefusal) {
    let requester = record.request.requester
    guard requester?.name != signer.name else { throw .requesterApproves }
    guard !record.approvals.contains(where: { $0.signer == signer.name }) else {
      throw .alreadySigned(signer.name)
    }
    let persons = record.approvals.map(\.person) + (requester.map { [$0.person] } ?? [])
    guard !persons.contains(where: { samePerson($0, signer.person) }) else {
      throw .samePerson(signer.person)
    }
  }

  /// The request that was signed, word for word as it was journaled.
  private func known(_ request: PromotionRequest, _ signed: SignedAct) throws(PromotionRefusal) -> Int {
    try signed.checkSubject(request.bot)
    let index = try index(ofRequest: request.id)
    // Byte for byte: equal strings may still be of different bytes.
    guard requests[index].request.digest == request.digest else { throw .documentChanged(request.id) }
    return index
  }

  private func openRequest(
    _ request: PromotionRequest, _ signed: SignedAct
  ) throws(PromotionRefusal) -> Int {
    let index = try known(request, signed)
    switch state(of: requests[index], at: signed.event.at) {
    case .pending, .approved: return index
    case .expired: throw .requestExpired(request.id)
    case let state: throw .requestNotPending(request.id, state: state)
    }
  }
}
