package import JSONText
package import TradingCore

/// A part of the evidence that a request rests on: one mode's, from one place of the journal to another.
package struct EvidenceReference: Sendable, Hashable {
  /// `paper`, `demo` or `live`.
  package var mode: TradingMode
  /// The digest of the evidence.
  package var digest: String
  /// Trades in it.
  package var trades: Int
  /// Trading days in it.
  package var days: Int
  /// The sequence number of its first event in the journal.
  package var firstSeq: Int64
  /// The sequence number of its last event.
  package var lastSeq: Int64

  /// A reference.
  package init(
    mode: TradingMode, digest: String, trades: Int, days: Int, firstSeq: Int64, lastSeq: Int64
  ) {
    self.mode = mode
    self.digest = digest
    self.trades = trades
    self.days = days
    self.firstSeq = firstSeq
    self.lastSeq = lastSeq
  }

  /// The canonical document.
  package var json: JSONValue {
    [
      "mode": .string(mode.rawValue), "digest": .string(digest), "trades": .count(trades),
      "days": .count(days),
      "first_seq": .integer(firstSeq), "last_seq": .integer(lastSeq),
    ]
  }

  init(json: JSONValue) throws(PromotionRefusal) {
    let fields = try DocumentFields(
      json, of: "evidence", names: ["mode", "digest", "trades", "days", "first_seq", "last_seq"])
    self.init(
      mode: try fields.mode("mode"), digest: try fields.digest("digest"),
      trades: try fields.count("trades", in: 0...Int64(Int32.max)),
      days: try fields.count("days", in: 0...Int64(Int32.max)), firstSeq: try fields.whole("first_seq"),
      lastSeq: try fields.whole("last_seq"))
    guard 0 < firstSeq, firstSeq <= lastSeq else { throw .malformed("evidence ends before it begins") }
  }
}

/// Everything that a promotion is about; approvals are signatures over all of it.
package struct PromotionRequest: Sendable, Hashable {
  /// Who asks.
  package struct Requester: Sendable, Hashable {
    /// The operator's short name.
    package var name: String
    /// Who that is.
    package var person: String

    /// A requester.
    package init(name: String, person: String) {
      self.name = name
      self.person = person
    }
  }

  /// The home it is for: the hash of the first row of its chain.
  package var home: String
  /// `R` and a number.
  package var id: String
  /// The bot.
  package var bot: String
  /// The mode it is in.
  package var from: TradingMode
  /// The mode it is to be in; the same for a step of the ladder and for a renewal.
  package var to: TradingMode
  /// The ladder's step from 1 for LIVE, 0 for DEMO.
  package var step: Int
  /// The digest of the bot's identity.
  package var identity: String
  /// What the identity is made of, by name, for those who compare.
  package var fingerprints: [String: String]
  /// What it rests on.
  package var evidence: [EvidenceReference]
  /// The digest of the criteria that the evidence met.
  package var criteria: String
  /// The broker's account.
  package var account: String
  /// The most that may be at stake, as decimal text.
  package var capital: String
  /// The capital's currency.
  package var currency: Currency
  /// Who asks; `nil` for an unsigned request, for DEMO only.
  package var requester: Requester?
  /// When.
  package var requestedAt: Timestamp
  /// Approvals and the promotion come before this.
  package var expiresAt: Timestamp
  /// The grant ends here.
  package var grantUntil: Timestamp
  /// Why, in the requester's words.
  package var reason: String

  /// A request.
  package init(
    home: String, id: String, bot: String, from: TradingMode, to: TradingMode, step: Int, identity: String,
    fingerprints: [String: String] = [:], evidence: [EvidenceReference], criteria: String, account: String,
    capital: String, currency: Currency, requester: Requester?, requestedAt: Timestamp, expiresAt: Timestamp,
    grantUntil: Timestamp, reason: String = ""
  ) {
    self.home = home
    self.id = id
    self.bot = bot
    self.from = from
    self.to = to
    self.step = step
    self.identity = identity
    self.fingerprints = fingerprints
    self.evidence = evidence
    self.criteria = criteria
    self.account = account
    self.capital = capital
    self.currency = currency
    self.requester = requester
    self.requestedAt = requestedAt
    self.expiresAt = expiresAt
    self.grantUntil = grantUntil
    self.reason = reason
  }

  /// The id of a home's request of the given number, counted from 1.
  package static func id(number: Int) -> String { "R\(number)" }

  /// SHA-256 of the canonical document, in hexadecimal.
  package var digest: String { CanonicalJSON.digest(json) }

  /// The capital; `nil` unless it is a positive decimal of the currency.
  package var capitalAmount: Money? { Self.amount(capital, in: currency) }

  /// The amount that a text says; `nil` unless it is a positive decimal of the currency.
  package static func amount(_ text: String, in currency: Currency) -> Money? {
    let units = try? DecimalText.parse(text.utf8, digits: currency.moneyDigits)
    return units.flatMap { $0 > 0 ? Money(units: $0) : nil }
  }
}

extension PromotionRequest {
  private static let names = [
    "home", "id", "bot", "from", "to", "step", "identity", "fingerprints", "evidence", "criteria", "account",
    "capital", "currency", "requester", "person", "requested_at", "expires_at", "grant_until", "reason",
  ]

  /// The canonical document.
  package var json: JSONValue {
    let parts = fingerprints.sorted { $0.key < $1.key }.map { JSONMember($0.key, .string($0.value)) }
    return [
      "home": .string(home), "id": .string(id), "bot": .string(bot), "from": .string(from.rawValue),
      "to": .string(to.rawValue), "step": .count(step), "identity": .string(identity),
      "fingerprints": .object(parts), "evidence": .array(evidence.map(\.json)),
      "criteria": .string(criteria), "account": .string(account), "capital": .string(capital),
      "currency": .string(currency.code), "requester": requester.map { .string($0.name) } ?? .null,
      "person": requester.map { .string($0.person) } ?? .null,
      "requested_at": .string(requestedAt.canonicalText), "expires_at": .string(expiresAt.canonicalText),
      "grant_until": .string(grantUntil.canonicalText), "reason": .string(reason),
    ]
  }

  /// Reads the document.
  ///
  /// - Throws: `malformed` for anything missing, unknown or not of its kind.
  package init(json: JSONValue) throws(PromotionRefusal) {
    let fields = try DocumentFields(json, of: "the request", names: Self.names)
    guard let currency = Currency(code: try fields.text("currency")) else {
      throw .malformed("expected a currency")
    }
    var evidence: [EvidenceReference] = []
    for value in try fields.list("evidence") { evidence.append(try EvidenceReference(json: value)) }
    self.init(
      home: try fields.text("home"), id: try fields.text("id"), bot: try fields.text("bot"),
      from: try fields.mode("from"), to: try fields.mode("to"), step: try fields.count("step", in: 0...100),
      identity: try fields.digest("identity"), fingerprints: try Self.fingerprints(fields),
      evidence: evidence, criteria: try fields.digest("criteria"), account: try fields.text("account"),
      capital: try fields.text("capital"), currency: currency, requester: try Self.requester(fields),
      requestedAt: try fields.time("requested_at"), expiresAt: try fields.time("expires_at"),
      grantUntil: try fields.time("grant_until"), reason: try fields.text("reason"))
    // A document that reads back differently would be signed as one thing and acted on as another.
    guard CanonicalJSON.text(self.json) == CanonicalJSON.text(json) else {
      throw .malformed("the request is not in its canonical form")
    }
  }

  private static func requester(_ fields: DocumentFields) throws(PromotionRefusal) -> Requester? {
    switch (try fields.optionalText("requester"), try fields.optionalText("person")) {
    case (let name?, let person?): return Requester(name: name, person: person)
    case (nil, nil): return nil
    default: throw .malformed("a requester has a name and a person")
    }
  }

  private static func fingerprints(_ fields: DocumentFields) throws(PromotionRefusal) -> [String: String] {
    guard case .object(let members) = fields.value("fingerprints") else {
      throw .malformed("expected 'fingerprints' by name")
    }
    var parts: [String: String] = [:]
    for member in members {
      guard case .string(let text) = member.value else { throw .malformed("expected text in 'fingerprints'") }
      parts[member.name] = text
    }
    return parts
  }
}
