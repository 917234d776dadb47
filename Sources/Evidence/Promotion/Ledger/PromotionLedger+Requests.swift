import JSONText
import TradingCore

extension PromotionLedger {
  /// Days that a request may stay open.
  package static let longestOpen = 30
  /// Days that a grant may last from its request on.
  package static let longestGrant = 366
  /// Requests of one operator for one bot in 24 hours.
  package static let mostRequestsForBot = 20
  /// Requests of all operators for one bot in 24 hours.
  package static let mostRequestsOfBot = 100
  /// Requests of one operator in 24 hours.
  package static let mostRequestsOfOperator = 100
  /// Days by the clock that a bot is on DEMO before anybody may ask for LIVE.
  package static let fewestDemoDays = 14

  mutating func openUnsigned(_ event: LedgerEvent) throws(PromotionRefusal) {
    let fields = try DocumentFields(event.payload, of: "the event", names: ["request"])
    let request = try PromotionRequest(json: fields.value("request"))
    guard request.to != .live else { throw .liveNeedsSignature }
    guard rules < .second else { throw .signatureMissing }
    guard request.requester == nil else { throw .requesterMismatch }
    // Nobody's word does not take the place of somebody's.
    let place = (openPlaces[request.bot] ?? []).last { requests[$0].statement != nil }
    if let open = place.map({ requests[$0] }), [.pending, .approved].contains(state(of: open, at: event.at)) {
      throw .requestOpen(open.request.id)
    }
    try open(request, statement: nil, event)
  }

  mutating func open(_ request: PromotionRequest, _ signed: SignedAct) throws(PromotionRefusal) {
    let signer = PromotionRequest.Requester(name: signed.signer.name, person: signed.signer.person)
    guard request.requester == signer else { throw .requesterMismatch }
    try open(request, statement: signed.statement, signed.event)
  }

  private mutating func open(
    _ request: PromotionRequest, statement: SignedStatement?, _ event: LedgerEvent
  ) throws(PromotionRefusal) {
    guard event.subject == request.bot else { throw .wrongSubject(event.subject) }
    guard request.home == home else { throw .foreignHome }
    let window = event.at.advanced(by: -Self.signingWindow)...event.at
    guard window.contains(request.requestedAt) else { throw .staleStatement(at: request.requestedAt) }
    guard request.criteria == criteria else { throw .criteriaChanged(adopted: criteria) }
    guard request.id == nextRequestID else { throw .requestIDTaken(request.id) }
    try checkDirection(of: request, at: event.at)
    try checkTerms(of: request)
    try checkEvidence(of: request, before: event.seq)
    if rules >= .second { try checkPace(of: request, at: event.at) }
    supersedeOpenRequests(of: request.bot)
    openPlaces[request.bot] = [requests.count]
    requests.append(RequestRecord(request: request, seq: event.seq, statement: statement, rules: rules))
  }

  /// Nobody keeps others from their work by asking without end: what one has used up for a bot leaves the others theirs.
  private mutating func checkPace(of request: PromotionRequest, at time: Timestamp) throws(PromotionRefusal) {
    let day = time.advanced(by: -Timestamp.day)
    let own = request.requester.map {
      [
        ("bot \(request.bot) operator \($0.name)", Self.mostRequestsForBot),
        ("operator \($0.name)", Self.mostRequestsOfOperator),
      ]
    }
    for (name, most) in (own ?? []) + [("bot \(request.bot)", Self.mostRequestsOfBot)] {
      let latest = (askedAt[name] ?? []).filter { $0 > day }
      guard latest.count < most else { throw .tooManyRequests(until: latest[0].advanced(by: Timestamp.day)) }
      askedAt[name] = latest + [time]
    }
  }

  /// Up by one mode or one step, or a renewal of what the bot has.
  private func checkDirection(of request: PromotionRequest, at time: Timestamp) throws(PromotionRefusal) {
    let standing = ownStanding(of: request.bot)
    guard request.from == standing.mode else { throw .wrongMode(is: standing.mode) }
    switch (request.from, request.to) {
    case (.paper, .live): throw .skipping
    case (.paper, .demo), (.demo, .demo):
      guard request.step == 0 else { throw .stepSkipped(next: 0) }
    case (.demo, .live):
      guard request.step == 1 else { throw .stepSkipped(next: 1) }
      if rules >= .second { try checkDemoTime(standing, at: time) }
    case (.live, .live): try checkStep(of: request, standing, at: time)
    default: throw .wrongMode(is: standing.mode)
    }
    // A renewal is of the same thing; something else starts on paper.
    if request.from == request.to, let id = standing.currentRequest, let current = self.request(id) {
      guard current.request.identity == request.identity else { throw .identityChanged }
      guard current.request.account == request.account else { throw .accountChanged }
    }
  }

  private func checkDemoTime(_ standing: BotStanding, at time: Timestamp) throws(PromotionRefusal) {
    let until = (standing.demoSince ?? .distantFuture).advanced(
      by: Int64(Self.fewestDemoDays) * Timestamp.day)
    guard time >= until else { throw .demoTooShort(until: until) }
  }

  private func checkStep(
    of request: PromotionRequest, _ standing: BotStanding, at time: Timestamp
  ) throws(PromotionRefusal) {
    guard request.step != standing.step else { return }
    guard request.step == standing.step + 1 else { throw .stepSkipped(next: standing.step + 1) }
    let until = (standing.stepSince ?? .distantFuture).advanced(by: Int64(ladder.days) * Timestamp.day)
    guard time >= until else { throw .stepTooSoon(until: until) }
  }

  private func checkTerms(of request: PromotionRequest) throws(PromotionRefusal) {
    guard request.account.contains(where: { !$0.isWhitespace }) else { throw .accountMissing }
    guard let capital = request.capitalAmount else { throw .capitalInvalid }
    if request.to == .live {
      guard let cap = ladder.cap(step: request.step) else { throw .stepSkipped(next: ladder.steps.count) }
      guard request.currency == ladder.currency, capital <= cap else {
        throw .capitalOverStep(limit: "\(cap.shownText(in: ladder.currency)) \(ladder.currency)")
      }
    }
    if request.to == .demo, rules >= .second, let most = ladder.steps.last {
      guard request.currency == ladder.currency, capital <= most else {
        throw .capitalOverStep(limit: "\(most.shownText(in: ladder.currency)) \(ladder.currency)")
      }
    }
    let latest = request.requestedAt.advanced(by: Int64(Self.longestOpen) * Timestamp.day)
    let last = request.requestedAt.advanced(by: Int64(Self.longestGrant) * Timestamp.day)
    guard request.requestedAt < request.expiresAt, request.expiresAt <= latest,
      request.expiresAt <= request.grantUntil, request.grantUntil <= last
    else { throw .expiryOutOfBounds }
  }

  private func checkEvidence(of request: PromotionRequest, before seq: Int64) throws(PromotionRefusal) {
    guard request.evidence.contains(where: { $0.mode == request.from && $0.trades > 0 }) else {
      throw .evidenceMissing
    }
    for part in request.evidence {
      let since = evidenceSince(part.mode, bot: request.bot, identity: request.identity)
      guard part.firstSeq > since else { throw .evidenceTooOld(since: since) }
    }
    guard request.evidence.allSatisfy({ $0.lastSeq < seq }) else {
      throw .malformed("evidence of the future")
    }
  }

  mutating func supersedeOpenRequests(of bot: String) {
    for place in openPlaces.removeValue(forKey: bot) ?? []
    where [.pending, .approved].contains(requests[place].state) {
      requests[place].state = .superseded
    }
  }

  mutating func expire(_ event: LedgerEvent) throws(PromotionRefusal) {
    let fields = try DocumentFields(event.payload, of: "the event", names: ["request"])
    let index = try index(ofRequest: try fields.text("request"))
    guard event.subject == requests[index].request.bot else { throw .wrongSubject(event.subject) }
    guard [.pending, .approved].contains(requests[index].state) else {
      throw .requestNotPending(requests[index].request.id, state: requests[index].state)
    }
    requests[index].state = .expired
    requests[index].ending = .init(by: nil, at: event.at, reason: "")
  }
}
