package import JSONText
package import Journal
package import TradingCore

extension PromotionLedger {
  /// The payload of `promoted` and `step_raised`.
  package static func promotion(by request: PromotionRequest) -> JSONValue {
    ["request": .string(request.id), "digest": .string(request.digest)]
  }

  /// The payload of `demoted`.
  package static func demotion(to mode: TradingMode, reason: String) -> JSONValue {
    ["to": .string(mode.rawValue), "reason": .string(reason)]
  }

  /// The payload of `stepped_down`.
  package static func stepDown(to step: Int, reason: String) -> JSONValue {
    ["step": .count(step), "reason": .string(reason)]
  }

  /// The event kind that acts on a request: `step_raised` for a higher step, else `promoted`.
  package func kind(actingOn request: PromotionRequest) -> EventKind {
    request.from == .live && request.step > ownStanding(of: request.bot).step ? .stepRaised : .promoted
  }

  mutating func promote(_ event: LedgerEvent) throws(PromotionRefusal) {
    let fields = try DocumentFields(event.payload, of: "the event", names: ["request", "digest"])
    let index = try index(ofRequest: try fields.text("request"))
    let record = requests[index]
    let request = record.request
    guard event.subject == request.bot else { throw .wrongSubject(event.subject) }
    guard try fields.text("digest") == request.digest else { throw .documentChanged(request.id) }
    let state = state(of: record, at: event.at)
    guard state != .expired else { throw .requestExpired(request.id) }
    guard state == .approved else { throw .requestNotPending(request.id, state: state) }
    guard request.criteria == criteria else { throw .criteriaChanged(adopted: criteria) }
    var standing = ownStanding(of: request.bot)
    guard request.from == standing.mode else { throw .wrongMode(is: standing.mode) }
    guard event.kind == kind(actingOn: request) else { throw .malformed("the event is of another kind") }
    try checkApprovals(of: record)
    if request.to == .live, standing.step != request.step { standing.stepSince = event.at }
    if let old = request.to == .live ? standing.liveRequest : standing.demoRequest,
      let place = place(ofRequest: old)
    {
      requests[place].state = .superseded
    }
    if request.to == .live { standing.liveRequest = request.id } else { standing.demoRequest = request.id }
    if standing.mode == .paper { standing.demoSince = event.at }
    standing.mode = request.to
    standing.step = request.step
    standings[request.bot] = standing
    requests[index].state = .promoted
  }

  mutating func demote(_ event: LedgerEvent) throws(PromotionRefusal) {
    let fields = try DocumentFields(event.payload, of: "the event", names: ["to", "reason"])
    let mode = try fields.mode("to")
    guard mode.rank < ownStanding(of: event.subject).mode.rank else { throw .mustReduce }
    reduce(event.subject, to: mode, step: 0, reason: try fields.text("reason"), event)
  }

  mutating func stepDown(_ event: LedgerEvent) throws(PromotionRefusal) {
    let fields = try DocumentFields(event.payload, of: "the event", names: ["step", "reason"])
    let standing = ownStanding(of: event.subject)
    let step = try fields.whole("step")
    guard standing.mode == .live, step >= 1, step < standing.step else { throw .mustReduce }
    reduce(event.subject, to: .live, step: Int(step), reason: try fields.text("reason"), event)
  }

  /// Lowers a bot; what was asked for before rests on what no longer counts.
  mutating func reduce(
    _ bot: String, to mode: TradingMode, step: Int, reason: String, _ event: LedgerEvent
  ) {
    var standing = ownStanding(of: bot)
    let grounds = [standing.liveRequest, standing.demoRequest].compactMap { id in id.flatMap { request($0) } }
    let identities = Set(grounds.map(\.request.identity))
    supersedeOpenRequests(of: bot)
    if mode != .live { drop(&standing.liveRequest) }
    if mode == .paper { drop(&standing.demoRequest) }
    standing.mode = mode
    standing.step = step
    standing.stepSince = mode == .live ? event.at : nil
    if mode != .live { standing.demoSince = mode == .demo ? event.at : nil }
    let reduction = BotStanding.Reduction(
      bot: bot, seq: event.seq, at: event.at, mode: mode, step: step, reason: reason)
    standing.reductions.append(reduction)
    standings[bot] = standing
    // Earlier rules knew bots by their names alone.
    guard rules >= .third else { return }
    for identity in identities { reductionsByIdentity[identity, default: []].append(reduction) }
  }

  private mutating func drop(_ id: inout String?) {
    if let place = id.flatMap(place(ofRequest:)) { requests[place].state = .superseded }
    id = nil
  }
}

extension TradingMode {
  /// How much is at stake.
  package var rank: Int {
    switch self {
    case .paper: 0
    case .demo: 1
    case .live: 2
    }
  }
}
