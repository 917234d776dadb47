package import TradingCore

/// What the bot is, what it may risk and who answers for it.
extension PromotionReview {
  /// One thing that defines the bot.
  package struct Fact: Sendable, Hashable {
    /// `Strategy`, `Parameter fast`, `Seed`.
    package var name: String
    /// Its value.
    package var value: String

    /// A fact.
    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// One thing that is no longer what it was.
  package struct Change: Sendable, Hashable {
    /// What changed.
    package var name: String
    /// What it was.
    package var before: String
    /// What it is now.
    package var after: String

    /// A change.
    package init(name: String, before: String, after: String) {
      self.name = name
      self.before = before
      self.after = after
    }
  }

  /// The bot as it is, held against what it was.
  package struct Comparison: Sendable, Hashable {
    /// What it is held against: `DEMO approved on 4 Feb 2026 (R1)`.
    package var label: String
    /// The identity's digest then, hex.
    package var identity: String
    /// What is not as it was; `nil` where nobody knows any more.
    package var changes: [Change]?

    /// A comparison of its parts.
    package init(label: String, identity: String, changes: [Change]?) {
      self.label = label
      self.identity = identity
      self.changes = changes
    }
  }

  /// The steps of capital that LIVE is climbed by.
  package struct Ladder: Sendable, Hashable {
    /// The steps from the smallest up, as text: `50 USD`.
    package var steps: [String]
    /// The step the bot stands on, from 0; `nil` before it is on the ladder.
    package var current: Int?
    /// Since when it stands there.
    package var since: Timestamp?
    /// When a step up may be asked for at the earliest.
    package var nextPossible: Timestamp?
    /// How the ladder is climbed, in a sentence.
    package var rule: String

    /// A ladder of its parts.
    package init(
      steps: [String], current: Int?, since: Timestamp?, nextPossible: Timestamp?, rule: String
    ) {
      self.steps = steps
      self.current = current
      self.since = since
      self.nextPossible = nextPossible
      self.rule = rule
    }
  }

  /// The chain from the request to the last signature.
  package struct Approvals: Sendable, Hashable {
    /// Who asked; `nil` before anyone did.
    package var requester: Signer?
    /// Who answered, in order of time.
    package var answers: [Signer]
    /// What is still missing, in short sentences: `one approval by a second person`.
    package var missing: [String]
    /// The request's number or digest; empty before there is one.
    package var request: String
    /// What it is about and how it stands: `PAPER to DEMO, pending`.
    package var about = ""
    /// When the request expires, or what was granted by it.
    package var expires: Timestamp?

    /// A chain of its parts.
    package init(
      requester: Signer? = nil, answers: [Signer] = [], missing: [String] = [], request: String = "",
      expires: Timestamp? = nil
    ) {
      self.requester = requester
      self.answers = answers
      self.missing = missing
      self.request = request
      self.expires = expires
    }
  }

  /// One signature in the chain.
  package struct Signer: Sendable, Hashable {
    /// What a signature amounts to.
    package enum State: String, Sendable, Hashable {
      /// It verifies and holds.
      case valid
      /// It says no.
      case rejected
      /// Its time is over.
      case expired
      /// It was withdrawn.
      case revoked
      /// Something later took its place.
      case superseded
      /// Nobody signed.
      case unsigned
      /// It doesn't verify, or was made for something else.
      case invalid
    }

    /// The operator's name.
    package var name: String
    /// `quant`, `approver` or `admin`.
    package var role: String
    /// When it was signed.
    package var at: Timestamp
    /// The key's fingerprint, hex.
    package var fingerprint: String
    /// What it amounts to.
    package var state: State
    /// The reason given; may be empty.
    package var reason: String

    /// A signature of its parts.
    package init(
      name: String, role: String, at: Timestamp, fingerprint: String, state: State, reason: String = ""
    ) {
      self.name = name
      self.role = role
      self.at = at
      self.fingerprint = fingerprint
      self.state = state
      self.reason = reason
    }
  }
}
