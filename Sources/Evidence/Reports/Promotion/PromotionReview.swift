package import Statistics
package import TradingCore

/// Everything that `slipway promote review` shows: the maker fills it in; nothing here judges or reads anything.
package struct PromotionReview: Sendable, Hashable {
  /// The bot's name.
  package var bot: String
  /// The mode it is in: `paper`, `demo` or `live`.
  package var from: String
  /// The mode it would go to: `demo` or `live`.
  package var to: String
  /// What is asked for, where the mode alone doesn't say it: `LIVE, 100 USD` for a step of the ladder.
  package var aim: String?
  /// Whether every required check passes.
  package var isEligible: Bool
  /// Digest of all that defines the bot, hex.
  package var identity: String
  /// Digest of the evidence the checks rest on, hex.
  package var evidenceDigest: String
  /// When the evidence was looked at.
  package var generatedAt: Timestamp
  /// The criteria's name: `standard`, `plain`, `strict` or a file's own.
  package var criteriaName: String
  /// Digest of the criteria, hex.
  package var criteriaDigest: String
  /// How many configurations of the family were tried.
  package var trials: Int
  /// How many of them did something else than the others; `nil` where that is not known.
  package var effectiveTrials: Int?
  /// The variance of their daily Sharpe ratios that the deflated one reckons with; `nil` where there is none.
  package var trialsVariance: Double?
  /// The checklist in its order.
  package var checks: [Check]
  /// What was gathered in each mode that the step rests on, the earlier mode first; may be empty.
  package var parts: [Part] = []
  /// Equity in backtest, on paper and on demo.
  package var curves: [Curve] = []
  /// What the backtest among the curves was, or why there is none, in a sentence.
  package var backtestNote = ""
  /// What the curves' horizontal axis is.
  package var alignment = Alignment.start
  /// Figures with their intervals: win rate, profit factor.
  package var intervals: [Interval] = []
  /// The always-valid test after every trade.
  package var evidenceLine: EvidenceLine?
  /// The deflated Sharpe ratio against the number of trials.
  package var trialsCurve: TrialsCurve?
  /// Why there is no such curve, in a sentence.
  package var trialsNote = "There is no Sharpe ratio to deflate."
  /// What the bot is: strategy, version, parameters, broker, risk, seed.
  package var facts: [Fact] = []
  /// The broker profile that it trades at.
  package var broker: Broker?
  /// What changed since the last approval; `nil` when there was none.
  package var sinceApproval: Comparison?
  /// What changed since the identity that the bot had evidence under before; `nil` when it had no other.
  package var sinceEarlier: Comparison?
  /// The capital ladder, where one applies.
  package var ladder: Ladder?
  /// Who asked and who signed.
  package var approvals = Approvals()
  /// Where the evidence comes from.
  package var sources: [Source] = []
  /// What could be lost in each mode; may be empty.
  package var losses: [Loss] = []
  /// What trading cost in each mode; may be empty.
  package var costs: [Costs] = []
  /// Things to know, in sentences.
  package var notes: [String] = []
  /// What the recorded spreads were and what the profile made of them, where it changes them.
  package var spreads: [Spread] = []
  /// The command that makes this review again.
  package var commandLine = ""
  /// The program and version that made it, such as `slipway 0.5.0`.
  package var generator = "slipway"

  /// A review of its parts; the rest is filled in.
  package init(
    bot: String, from: String, to: String, isEligible: Bool, identity: String, evidenceDigest: String,
    generatedAt: Timestamp, criteriaName: String, criteriaDigest: String, trials: Int, checks: [Check]
  ) {
    self.bot = bot
    self.from = from
    self.to = to
    self.isEligible = isEligible
    self.identity = identity
    self.evidenceDigest = evidenceDigest
    self.generatedAt = generatedAt
    self.criteriaName = criteriaName
    self.criteriaDigest = criteriaDigest
    self.trials = trials
    self.checks = checks
  }
}

extension PromotionReview {
  /// A broker profile, and who vouches for it.
  package struct Broker: Sendable, Hashable {
    /// Who vouches.
    package enum Standing: Sendable, Hashable {
      /// It is one of the program's own.
      case bundled
      /// An operator does.
      case admitted(id: String, signer: String)
      /// Nobody.
      case unknown
    }

    /// Its name, never that of a profile that it is not.
    package var name: String
    /// The digest of its values in hexadecimal.
    package var digest: String
    /// Who vouches for it.
    package var standing: Standing

    /// A profile of its parts.
    package init(name: String, digest: String, standing: Standing) {
      (self.name, self.digest, self.standing) = (name, digest, standing)
    }

    /// Its name, who vouches for it and the beginning of its digest.
    package var text: String {
      let whose =
        switch standing {
        case .bundled: "one of slipway's own"
        case .admitted(let id, let signer): "admitted as \(id) by \(signer)"
        case .unknown: "admitted by nobody"
        }
      return "\(name), \(whose), digest \(digest.prefix(16))"
    }
  }
}

/// The checklist and where it comes from.
extension PromotionReview {
  /// One item of the checklist.
  package struct Check: Sendable, Hashable {
    /// Its stable name: `win_rate`.
    package var name: String
    /// Its name on the page: `Win rate`.
    package var title: String
    /// The value; `nil` where the evidence has none.
    package var value: Double?
    /// The value as people read it.
    package var valueText: String
    /// The threshold.
    package var threshold: Double
    /// The threshold as people read it, with its comparison: `> 55 %`.
    package var thresholdText: String
    /// What became of it.
    package var verdict: CheckVerdict
    /// Whether the step needs it to pass.
    package var isRequired: Bool
    /// What the value is made of, in a sentence.
    package var detail: String
    /// The evidence it rests on: `demo, 12 Jan to 9 Feb 2026`.
    package var restsOn: String

    /// A check of its parts.
    package init(
      name: String, title: String, value: Double?, valueText: String, threshold: Double,
      thresholdText: String, verdict: CheckVerdict, isRequired: Bool, detail: String, restsOn: String
    ) {
      self.name = name
      self.title = title
      self.value = value
      self.valueText = valueText
      self.threshold = threshold
      self.thresholdText = thresholdText
      self.verdict = verdict
      self.isRequired = isRequired
      self.detail = detail
      self.restsOn = restsOn
    }
  }

  /// Required checks.
  package var required: [Check] { checks.filter(\.isRequired) }

  /// Required checks that don't pass.
  package var obstacles: [Check] { required.filter { $0.verdict != .pass } }
}
