package import JSONText
package import TradingCore

/// Where a request stands. Text codes are stable.
package enum RequestState: String, Sendable, Hashable, CaseIterable {
  /// Approvals are missing.
  case pending
  /// It may be acted on.
  case approved
  /// It was acted on, and its grant is the bot's.
  case promoted
  /// An approver said no.
  case rejected
  /// An admin took it back.
  case revoked
  /// It ran out before it was acted on.
  case expired
  /// A later request, or a demotion, took its place.
  case superseded
}

/// An operator as the chain has it.
package struct OperatorRecord: Sendable, Hashable {
  /// The short name.
  package let name: String
  /// Who that is.
  package let person: String
  /// What they may sign.
  package let role: OperatorRole
  /// The public key in hexadecimal.
  package let key: String
  /// When they were added.
  package let addedAt: Timestamp
  /// When they were retired.
  package internal(set) var retiredAt: Timestamp?
  /// Wrong passphrases since the last act.
  package internal(set) var wrongPassphrases = 0
  /// The last of them.
  package internal(set) var lastWrongAt: Timestamp?
  /// The same by the machine's time, where the chain has it.
  package internal(set) var lastWrongUptime: Uptime?
}

/// Time since a machine was started, which nobody can set.
package struct Uptime: Sendable, Hashable {
  /// What tells this start of the machine from others.
  package let boot: String
  /// Nanoseconds since then.
  package let nanoseconds: Int64

  /// A time of its parts.
  package init(boot: String, nanoseconds: Int64) { (self.boot, self.nanoseconds) = (boot, nanoseconds) }
}

/// An approval that counts.
package struct ApprovalRecord: Sendable, Hashable {
  /// Whose.
  package let signer: String
  /// Who that is.
  package let person: String
  /// When it was journaled.
  package let at: Timestamp
  /// What was signed.
  package let statement: SignedStatement
}

/// An act of an admin that takes a second one.
package struct PendingAct: Sendable, Hashable {
  /// How long another admin has to agree.
  static let lifetime = 7 * Timestamp.day

  /// `A` and a number.
  package let id: String
  /// What it is.
  package let act: OperatorAct
  /// The digest of what was signed.
  package let digest: String
  /// Who signed it.
  package let signer: String
  /// Who that is.
  package let person: String
  /// When.
  package let at: Timestamp
  /// Who agreed; `nil` while nobody has.
  package internal(set) var confirmedBy: String?

  /// The first instant at which nobody can agree any more.
  package var expiresAt: Timestamp { at.advanced(by: Self.lifetime) }

  /// Whether it still waits.
  package func isOpen(at time: Timestamp) -> Bool { confirmedBy == nil && time < expiresAt }
}

/// A request and what became of it.
package struct RequestRecord: Sendable, Hashable {
  /// How it ended.
  package struct Ending: Sendable, Hashable {
    /// The operator, or `nil` for the program.
    package let by: String?
    /// When.
    package let at: Timestamp
    /// Why, in their words.
    package let reason: String
  }

  /// The document.
  package let request: PromotionRequest
  /// Its place in the chain.
  package let seq: Int64
  /// The requester's signature; `nil` for an unsigned one.
  package let statement: SignedStatement?
  /// The rules that the gate went by then.
  package let rules: GateRules
  /// Where it stands by the events; see `PromotionLedger.state(of:at:)` for the clock's say.
  package internal(set) var state = RequestState.pending
  /// Approvals in order.
  package internal(set) var approvals: [ApprovalRecord] = []
  /// How it ended, for rejected, revoked and expired ones.
  package internal(set) var ending: Ending?

  /// Approvals it needs: one for DEMO, two for LIVE.
  package var approvalsNeeded: Int { request.to == .live ? 2 : 1 }
}

/// A bot's standing.
package struct BotStanding: Sendable, Hashable {
  /// A step down or a demotion.
  package struct Reduction: Sendable, Hashable {
    /// Whose it is.
    package let bot: String
    /// Its place in the chain.
    package let seq: Int64
    /// When.
    package let at: Timestamp
    /// The mode after it.
    package let mode: TradingMode
    /// The step after it.
    package let step: Int
    /// Why.
    package let reason: String
  }

  /// The mode it may trade in, given a grant.
  package internal(set) var mode = TradingMode.paper
  /// The ladder's step from 1 in LIVE, else 0.
  package internal(set) var step = 0
  /// Since when it is at the step.
  package internal(set) var stepSince: Timestamp?
  /// Since when it is on DEMO, LIVE after it included.
  package internal(set) var demoSince: Timestamp?
  /// The request that its DEMO rests on.
  package internal(set) var demoRequest: String?
  /// The request that its LIVE rests on.
  package internal(set) var liveRequest: String?
  /// Steps down and demotions in order.
  package internal(set) var reductions: [Reduction] = []
  /// The same of other bots, by the identity that they had then: a copy of a bot is what the bot is.
  package internal(set) var reductionsElsewhere: [String: [Reduction]] = [:]

  /// Evidence of a mode, and of an identity where that is known, counts only if its first event comes after this one of
  /// the chain, 0 for all of it: a reduction to a mode makes that mode's evidence, and that of the modes above, old.
  package func evidenceSince(_ mode: TradingMode, identity: String? = nil) -> Int64 {
    max(
      reductions.last { $0.mode.rank <= mode.rank }?.seq ?? 0,
      identity.flatMap { reductionElsewhere(mode, identity: $0) }?.seq ?? 0)
  }

  /// The last reduction of another bot of an identity that makes evidence of a mode old.
  package func reductionElsewhere(_ mode: TradingMode, identity: String) -> Reduction? {
    reductionsElsewhere[identity]?.last { $0.mode.rank <= mode.rank }
  }

  /// The request that its mode rests on.
  package var currentRequest: String? {
    switch mode {
    case .paper: nil
    case .demo: demoRequest
    case .live: liveRequest
    }
  }
}

/// A proposal and what became of it; it never acts by itself.
package struct ProposalRecord: Sendable, Hashable {
  /// Where a proposal stands.
  package enum State: String, Sendable, Hashable {
    /// Nobody has decided.
    case filed
    /// It broke a hard limit.
    case refused
    /// A human agreed.
    case accepted
    /// A human did not.
    case declined
  }

  /// `P` and a number.
  package let id: String
  /// The bot it is about.
  package let bot: String
  /// Who or what filed it.
  package let by: String
  /// What is proposed.
  package let document: JSONValue
  /// The document's digest.
  package let digest: String
  /// Where it stands.
  package internal(set) var state = State.filed
  /// Why it was refused or declined.
  package internal(set) var reason = ""
}
