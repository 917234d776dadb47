package import TradingCore
import YAMLText

/// How far equity may fall below a reference, and what happens then: the terms that limits on drawdown share.
package struct DrawdownTerms: Sendable, Hashable, Codable {
  /// The fall in money; `nil` for a share.
  package var amount: Money?
  /// The fall as a share of the reference, in millionths; `nil` for an amount.
  package var millionths: Int64?
  /// What the reference is made of.
  package var basis: DailyLoss.Basis
  /// What happens at the limit.
  package var enforcement: DailyLoss.Enforcement

  private enum CodingKeys: String, CodingKey {
    case amount = "amount"
    case millionths = "millionths"
    case basis = "basis"
    case enforcement = "enforcement"
  }

  /// Terms of a fall in money.
  package init(
    amount: Money, basis: DailyLoss.Basis = .equity, enforcement: DailyLoss.Enforcement = .flatten
  ) {
    self.amount = amount
    self.basis = basis
    self.enforcement = enforcement
  }

  /// Terms of a fall as a share of the reference.
  package init(
    millionths: Int64, basis: DailyLoss.Basis = .equity, enforcement: DailyLoss.Enforcement = .flatten
  ) {
    self.millionths = millionths
    self.basis = basis
    self.enforcement = enforcement
  }

  /// The fall at which the limit is reached, below a reference; 0 where there is nothing to fall from.
  func fall(from reference: Int128) -> Int128 {
    if let amount { return Int128(amount.units) }
    guard let millionths, reference > 0 else { return 0 }
    return reference * Int128(millionths) / 1_000_000
  }

  /// What counts towards the reference, of a balance and an equity.
  func figure(_ balance: Int128, _ equity: Int128) -> Int128 {
    switch basis {
    case .balance: balance
    case .equity: equity
    case .higher: max(balance, equity)
    }
  }

  func figure(_ mark: BotMark) -> Int128 { figure(Int128(mark.balance.units), Int128(mark.equity.units)) }

  func figure(in scene: RiskScene) -> Int128 { figure(scene.balance, scene.equity) }

  /// What is wrong with them, if anything.
  func fault(of rule: String) -> RiskSettingFault? {
    switch (amount, millionths) {
    case (nil, nil): RiskSettingFault(rule, "there is no limit")
    case (.some, .some): RiskSettingFault(rule, "there is a limit in money and one as a share")
    case (let amount?, nil) where amount <= .zero: RiskSettingFault(rule, "the limit has to be above 0")
    case (nil, let share?) where !(1...1_000_000).contains(share):
      RiskSettingFault(rule, "the share has to be above 0 and up to 1")
    default: nil
    }
  }

  /// What happens at a limit, as files say it. Text codes are stable.
  package enum Response: String, CaseIterable {
    /// Everything is canceled and closed, and entries are locked.
    case closeAllAndLockout = "close_all_and_lockout"
    /// Entries are locked.
    case lockout
  }

  /// Terms of a file: one of `limit` in money and `share`.
  static func read(
    limit: YAMLValue?, share: YAMLValue?, basis: YAMLValue?, enforcement: YAMLValue?, of rule: YAMLValue,
    in context: RiskFileContext
  ) throws(ConfigurationError) -> DrawdownTerms {
    let basis = try basis?.choice(DailyLoss.Basis.self) ?? .equity
    let response = try enforcement?.choice(Response.self) ?? .closeAllAndLockout
    let enforcement: DailyLoss.Enforcement = response == .lockout ? .block : .flatten
    switch (limit, share) {
    case (let limit?, nil):
      return DrawdownTerms(
        amount: try limit.moneyLimit(in: context), basis: basis, enforcement: enforcement)
    case (nil, let share?):
      return DrawdownTerms(millionths: try share.share(), basis: basis, enforcement: enforcement)
    default:
      throw .fault(
        rule.place, field: rule.field,
        problem: limit == nil ? "there is no limit" : "there are limit and share",
        remedy: "write one of 'limit: 500' in money and 'share: 0.1'")
    }
  }

  /// The reset of a file, `reset_time` and `timezone`; `nil` where there is neither, or `reset_time` is `never`.
  static func reset(
    time: YAMLValue?, zone: YAMLValue?
  ) throws(ConfigurationError) -> DailyReset? {
    guard let time, time.scalar != "never" else {
      if let zone {
        throw .fault(
          zone.place, field: zone.field, problem: "there is no reset_time that it is the clock of",
          remedy: "write 'reset_time: \"17:00\"', or leave it out")
      }
      return nil
    }
    return DailyReset(zone: try zone?.zone() ?? .newYork, secondsInDay: try time.timeOfDay())
  }
}
