package import TradingCore

/// Takes a promoted bot back whose capital is lost, whose results have fallen off, or whose equity fell too far: what is
/// worst comes first.
///
/// It goes by figures that somebody else keeps and says with `measured`, and by the limits that came with the grant, else
/// by its own. A bot that was taken back, by it or by others (`revoked`), opens nothing until it has another grant.
package struct Ladder: RiskRule {
  /// When a bot is taken back.
  package struct Settings: Sendable, Hashable, Codable {
    /// The degradation test's value that takes a bot one step down, in millionths.
    package var stepDownMillionths: Int64
    /// The degradation test's value that takes a bot back to paper, in millionths.
    package var demoteMillionths: Int64
    /// The fall from a peak that takes a bot from demo to paper, in millionths of the peak.
    package var demoDrawdownMillionths: Int64
    /// The fall from a peak that takes a bot from live to demo, in millionths of the peak.
    package var liveDrawdownMillionths: Int64
    /// Whether what is open is closed for it; else its strategy does.
    package var flattens: Bool

    private enum CodingKeys: String, CodingKey {
      case stepDownMillionths = "step_down_millionths"
      case demoteMillionths = "demote_millionths"
      case demoDrawdownMillionths = "demo_drawdown_millionths"
      case liveDrawdownMillionths = "live_drawdown_millionths"
      case flattens = "flattens"
    }

    /// Limits from their values.
    package init(
      stepDownMillionths: Int64, demoteMillionths: Int64, demoDrawdownMillionths: Int64,
      liveDrawdownMillionths: Int64, flattens: Bool
    ) {
      self.stepDownMillionths = stepDownMillionths
      self.demoteMillionths = demoteMillionths
      self.demoDrawdownMillionths = demoDrawdownMillionths
      self.liveDrawdownMillionths = liveDrawdownMillionths
      self.flattens = flattens
    }
  }

  /// The place that a bot has.
  package struct State: Sendable, Hashable, Codable {
    /// What it rests on; `nil` for paper, and for a bot that was taken back.
    var grant: RiskGrant?
    /// Whether it was taken back and has not been given anything since.
    var isTakenBack = false

    private enum CodingKeys: String, CodingKey {
      case grant = "grant"
      case isTakenBack = "taken_back"
    }
  }

  /// What a bot loses.
  package struct Loss: Sendable, Hashable {
    /// The mode after it.
    package let mode: TradingMode
    /// The step after it in LIVE; 0 elsewhere.
    package let step: Int
    /// The limit that was reached, as text.
    package let limit: String
    /// A stable code and the figures.
    package let reason: String
  }

  /// `ladder`.
  package static let name = "ladder"
  /// Grants given or taken, and figures.
  package static let hears: RiskEvent.Kinds = [.granted, .measured]
  /// The rule of a bot whose grant says its limits.
  package static let standard = Ladder(
    standard: Settings(
      stepDownMillionths: 20_000_000, demoteMillionths: 100_000_000, demoDrawdownMillionths: 150_000,
      liveDrawdownMillionths: 150_000, flattens: true))
  /// Its limits.
  package let settings: Settings
  /// The place that the bot has.
  package var state = State()

  private init(standard settings: Settings) { self.settings = settings }

  /// A rule of a bot without a grant.
  ///
  /// - Throws: `RiskSettingFault` for a limit that is not above 0.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    let limits = [
      settings.stepDownMillionths, settings.demoteMillionths, settings.demoDrawdownMillionths,
      settings.liveDrawdownMillionths,
    ]
    if let least = limits.min(), least <= 0 {
      throw RiskSettingFault(Self.name, "a limit has to be above 0, was \(least) millionths")
    }
  }

  /// Holds figures against the limits of the place that the bot has.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .granted(let grant):
      let wasTakenBack = state.isTakenBack
      state = State(grant: grant)
      guard wasTakenBack else { return [] }
      let limit = grant.map { "until \($0.until.iso8601)" } ?? "none needed"
      return [action(.release(symbol: nil), in: scene, limit: limit, value: "another grant")]
    case .revoked(let reason, let flattens):
      guard !state.isTakenBack else { return [] }
      return [action(takeBack(flattens), in: scene, limit: "a mode that stands", value: reason)]
    case .measured(let figures):
      guard let grant = state.grant, let loss = loss(at: figures, of: grant, in: scene.currency) else {
        return []
      }
      return [takeBack(), .stepDown(to: loss.mode, step: loss.step)].map {
        action($0, in: scene, limit: loss.limit, value: loss.reason)
      }
    default: return []
    }
  }

  private mutating func takeBack(_ flattens: Bool? = nil) -> RiskAction.Verb {
    let limits = state.grant?.limits ?? settings
    state = State(grant: nil, isTakenBack: true)
    return .lock(symbol: nil, until: nil, flattens: flattens ?? limits.flattens)
  }

  private func action(
    _ verb: RiskAction.Verb, in scene: RiskScene, limit: String, value: String
  ) -> RiskAction {
    scene.action(verb, .botDemoted, by: Self.self, limit: limit, value: value)
  }

  /// What a bot that stands like this loses by a grant, amounts in a currency; `nil` when it keeps its place.
  package func loss(at figures: RiskFigures, of grant: RiskGrant, in currency: Currency?) -> Loss? {
    let limits = grant.limits ?? settings
    let isLive = grant.mode == .live
    if isLive, let capital = grant.capital, figures.loss >= capital {
      let limit = Self.text(capital, currency)
      let reason = "capital_lost loss=\(Self.text(figures.loss, currency)) capital=\(limit)"
      return Loss(mode: .paper, step: 0, limit: limit, reason: reason)
    }
    if figures.value >= Self.value(limits.demoteMillionths) {
      return degraded(figures, to: .paper, step: 0, limits.demoteMillionths)
    }
    let below: TradingMode = isLive ? .demo : .paper
    let drawdown = isLive ? limits.liveDrawdownMillionths : limits.demoDrawdownMillionths
    if figures.drawdown >= Self.value(drawdown) {
      let limit = Self.text(drawdown)
      let reason = "drawdown_limit drawdown=\(Self.text(figures.drawdown)) limit=\(limit)"
      return Loss(mode: below, step: 0, limit: limit, reason: reason)
    }
    guard figures.value >= Self.value(limits.stepDownMillionths) else { return nil }
    let hasStep = isLive && grant.step > 1
    return degraded(
      figures, to: hasStep ? .live : below, step: hasStep ? grant.step - 1 : 0, limits.stepDownMillionths)
  }

  private func degraded(
    _ figures: RiskFigures, to mode: TradingMode, step: Int, _ millionths: Int64
  ) -> Loss {
    let limit = Self.text(millionths)
    let value = Self.text(figures.value)
    return Loss(
      mode: mode, step: step, limit: limit,
      reason: "degraded value=\(value) limit=\(limit) trades=\(figures.trades)")
  }

  private static func value(_ millionths: Int64) -> Double { Double(millionths) / 1_000_000 }

  private static func text(_ millionths: Int64) -> String {
    DecimalText.format(millionths, digits: 6, minimumFraction: 0)
  }

  /// Four decimals, cut off: a figure must not look as if it had reached what it has not.
  private static func text(_ value: Double) -> String {
    "\((min(value, 1e12) * 10_000).rounded(.down) / 10_000)"
  }

  private static func text(_ money: Money, _ currency: Currency?) -> String {
    currency.map { money.text(in: $0) } ?? "\(money.units)"
  }
}
