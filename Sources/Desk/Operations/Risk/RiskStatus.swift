package import JSONText
import ModeManager
import Reports
import RiskControl
package import TradingCore

/// How the guard of a home stands.
package struct RiskStatus: Sendable {
  /// Something that keeps new risk away.
  package struct Lockout: Sendable, Hashable {
    /// Where it holds.
    package let scope: String
    /// The code that orders are denied with.
    package let code: String
    /// The rule that put it on, or `operator`.
    package let rule: String
    /// The symbol it is about; `nil` for all.
    package let symbol: String?
    /// Since when, by the engine's time.
    package let since: Timestamp
    /// Until when; `nil` for one that somebody has to take off.
    package let until: Timestamp?
    /// Whether everything is closed while it holds.
    package let flattens: Bool
    /// The limit, or who.
    package let limit: String
    /// What broke it, or why.
    package let value: String
  }

  /// What is left of a limit.
  package struct Allowance: Sendable, Hashable {
    /// Where it holds.
    package let scope: String
    /// The rule, and which of its limits.
    package let rule: String
    /// The limit as text.
    package let limit: String
    /// What is left as text.
    package let left: String
    /// How much of it is used, in millionths.
    package let usedMillionths: Int64
    /// Whether losses use it up; a count of trades is a limit of another kind, whose level only informs.
    package var isLoss = true
  }

  /// What an operator has said that no run has obeyed yet.
  package struct Waiting: Sendable, Hashable {
    /// `kill`, `lock`, `release`, `unlock`.
    package let verb: String
    /// Where.
    package let scope: String
    /// Who.
    package let by: String
    /// Why.
    package let reason: String
  }

  /// How far a limit of the kill switch is used.
  package struct Tier: Sendable, Hashable {
    /// `bot`, `strategy`, `account`, `session`, `system`.
    package let tier: String
    /// Where it holds.
    package let scope: String
    /// Which limit.
    package let metric: String
    /// What is used of it, as text.
    package let value: String
    /// The limit as text.
    package let limit: String
    /// How much of it is used, in millionths.
    package let usedMillionths: Int64
    /// The level by itself.
    package let level: String
  }

  /// Something of the kill switch that holds.
  package struct Engagement: Sendable, Hashable {
    /// `bot` … `system`, `level`, or `operator`.
    package let tier: String
    /// What holds.
    package let lockout: Lockout
    /// Whether a person has to take it off.
    package let needsRelease: Bool
  }

  /// The highest level of any scope's loss limits, `GREEN` to `BLACK`.
  package let level: String
  /// The most cautious mode of any bot: `normal`, `reduce`, `observe`.
  package let mode: String
  /// How far the kill switch's limits are used.
  package let tiers: [Tier]
  /// What of the kill switch holds.
  package let engaged: [Engagement]
  /// As of when risk was last committed, by the engine's time; `nil` where nothing has held.
  package let asOf: Timestamp?
  /// Whether a run is under way.
  package let isRunning: Bool
  /// Whether the home's STOP file is there.
  package let isStopped: Bool
  /// What keeps new risk away, by scope.
  package let lockouts: [Lockout]
  /// What is left of limits.
  package let allowances: [Allowance]
  /// What was said and not obeyed yet.
  package let waiting: [Waiting]

  init(_ known: KnownRisk, isRunning: Bool, isStopped: Bool, at time: Timestamp) {
    asOf = known.tree.map(\.now).flatMap { $0 == .distantPast ? nil : $0 }
    self.isRunning = isRunning
    self.isStopped = isStopped
    let tree = known.tree
    lockouts = (tree?.locks ?? []).map { Lockout($0.lock, of: $0.scope) }
    level = (tree?.levels.map(\.level).max() ?? .green).rawValue
    mode = (tree?.members.compactMap { tree?.view(of: $0.bot).mode }.max() ?? .normal).rawValue
    tiers = (tree?.tiers ?? []).map { reading in
      Tier(
        tier: reading.tier.rawValue, scope: "\(reading.allowance.scope)", metric: reading.allowance.name,
        value: reading.text(reading.value), limit: reading.text(reading.allowance.limit),
        usedMillionths: reading.usedMillionths, level: reading.level.rawValue)
    }
    engaged = (tree?.engaged ?? []).map { held in
      Engagement(
        tier: held.tier.rawValue, lockout: Lockout(held.lock, of: held.scope), needsRelease: held.needsRelease
      )
    }
    var allowances: [Allowance] = []
    for member in known.tree?.members ?? [] {
      for allowance in known.tree?.allowances(of: member.bot) ?? [] {
        let shown = Allowance(allowance)
        if !allowances.contains(shown) { allowances.append(shown) }
      }
    }
    self.allowances = allowances
    waiting = known.waiting.map { order in
      Waiting(verb: order.act.verb.word, scope: "\(order.scope)", by: order.act.by, reason: order.act.reason)
    }
  }
}

extension RiskStatus.Lockout {
  fileprivate init(_ lock: RiskLock, of scope: RiskScope) {
    self.init(
      scope: "\(scope)", code: lock.code.rawValue, rule: lock.rule, symbol: lock.symbol?.name,
      since: lock.since, until: lock.until, flattens: lock.flattens, limit: lock.limit, value: lock.value)
  }
}

extension RiskStatus.Allowance {
  fileprivate init(_ allowance: RiskAllowance) {
    func text(_ amount: Int128) -> String {
      switch allowance.unit {
      case .entries, .count: "\(amount)"
      case .millionths: NumberText.percent(Double(Int64(clamping: amount)) / 1_000_000)
      case .money(let currency):
        "\(Money(units: Int64(clamping: amount)).text(in: currency)) \(currency)"
      }
    }
    self.init(
      scope: "\(allowance.scope)", rule: "\(allowance.rule).\(allowance.name)", limit: text(allowance.limit),
      left: text(allowance.left), usedMillionths: allowance.usedMillionths,
      isLoss: allowance.isLoss)
  }
}

extension OperatorAct.Verb {
  /// What it is, in a word.
  fileprivate var word: String {
    switch self {
    case .kill: "kill"
    case .release: "release"
    case .lock: "lock"
    case .unlock: "unlock"
    case .pause: "pause"
    case .resume: "resume"
    }
  }
}

extension RiskStatus: Document {
  /// The status, for programs.
  package var json: JSONValue {
    [
      "level": .string(level), "mode": .string(mode), "tiers": .array(tiers.map(\.json)),
      "lockouts": .array(lockouts.map(\.json)), "limits": .array(allowances.map(\.json)),
      "waiting": .array(waiting.map(\.json)), "stop_file": .boolean(isStopped),
      "as_of": asOf.map { .string($0.iso8601) } ?? .null, "running": .boolean(isRunning),
    ]
  }
}

extension RiskStatus.Lockout {
  /// The lockout, for programs.
  package var json: JSONValue {
    [
      "scope": .string(scope), "code": .string(code), "rule": .string(rule),
      "symbol": symbol.map { .string($0) } ?? .null, "since": .string(since.iso8601),
      "until": until.map { .string($0.iso8601) } ?? .null, "flattens": .boolean(flattens),
      "limit": .string(limit), "value": .string(value),
    ]
  }
}

extension RiskStatus.Tier {
  fileprivate var json: JSONValue {
    [
      "tier": .string(tier), "scope": .string(scope), "metric": .string(metric), "value": .string(value),
      "limit": .string(limit), "used": .ratio(Double(usedMillionths) / 1_000_000), "level": .string(level),
    ]
  }
}

extension RiskStatus.Allowance {
  /// What is left, for programs.
  package var json: JSONValue {
    [
      "scope": .string(scope), "metric": .string(rule), "limit": .string(limit), "left": .string(left),
      "used": .ratio(Double(usedMillionths) / 1_000_000),
    ]
  }
}

extension RiskStatus.Waiting {
  /// The order, for programs.
  package var json: JSONValue {
    ["verb": .string(verb), "scope": .string(scope), "by": .string(by), "reason": .string(reason)]
  }
}

/// What keeps new risk away, alone.
package struct RiskLockoutListing: Sendable, Document {
  private let status: RiskStatus

  /// The lockouts of a status.
  package init(_ status: RiskStatus) { self.status = status }

  /// The lockouts, for programs.
  package var json: JSONValue { ["lockouts": .array(status.lockouts.map(\.json))] }
}

/// What is killed.
package struct KilledRisk: Sendable, Document {
  private let status: RiskStatus

  /// What is killed by a status.
  package init(_ status: RiskStatus) { self.status = status }

  /// What is killed, for programs.
  package var json: JSONValue {
    [
      "engaged": .array(
        status.engaged.map { held in
          [
            "tier": .string(held.tier), "scope": .string(held.lockout.scope),
            "reason": .string(held.lockout.value), "since": .string(held.lockout.since.iso8601),
            "code": .string(held.lockout.code), "by": .string(held.lockout.limit),
            "until": held.lockout.until.map { .string($0.iso8601) } ?? .null,
            "needs_release": .boolean(held.needsRelease),
          ]
        }), "stop_file": .boolean(status.isStopped),
      "waiting": .array(status.waiting.map(\.json)),
    ]
  }
}

/// Something that an operator has said to risk.
package struct OrderedRisk: Sendable {
  /// `kill`, `lock`, `release` or `unlock`.
  package let verb: String
  /// Where.
  package let scope: String
  /// The code of the locks that it is about.
  package let code: String
  /// Who.
  package let by: String
  /// Why.
  package let reason: String
  /// Its row in the chain, where it was not signed.
  package let number: Int64?
  /// Whether a run is under way that obeys it at once.
  package let isRunning: Bool
}

extension OrderedRisk: Document {
  /// The order, for programs.
  package var json: JSONValue {
    [
      "verb": .string(verb), "scope": .string(scope), "code": .string(code), "by": .string(by),
      "reason": .string(reason), "running": .boolean(isRunning),
    ]
  }
}

/// The rules of a home's file.
package struct RiskLimitsListing: Sendable {
  /// A rule and where it holds.
  package struct Row: Sendable, Hashable {
    /// `each account`, `bot:x`.
    package let place: String
    /// The rule's name.
    package let rule: String
  }

  /// Where the file is or would be.
  package let path: String
  /// Its rules; `nil` where there is no file.
  package let rules: [Row]?

  init(path: String, file: RiskFile?) {
    self.path = path
    rules = file?.policy.places.map { Row(place: $0.place, rule: $0.rule) }
  }
}

extension RiskLimitsListing: Document {
  /// The rules, for programs.
  package var json: JSONValue {
    [
      "file": .string(path), "is_there": .boolean(rules != nil),
      "rules": .array((rules ?? []).map { ["where": .string($0.place), "rule": .string($0.rule)] }),
    ]
  }
}
