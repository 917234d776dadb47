package import TradingCore

/// The right to trade one identity on one demo account, made by the ledger only.
package struct DemoGrant: Sendable, Hashable {
  /// What it allows.
  package let terms: GrantTerms

  fileprivate init(_ terms: GrantTerms) { self.terms = terms }
}

/// The right to trade one identity on one live account with a capital, made by the ledger only.
package struct LiveGrant: Sendable, Hashable {
  /// What it allows.
  package let terms: GrantTerms
  /// The ladder's step from 1.
  package let step: Int

  fileprivate init(_ terms: GrantTerms, step: Int) {
    self.terms = terms
    self.step = step
  }
}

/// What a grant allows, and until when.
package struct GrantTerms: Sendable, Hashable {
  /// The bot.
  package let bot: String
  /// Its identity digest.
  package let identity: String
  /// The broker's account.
  package let account: String
  /// The most that may be at stake.
  package let capital: Money
  /// The capital's currency.
  package let currency: Currency
  /// The first instant at which it is over.
  package let until: Timestamp
  /// The request it rests on.
  package let request: String

  fileprivate init(
    bot: String, identity: String, account: String, capital: Money, currency: Currency, until: Timestamp,
    request: String
  ) {
    self.bot = bot
    self.identity = identity
    self.account = account
    self.capital = capital
    self.currency = currency
    self.until = until
    self.request = request
  }

  /// Why it does not allow a capital for an identity on an account at a time, or `nil`.
  package func refusal(
    identity: String, account: String, capital: Money, currency: Currency, at time: Timestamp
  ) -> PromotionRefusal? {
    guard time < until else { return .grantExpired(at: until) }
    guard identity == self.identity else { return .identityChanged }
    guard account == self.account else { return .accountChanged }
    guard currency == self.currency, capital <= self.capital else {
      return .capitalOverGrant(limit: "\(self.capital.shownText(in: self.currency)) \(self.currency)")
    }
    return nil
  }
}

/// A grant of either kind.
package enum PromotionGrant: Sendable, Hashable {
  /// For DEMO.
  case demo(DemoGrant)
  /// For LIVE.
  case live(LiveGrant)

  /// What it allows.
  package var terms: GrantTerms {
    switch self {
    case .demo(let grant): grant.terms
    case .live(let grant): grant.terms
    }
  }
}

extension PromotionLedger {
  /// The right that a bot has now, its approvals verified once more.
  ///
  /// - Throws: the first rule in its way; a faulty ledger grants nothing, a paper bot has nothing.
  package func grant(
    bot: String, identity: String, account: String, at time: Timestamp
  ) throws(PromotionRefusal) -> PromotionGrant {
    try checkWhole()
    guard time >= lastAt else { throw .clockBack(latest: lastAt) }
    if let restoredBy, ownStanding(of: bot).mode != .paper { throw .grantsSuspended(since: restoredBy) }
    let standing = ownStanding(of: bot)
    guard let id = standing.currentRequest, let record = request(id), record.state == .promoted,
      record.request.to == standing.mode, record.request.bot == bot, let asked = record.request.capitalAmount
    else { throw .notGranted(bot) }
    let request = record.request
    guard time < request.grantUntil else { throw .grantExpired(at: request.grantUntil) }
    guard request.identity == identity else { throw .identityChanged }
    guard request.account == account else { throw .accountChanged }
    try checkApprovals(of: record)
    func terms(_ capital: Money) -> GrantTerms {
      GrantTerms(
        bot: bot, identity: identity, account: account, capital: capital, currency: request.currency,
        until: request.grantUntil, request: id)
    }
    guard standing.mode == .live else { return .demo(DemoGrant(terms(asked))) }
    // A step down, or a ladder adopted since, lowers what was signed; nothing raises it.
    guard let cap = ladder.cap(step: standing.step), request.currency == ladder.currency else {
      throw .stepSkipped(next: ladder.steps.count)
    }
    return .live(LiveGrant(terms(min(asked, cap)), step: standing.step))
  }

  /// What to know of a bot whose mode rests on a request of before the present rules, in a sentence without its full stop;
  /// `nil` for any other.
  package func earlierGrant(of bot: String) -> String? {
    guard let id = ownStanding(of: bot).currentRequest, let record = request(id), record.rules < .present
    else {
      return nil
    }
    let unsigned = record.statement == nil ? ", which nobody had to sign," : ""
    let takes =
      record.rules < .second ? "a quant's signature and ticks that count" : "what the present ones ask for"
    return
      "\(id)\(unsigned) is of the gate's earlier rules: it holds until \(record.request.grantUntil.iso8601), and a "
      + "renewal takes \(takes)"
  }

  /// Enough valid signatures over exactly this request, by different persons other than the requester.
  func checkApprovals(of record: RequestRecord) throws(PromotionRefusal) {
    let request = record.request
    if request.to == .live, record.statement == nil { throw .liveNeedsSignature }
    if let statement = record.statement, !statement.isValid { throw .badSignature }
    var persons = request.requester.map { [$0.person] } ?? []
    for approval in record.approvals {
      guard approval.statement.isValid else { throw .badSignature }
      let body = try StatementBody(json: approval.statement.body)
      guard body.home == home else { throw .foreignHome }
      guard body.act == .approve(request) else { throw .documentChanged(request.id) }
      guard !persons.contains(where: { samePerson($0, approval.person) }) else {
        throw .samePerson(approval.person)
      }
      persons.append(approval.person)
    }
    guard record.approvals.count >= record.approvalsNeeded else {
      throw .requestNotPending(request.id, state: .pending)
    }
  }
}
