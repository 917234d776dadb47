package import JSONText
package import Journal
package import TradingCore

extension PromotionLedger {
  /// Wrong passphrases in a row that are free of a wait.
  package static let freePassphrases = 3
  private static let shortestWait = 30 * Timestamp.second
  private static let longestWait = Timestamp.hour

  /// The operator of a name, letters' case aside.
  package func operatorRecord(_ name: String) -> OperatorRecord? {
    operators.first { $0.name.lowercased() == name.lowercased() }
  }

  /// Why a passphrase must not be asked for now, or `nil`: checked before any key file is opened.
  ///
  /// `act`: what is to be signed, as a clock that was set back keeps nobody from taking rights away. `uptime`: the machine's
  /// time, as a clock that was set forward makes no wait shorter.
  package func refusal(
    unlocking name: String, for act: EventKind = .promotionApproved, at time: Timestamp, uptime: Uptime? = nil
  ) -> PromotionRefusal? {
    if let fault { return .ledgerFaulty(seq: fault.seq, reason: fault.refusal.code) }
    if act.needsClock, time < lastAt { return .clockBack(latest: lastAt) }
    guard let record = operatorRecord(name) else { return .unknownOperator(name) }
    guard record.retiredAt == nil else { return .retiredOperator(name) }
    guard record.wrongPassphrases >= Self.freePassphrases, let last = record.lastWrongAt else { return nil }
    let wait = Self.wait(after: record.wrongPassphrases)
    let until = last.advanced(by: wait)
    if time < until { return .passphraseLocked(until: until) }
    guard let uptime, let before = record.lastWrongUptime, uptime.boot == before.boot else { return nil }
    // The row is nobody's word: a time that has not come yet is none.
    let (passed, overflowed) = uptime.nanoseconds.subtractingReportingOverflow(before.nanoseconds)
    guard !overflowed, (0..<wait).contains(passed) else { return nil }
    return .passphraseLocked(until: time.advanced(by: wait - passed))
  }

  /// 30 seconds after the third wrong passphrase in a row, twice as long after each further one, at most an
  /// hour.
  private static func wait(after wrong: Int) -> Int64 {
    min(shortestWait << Int64(min(wrong - freePassphrases, 16)), longestWait)
  }

  /// The payload of `passphrase_wrong`.
  package static func wrongPassphrase(of name: String, uptime: Uptime?) -> JSONValue {
    let payload: JSONValue = ["operator": .string(name)]
    guard let uptime else { return payload }
    return payload.adding("boot", .string(uptime.boot)).adding("uptime_ns", .integer(uptime.nanoseconds))
  }

  mutating func noteWrongPassphrase(_ event: LedgerEvent) throws(PromotionRefusal) {
    let later = ["boot", "uptime_ns"].filter { event.payload[$0] != nil }
    let fields = try DocumentFields(event.payload, of: "the event", names: ["operator"] + later)
    let name = try fields.text("operator")
    guard event.subject == LedgerEvent.operatorsSubject else { throw .wrongSubject(event.subject) }
    guard let index = operators.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else {
      return
    }
    operators[index].wrongPassphrases += 1
    operators[index].lastWrongAt = max(event.at, operators[index].lastWrongAt ?? .distantPast)
    operators[index].lastWrongUptime =
      later.count == 2
      ? Uptime(boot: try fields.text("boot"), nanoseconds: try fields.whole("uptime_ns")) : nil
  }

  mutating func clearWrongPassphrases(of name: String) {
    guard let index = operators.firstIndex(where: { $0.name == name }) else { return }
    operators[index].wrongPassphrases = 0
    operators[index].lastWrongAt = nil
    operators[index].lastWrongUptime = nil
  }

  /// The operator whose key made the signature, with a role that may say this.
  func verifiedSigner(
    of body: StatementBody, _ statement: SignedStatement
  ) throws(PromotionRefusal) -> OperatorRecord {
    let signer = try signer(of: body)
    guard signer.retiredAt == nil else { throw .retiredOperator(signer.name) }
    guard signer.key == body.key, signer.key == statement.key else { throw .keyMismatch(signer.name) }
    guard statement.isValid else { throw .badSignature }
    guard body.act.roles.contains(signer.role) else {
      throw .wrongRole(signer.role, needed: body.act.roles)
    }
    return signer
  }

  private func signer(of body: StatementBody) throws(PromotionRefusal) -> OperatorRecord {
    if let known = operators.first(where: { $0.name == body.signer }) { return known }
    // Only the first operator of all vouches for itself.
    guard operators.isEmpty, case .addOperator(let name, let person, let role, let key) = body.act else {
      throw .unknownOperator(body.signer)
    }
    guard role == .admin, name == body.signer, key == body.key else { throw .firstMustBeAdmin }
    return OperatorRecord(name: name, person: person, role: role, key: key, addedAt: body.at)
  }

  /// Does what an admin signed, or has it wait for a second one where there is one.
  mutating func administer(_ signed: SignedAct) throws(PromotionRefusal) {
    try signed.checkSubject(signed.act.administrativeSubject)
    var after = self
    try after.carryOut(signed.act, signed)
    guard rules >= .second, hasOtherAdmin(than: signed.signer) else { return self = after }
    pendingActs.append(
      PendingAct(
        id: nextActID, act: signed.act, digest: CanonicalJSON.digest(signed.statement.body),
        signer: signed.signer.name, person: signed.signer.person, at: signed.event.at))
  }

  /// A second admin agrees: it is done.
  mutating func confirm(_ id: String, _ digest: String, _ signed: SignedAct) throws(PromotionRefusal) {
    guard let index = pendingActs.firstIndex(where: { $0.id == id }) else { throw .unknownAct(id) }
    let pending = pendingActs[index]
    try signed.checkSubject(pending.act.administrativeSubject)
    guard pending.digest == digest else { throw .documentChanged(id) }
    guard pending.isOpen(at: signed.event.at) else { throw .actNotPending(id) }
    guard !samePerson(pending.person, signed.signer.person) else { throw .samePerson(pending.person) }
    // Whoever asked for it may have been retired since.
    guard operatorRecord(pending.signer)?.retiredAt == nil else { throw .retiredOperator(pending.signer) }
    try carryOut(pending.act, signed)
    pendingActs[index].confirmedBy = signed.signer.name
  }

  /// The id that the next act that waits for a second admin has.
  package var nextActID: String { "A\(pendingActs.count + 1)" }

  private func hasOtherAdmin(than signer: OperatorRecord) -> Bool {
    operators.contains {
      $0.role == .admin && $0.retiredAt == nil && !samePerson($0.person, signer.person)
    }
  }

  /// Does what was signed, by the statement that was the last one needed.
  private mutating func carryOut(_ act: OperatorAct, _ signed: SignedAct) throws(PromotionRefusal) {
    let time = signed.event.at
    switch act {
    case .addOperator(let name, let person, let role, let key):
      try add(OperatorRecord(name: name, person: person, role: role, key: key, addedAt: time))
    case .retireOperator(let name): try retire(name, at: time)
    case .adoptCriteria(let digest, let replaces, let ladder):
      guard replaces == criteria else { throw .criteriaChanged(adopted: criteria) }
      criteria = digest
      self.ladder = ladder
    case .setClock: lastAt = time
    case .resumeGrants(let lost):
      restoredBy = nil
      lostHeads.formUnion(lost)
    case .addWitness(let witness): try add(witness, signed)
    case .removeWitness(let id): try removeWitness(id, at: time)
    default: break
    }
  }

  private mutating func add(_ record: OperatorRecord) throws(PromotionRefusal) {
    guard Self.isName(record.name) else { throw .badName(record.name) }
    guard Self.isPerson(record.person) else { throw .badName(record.person) }
    guard operatorRecord(record.name) == nil else { throw .nameTaken(record.name) }
    guard !operators.contains(where: { $0.key == record.key }) else { throw .keyTaken }
    operators.append(record)
  }

  private mutating func retire(_ name: String, at time: Timestamp) throws(PromotionRefusal) {
    guard let index = operators.firstIndex(where: { $0.name == name }) else { throw .unknownOperator(name) }
    guard operators[index].retiredAt == nil else { throw .retiredOperator(name) }
    operators[index].retiredAt = time
    guard operators.contains(where: { $0.role == .admin && $0.retiredAt == nil }) else { throw .noAdmin }
    // What has not been acted on needs signatures of those who may still sign.
    for place in requests.indices
    where requests[place].state == .pending || requests[place].state == .approved {
      requests[place].approvals.removeAll { $0.signer == name }
      let isEnough = requests[place].approvals.count >= requests[place].approvalsNeeded
      requests[place].state = isEnough ? .approved : .pending
    }
  }

  /// Whether a text can be an operator's short name: 1 to 32 ASCII letters, digits, dots, dashes and
  /// underscores, no dot first.
  package static func isName(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95: true
      default: false
      }
    }
    return isPlain && (1...32).contains(text.utf8.count) && text.first != "."
  }

  /// Whether a text can be a person: letters in it, no control characters, 1 to 100 characters.
  package static func isPerson(_ text: String) -> Bool {
    (1...100).contains(text.count) && text.contains(where: \.isLetter)
      && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.properties.generalCategory != .format }
  }

  /// Whether two names are one person's: case and spaces aside, and by the second rules whatever alphabet they are
  /// written in.
  func samePerson(_ left: String, _ right: String) -> Bool {
    if rules >= .second { return PersonName.skeleton(of: left) == PersonName.skeleton(of: right) }
    func folded(_ text: String) -> [Substring] { text.lowercased().split(whereSeparator: \.isWhitespace) }
    return folded(left) == folded(right)
  }
}
