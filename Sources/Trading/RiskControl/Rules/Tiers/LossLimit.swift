import TradingCore

/// A loss as a share of what it is counted from, and what that is.
///
/// The limit is reached when equity has come down to it, exactly; and while there is nothing to take a share of, at an
/// equity or a base of zero or less.
package struct LossLimit: Sendable, Hashable, Codable {
  /// Where the loss is counted from. Text codes are stable.
  package enum Start: String, Sendable, Hashable, Codable, CaseIterable {
    /// What the period began with.
    case start
    /// The most that there was in the period.
    case peak
  }

  /// When the loss begins anew. Text codes are stable.
  package enum Period: String, Sendable, Hashable, Codable, CaseIterable {
    /// With every trading day.
    case day
    /// With every trading week.
    case week
    /// Never by itself: it was the scope's first day, or somebody released it.
    case open
  }

  /// The share, above 0, in millionths.
  package var millionths: Int64
  /// What of an account is looked at as a period begins, or for its peak.
  package var basis: DailyLoss.Basis
  /// Where it is counted from.
  package var start: Start
  /// When it begins anew.
  package var period: Period
  /// When a day ends.
  package var reset: DailyReset
  /// The day whose reset ends a week, 0 for Sunday to 6 for Saturday.
  package var resetWeekday: Int

  private enum CodingKeys: String, CodingKey {
    case millionths = "millionths"
    case basis = "basis"
    case start = "start"
    case period = "period"
    case reset = "reset"
    case resetWeekday = "reset_weekday"
  }

  /// A limit of so many millionths.
  package init(
    _ millionths: Int64, per period: Period, basis: DailyLoss.Basis = .equity, from start: Start = .start,
    reset: DailyReset = .newYorkClose, resetWeekday: Int = 0
  ) {
    self.millionths = millionths
    self.basis = basis
    self.start = start
    self.period = period
    self.reset = reset
    self.resetWeekday = resetWeekday
  }

  /// What is wrong with it, if anything.
  func fault(of rule: String) -> RiskSettingFault? {
    guard (1...1_000_000).contains(millionths) else {
      return RiskSettingFault(
        rule, "a loss has to be above 0 and at most 1,000,000 millionths, was \(millionths)")
    }
    guard (0...6).contains(resetWeekday) else {
      return RiskSettingFault(rule, "the day that ends a week has to be 0 to 6, was \(resetWeekday)")
    }
    return reset.fault(of: rule)
  }

  /// When the period ends that holds at an instant, or begins there.
  func end(after time: Timestamp) -> Timestamp {
    guard period != .open else { return .distantFuture }
    var end = reset.next(after: time)
    guard period == .week else { return end }
    for _ in 0..<7 where reset.zone.localTime(at: end).date.weekday != resetWeekday {
      end = reset.next(after: end)
    }
    return end
  }

  /// The same as text: `3 % a day of the equity at its start`.
  var text: String {
    let place =
      switch (start, period) {
      case (.peak, _): "at its peak"
      case (.start, .open): "it began with"
      case (.start, _): "at its start"
      }
    let time =
      switch period {
      case .day: " a day"
      case .week: " a week"
      case .open: ""
      }
    let basis = basis == .higher ? "balance or equity" : basis.rawValue
    return "\(Self.percent(millionths))\(time) of the \(basis) \(place)"
  }

  /// Millionths as text: `3 %`.
  static func percent(_ millionths: Int64) -> String {
    DecimalText.format(millionths, digits: 4, minimumFraction: 0) + " %"
  }
}

/// How far a loss has come in its period.
package struct LossMeter: Sendable, Hashable, Codable {
  /// What it is counted from, in money units.
  private(set) var reference: Int128 = 0
  /// When the period ends; not known before the first event with a time.
  private(set) var nextReset = Timestamp.distantPast
  /// Whether the limit has been reached.
  private(set) var isReached = false

  private enum CodingKeys: String, CodingKey {
    case reference = "reference"
    case nextReset = "next_reset"
    case isReached = "reached"
  }

  /// Nothing is lost.
  init() {}

  /// When the period ends.
  func wakeTime(_ limit: LossLimit) -> Timestamp {
    limit.period == .open ? .distantFuture : nextReset
  }

  /// Takes an event in.
  ///
  /// `code`: that of the lock which the loss brings about. Who takes that off gives the limit anew.
  /// - Returns: whether the limit has been reached by it.
  mutating func hear(
    _ event: RiskEvent, in scene: RiskScene, _ limit: LossLimit, code: DenialCode
  ) -> Bool {
    switch event.what {
    case .clock where limit.period != .open && scene.at >= nextReset:
      // The first period began with what the bots came with.
      if nextReset != .distantPast { begin(in: scene, limit) }
      nextReset = limit.end(after: scene.at)
    case .joined(let mark):
      reference += Self.base(Int128(mark.balance.units), Int128(mark.equity.units), limit)
    // What it has lost stays lost.
    case .left(let mark): reference -= Int128(mark.equity.units)
    case .funded(let amount): reference += Int128(amount.units)
    case .operated(let act) where act.renews(code) && event.scope == scene.scope: begin(in: scene, limit)
    default: break
    }
    guard !isReached, scene.botCount > 0 else { return false }
    if limit.start == .peak {
      reference = max(reference, Self.base(scene.balance, scene.equity, limit))
    }
    isReached = scene.equity <= floor(limit)
    return isReached
  }

  private mutating func begin(in scene: RiskScene, _ limit: LossLimit) {
    reference = Self.base(scene.balance, scene.equity, limit)
    isReached = false
  }

  private static func base(_ balance: Int128, _ equity: Int128, _ limit: LossLimit) -> Int128 {
    switch limit.basis {
    case .balance: balance
    case .equity: equity
    case .higher: max(balance, equity)
    }
  }

  /// The loss at which the limit is reached, in money units, rounded up; nothing where there is nothing to lose.
  private func amount(_ limit: LossLimit) -> Int128 {
    (max(0, reference) * Int128(limit.millionths) + 999_999) / 1_000_000
  }

  /// The equity at which the limit is reached.
  private func floor(_ limit: LossLimit) -> Int128 {
    reference > 0 ? max(0, reference - amount(limit)) : .max
  }

  /// What has been lost, as text: `31.50 USD of 1000.00 USD`.
  func text(in scene: RiskScene) -> String {
    guard reference > 0, scene.equity > 0 else { return "an equity of \(scene.text(scene.equity))" }
    return "\(scene.text(reference - scene.equity)) lost of \(scene.text(reference))"
  }

  /// Everything above the floor is quiet, and below the peak where that counts; after the limit was reached, everything is.
  func band(in scene: RiskScene, _ limit: LossLimit) -> EquityBand {
    guard !isReached, scene.botCount > 0, reference > 0 else { return .unlimited }
    let isFollowed = limit.start == .peak && limit.basis != .balance
    return EquityBand(lowest: floor(limit) + 1, highest: isFollowed ? reference : .max)
  }

  /// What may still be lost.
  func allowance(
    _ name: String, of rule: String, in scene: RiskScene, _ limit: LossLimit
  ) -> [RiskAllowance] {
    guard let currency = scene.currency else { return [] }
    let amount = amount(limit)
    return [
      RiskAllowance(
        rule: rule, scope: scene.scope, name: name, limit: amount,
        left: isReached || reference <= 0 ? 0 : max(0, scene.equity - floor(limit)), unit: .money(currency),
        reference: reference, isLoss: true)
    ]
  }
}
