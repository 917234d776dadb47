package import TradingCore

/// Takes committed intents to a broker: a bridge, or in a test whatever stands for one.
package protocol IntentCarrier: Sendable {
  /// Hands over intents in their order.
  ///
  /// Called by the desk's thread, and only for what the journal holds: each intent once, never one of an earlier process.
  /// It returns at once and can't fail: what becomes of an intent comes back as a report (`notSent`, `unknown`, or the
  /// broker's answer).
  func carry(_ intents: [CommittedIntent])
}

/// An intent that is in the journal.
package struct CommittedIntent: Sendable, Hashable {
  /// Whose it is.
  package let account: BotAccount
  /// What is wanted, and its number in the evidence.
  package let intent: VenueIntent
  /// How it is named to the broker: orders and closes by the order's number, everything else by the number of the
  /// request.
  package let wire: WireOrderID
  /// How the broker knows the order that it is about; `nil` where it is about none.
  package let target: WireOrderID?

  /// An intent of a home; `nil` when a number in it is beyond what brokers take.
  init?(_ intent: VenueIntent, of account: BotAccount, home: UInt32) {
    guard let evidence = UInt32(exactly: account.evidence) else { return nil }
    func name(_ subject: WireOrderID.Subject) -> WireOrderID? {
      WireOrderID(home: home, evidence: evidence, subject: subject)
    }
    let own: WireOrderID.Subject
    var other: OrderKey?
    switch intent.action {
    case .submit(let submission):
      own = .order(submission.key)
      other = submission.closes.map { OrderKey($0) }
    case .close(let closing):
      own = .order(closing.key)
      other = OrderKey(closing.position)
    case .modify, .cancel, .lookup:
      own = .request(intent.number)
      other = intent.order
    }
    guard let wire = name(own) else { return nil }
    (self.account, self.intent, self.wire) = (account, intent, wire)
    guard let other else {
      target = nil
      return
    }
    guard let named = name(.order(other)) else { return nil }
    target = named
  }
}

/// A bot's account as a broker's bridge has it: a bot that begins anew has another one.
package struct BotAccount: Sendable, Hashable {
  /// The bot's id.
  package let bot: String
  /// The number of its evidence in the journal.
  package let evidence: Int64

  /// The account of a bot's evidence.
  package init(bot: String, evidence: Int64) {
    self.bot = bot
    self.evidence = evidence
  }
}

extension VenueIntent {
  /// Whether it opens something: what has lost its moment when it was not sent at once.
  var isEntry: Bool {
    guard case .submit(let submission) = action else { return false }
    return submission.closes == nil && submission.key.leg == .own
  }

  /// What it asks for, in a word.
  var what: String {
    switch action {
    case .submit: "submit"
    case .close: "close"
    case .modify: "modify"
    case .cancel: "cancel"
    case .lookup: "lookup"
    }
  }
}
