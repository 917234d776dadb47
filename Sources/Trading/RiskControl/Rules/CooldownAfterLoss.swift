package import TradingCore
package import YAMLText

/// After a position that lost so much everything is canceled and closed, and nothing is opened for so long: the more it
/// lost, the longer.
///
/// A loss is net of commission and swap. What a position closes in several portions is one loss, so that nobody loses more
/// by closing in small parts. While it cools down, what opens behind it is closed at once.
package struct CooldownAfterLoss: ConfiguredRiskRule {
  /// A loss and the time after it.
  package struct Threshold: Sendable, Hashable, Codable {
    /// The loss, above 0, in the scope's currency.
    package var loss: Money
    /// Seconds without entries.
    package var coolDownSeconds: Int64

    private enum CodingKeys: String, CodingKey {
      case loss = "loss"
      case coolDownSeconds = "cool_down_seconds"
    }

    /// A loss with its seconds.
    package init(_ loss: Money, coolDownSeconds: Int64) {
      self.loss = loss
      self.coolDownSeconds = coolDownSeconds
    }
  }

  /// The thresholds.
  package struct Settings: Sendable, Hashable, Codable {
    /// By loss, the least first.
    package var thresholds: [Threshold]

    private enum CodingKeys: String, CodingKey {
      case thresholds = "thresholds"
    }

    /// Thresholds in any order.
    package init(_ thresholds: [Threshold]) {
      self.thresholds = thresholds.sorted { $0.loss < $1.loss }
    }
  }

  /// What a position has come to so far.
  package struct Result: Sendable, Hashable, Codable {
    /// Whose it is.
    let bot: String
    /// Its number there.
    let position: ClientOrderID
    /// In money units.
    var net: Int128

    private enum CodingKeys: String, CodingKey {
      case bot = "bot"
      case position = "position"
      case net = "net"
    }
  }

  /// What has been closed.
  package struct State: Sendable, Hashable, Codable {
    /// Positions of which something was closed, the latest last.
    var results: [Result] = []

    private enum CodingKeys: String, CodingKey {
      case results = "results"
    }
  }

  /// `cooldown_after_loss`.
  package static let name = "cooldown_after_loss"
  /// Trades that are closed, bots that come and go, and unlocks.
  package static let hears: RiskEvent.Kinds = [.closed, .flows, .operated]
  /// Losses are amounts.
  package static let usesMoney = true
  /// How many positions it remembers: of more than are closed in parts at a time.
  private static let remembered = 64
  /// The thresholds.
  package let settings: Settings
  /// What has been closed.
  package var state = State()

  /// A rule of thresholds.
  ///
  /// - Throws: `RiskSettingFault` without one, for a loss or a time that is not above 0, for a loss that is there twice,
  ///   and for one that cools down for less than a smaller one.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    guard !settings.thresholds.isEmpty else { throw RiskSettingFault(Self.name, "a threshold is missing") }
    var before: Threshold?
    for threshold in settings.thresholds {
      let loss = threshold.loss.units
      guard loss > 0 else {
        throw RiskSettingFault(Self.name, "a loss has to be above 0, was \(loss) money units")
      }
      guard threshold.coolDownSeconds > 0 else {
        throw RiskSettingFault(
          Self.name, "a cooldown has to be 1 second at least, was \(threshold.coolDownSeconds)")
      }
      if let before, before.loss == threshold.loss {
        throw RiskSettingFault(Self.name, "one loss has two cooldowns")
      }
      if let before, before.coolDownSeconds > threshold.coolDownSeconds {
        throw RiskSettingFault(
          Self.name,
          "a larger loss cools down for \(threshold.coolDownSeconds) s, a smaller one for \(before.coolDownSeconds) s"
        )
      }
      before = threshold
    }
  }

  /// Adds up what a position has closed, and cools down for the largest threshold that it has reached.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .closed(let trade): return coolDown(after: add(trade, of: scene.bot ?? ""), in: scene)
    case .operated(let act) where act.unlocks(.cooldownAfterLoss) && event.scope == scene.scope:
      // Who lets it go on forgives what was lost.
      state.results = []
    // Numbers of positions may begin anew.
    case .joined, .left: state.results.removeAll { $0.bot == scene.bot }
    default: break
    }
    return []
  }

  /// The position's result with this portion.
  private mutating func add(_ trade: ClosedTrade, of bot: String) -> Int128 {
    var result = Result(bot: bot, position: trade.position, net: 0)
    if let index = state.results.lastIndex(where: { $0.bot == bot && $0.position == trade.position }) {
      result = state.results.remove(at: index)
    }
    result.net += Int128(trade.netResult.units)
    state.results.append(result)
    if state.results.count > Self.remembered { state.results.removeFirst() }
    // What closes for a gain can't be one that has reached a threshold by this portion.
    return trade.netResult < .zero ? result.net : 0
  }

  private func coolDown(after net: Int128, in scene: RiskScene) -> [RiskAction] {
    guard let reached = settings.thresholds.last(where: { net <= -Int128($0.loss.units) }) else { return [] }
    let (length, overflowed) = reached.coolDownSeconds.multipliedReportingOverflow(by: Timestamp.second)
    let end = scene.at.advanced(by: overflowed ? .max : length)
    return [
      scene.action(
        .lock(symbol: nil, until: end, flattens: true), .cooldownAfterLoss, by: Self.self,
        limit:
          "a loss below \(scene.text(Int128(reached.loss.units))), else \(reached.coolDownSeconds) s without entries",
        value: "\(scene.text(-net)) lost")
    ]
  }
}

extension CooldownAfterLoss {
  private enum Key: String, YAMLKey {
    case enabled
    case thresholds = "loss_thresholds"
  }

  private enum ThresholdKey: String, YAMLKey {
    case loss = "loss_amount"
    case coolDown = "cooldown_duration"
  }

  /// `loss_thresholds`: a list of a `loss_amount` and its `cooldown_duration` in seconds.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    let example = "[{loss_amount: -100, cooldown_duration: 300}]"
    var thresholds: [Threshold] = []
    for item in try map.required(.thresholds, example: example).items("a list like \(example)") {
      let values = try YAMLMap(item, keys: ThresholdKey.self)
      thresholds.append(
        Threshold(
          try values.required(.loss, example: "-100").moneyLimit(in: context),
          coolDownSeconds: try values.required(.coolDown, example: "300").seconds(from: 1)))
    }
    return Settings(thresholds)
  }
}
