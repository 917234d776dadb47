package import TradingCore

/// The kill switch's tiers, the narrowest first, and what people do. Text codes are stable.
package enum KillTier: String, Sendable, Hashable, CaseIterable {
  /// One bot.
  case bot
  /// A family of strategies.
  case strategy
  /// An account.
  case account
  /// News, times and trades per hour.
  case session
  /// Everything.
  case system
  /// A level of a loss limit.
  case level
  /// An operator's kill.
  case `operator`

  /// The tier of a lock or denial; `nil` for what is no part of the kill switch.
  package init?(_ code: DenialCode) {
    switch code {
    case .botQuarantine, .dailyTrades: self = .bot
    case .familyHalt: self = .strategy
    case .accountHalt, .openTrades, .portfolioHeat: self = .account
    case .newsHalt, .endOfDay, .hourlyTrades, .weekend: self = .session
    case .systemHalt: self = .system
    case .alertRed, .alertBlack: self = .level
    case .killSwitch: self = .operator
    default: return nil
    }
  }

  /// The tier of a rule; `nil` for the others.
  package init?(rule: String) {
    switch rule {
    case BotTier.name: self = .bot
    case FamilyTier.name: self = .strategy
    case AccountTier.name: self = .account
    case SessionTier.name: self = .session
    case SystemTier.name: self = .system
    default: return nil
    }
  }
}

/// Something of the kill switch that holds.
package struct KillEngagement: Sendable, Hashable {
  /// Which tier.
  package let tier: KillTier
  /// Where it holds.
  package let scope: RiskScope
  /// The lock: since and until when, and why.
  package let lock: RiskLock

  /// Whether a person has to take it off.
  package var needsRelease: Bool { lock.code.needsRelease }

  /// Why, in words: the limit and what was held against it.
  package var reason: String { "\(lock.value) (\(lock.limit))" }
}

/// How far a limit of the kill switch is used.
package struct TierReading: Sendable, Hashable {
  /// Which tier.
  package let tier: KillTier
  /// The limit, where it holds, and what is left of it.
  package let allowance: RiskAllowance
  /// The level by itself; that of a count, or of anything but a loss, does nothing.
  package let level: RiskLevel

  /// What is used, in the limit's unit.
  package var value: Int128 { allowance.limit - min(max(0, allowance.left), allowance.limit) }
  /// How much of it that is, in millionths; all of a limit of nothing.
  package var usedMillionths: Int64 { allowance.limit > 0 ? allowance.usedMillionths : 1_000_000 }

  /// An amount in the limit's unit, as text: `21.00 USD`, `3`, `0.40`.
  package func text(_ amount: Int128) -> String {
    switch allowance.unit {
    case .entries, .count: "\(amount)"
    case .money(let currency): "\(Money(units: Int64(clamping: amount)).text(in: currency)) \(currency)"
    case .millionths: DecimalText.format(Int64(clamping: amount), digits: 6, minimumFraction: 2)
    }
  }
}

extension RiskTree {
  /// What of the kill switch holds now, by scope, in the order in which it was put on.
  package var engaged: [KillEngagement] {
    locks.compactMap { scope, lock in
      KillTier(lock.code).map { KillEngagement(tier: $0, scope: scope, lock: lock) }
    }
  }

  /// How far the limits of all tiers are used by the last marks, by scope.
  package var tiers: [TierReading] {
    scopes.flatMap { scope -> [TierReading] in
      let settings =
        scope.rules.lazy.compactMap { ($0 as? AlertLevels)?.settings }.first ?? AlertLevels.Settings()
      return scope.allowances(at: now, among: roster).compactMap { allowance in
        guard let tier = KillTier(rule: allowance.rule) else { return nil }
        let used = allowance.limit > 0 ? allowance.usedMillionths : 1_000_000
        return TierReading(
          tier: tier, allowance: allowance, level: AlertLevels.level(usedMillionths: used, settings))
      }
    }
  }
}
