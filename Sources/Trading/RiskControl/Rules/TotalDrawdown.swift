package import TradingCore
package import YAMLText

/// Takes the scope out once equity has fallen so far below what it began with, however long that takes.
///
/// It began with what its bots came with; bots that come or go and money that is paid in or out move that by as much as
/// they move equity. Without a reset a person has to unlock it, and it counts anew from there; with one it does at each
/// reset. The limit is reached when equity is at or below it, found at the tick that brings it there.
package struct TotalDrawdown: ConfiguredRiskRule {
  /// The limit and when it begins anew.
  package struct Settings: Sendable, Hashable, Codable {
    /// The limit.
    package var terms: DrawdownTerms
    /// When it begins anew; `nil` for never.
    package var reset: DailyReset?

    private enum CodingKeys: String, CodingKey {
      case terms = "terms"
      case reset = "reset"
    }

    /// A limit, never anew unless said.
    package init(_ terms: DrawdownTerms, reset: DailyReset? = nil) {
      self.terms = terms
      self.reset = reset
    }
  }

  /// Where it began.
  package struct State: Sendable, Hashable, Codable {
    /// What it began with, in money units.
    var start: Int128 = 0
    /// When it begins anew; not known before the first event with a time.
    var nextReset = Timestamp.distantPast
    /// Whether the limit has been reached.
    var isReached = false

    private enum CodingKeys: String, CodingKey {
      case start = "start"
      case nextReset = "next_reset"
      case isReached = "reached"
    }
  }

  /// `total_drawdown`.
  package static let name = "total_drawdown"
  /// What moves equity, resets and unlocks.
  package static let hears: RiskEvent.Kinds = [.equityLeftBand, .clock, .flows, .operated]
  /// Losses are added up.
  package static let usesMoney = true
  /// The limit.
  package let settings: Settings
  /// Where it began.
  package var state = State()

  /// A rule of a scope without bots.
  ///
  /// - Throws: `RiskSettingFault` for a limit that makes no sense, and for no time of day.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    if let fault = settings.terms.fault(of: Self.name) ?? settings.reset?.fault(of: Self.name) { throw fault }
  }

  /// When it begins anew.
  package var wakeTime: Timestamp { settings.reset == nil ? .distantFuture : state.nextReset }

  /// Keeps what it began with, and acts at the limit.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .clock:
      guard let reset = settings.reset, scene.at >= state.nextReset else { break }
      if state.nextReset != .distantPast { begin(in: scene) }
      state.nextReset = reset.next(after: scene.at)
    case .joined(let mark): state.start += settings.terms.figure(mark)
    // What it has lost stays lost.
    case .left(let mark): state.start -= Int128(mark.equity.units)
    case .funded(let amount): state.start += Int128(amount.units)
    case .operated(let act)
    where act.unlocks(.totalDrawdown) && event.scope == scene.scope && state.isReached:
      begin(in: scene)
    default: break
    }
    guard !state.isReached, fall > 0, scene.equity <= state.start - fall else { return [] }
    state.isReached = true
    return [
      scene.action(
        .lock(
          symbol: nil, until: settings.reset == nil ? nil : state.nextReset,
          flattens: settings.terms.enforcement == .flatten), .totalDrawdown, by: Self.self,
        limit: "a fall below \(scene.text(fall)) from \(scene.text(state.start))",
        value: "\(scene.text(state.start - scene.equity)) lost")
    ]
  }

  private mutating func begin(in scene: RiskScene) {
    state.start = settings.terms.figure(in: scene)
    state.isReached = false
  }

  private var fall: Int128 { settings.terms.fall(from: state.start) }

  /// Everything above the limit is quiet, and everything once it was reached.
  package func band(in scene: RiskScene) -> EquityBand {
    state.isReached || fall <= 0 ? .unlimited : EquityBand(lowest: state.start - fall + 1)
  }

  /// What may still be lost.
  package func allowances(in scene: RiskScene) -> [RiskAllowance] {
    guard let currency = scene.currency else { return [] }
    return [
      RiskAllowance(
        rule: Self.name, scope: scene.scope, name: "total", limit: fall,
        left: state.isReached ? 0 : max(0, scene.equity - (state.start - fall)), unit: .money(currency),
        reference: state.start)
    ]
  }
}

extension TotalDrawdown {
  private enum Key: String, YAMLKey {
    case enabled, limit, share, basis, timezone, enforcement
    case resetTime = "reset_time"
  }

  /// One of `limit` and `share`, `basis`, `reset_time` with `timezone`, `enforcement`.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    return Settings(
      try DrawdownTerms.read(
        limit: map.optional(.limit), share: map.optional(.share), basis: map.optional(.basis),
        enforcement: map.optional(.enforcement), of: value, in: context),
      reset: try DrawdownTerms.reset(time: map.optional(.resetTime), zone: map.optional(.timezone)))
  }
}
