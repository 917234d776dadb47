package import TradingCore
package import YAMLText

/// The level of a scope: the highest share that is used of its own loss limits, and what that brings.
///
/// YELLOW tells people, ORANGE makes entries smaller, RED lets none pass, BLACK closes everything and lets none pass until
/// somebody arms the scope again. A level begins at its share, that share included, but BLACK above it; it ends some way below,
/// so that it does not flicker. Limits of counts have levels for people (`RiskTree.tiers`), which do nothing.
package struct AlertLevels: RiskRule {
  /// Where levels begin, in millionths of a limit.
  package struct Settings: Sendable, Hashable, Codable {
    /// From which share on people are told.
    package var yellow: Int64
    /// From which share on entries are smaller.
    package var orange: Int64
    /// From which share on there are none.
    package var red: Int64
    /// Above which share everything is closed.
    package var black: Int64
    /// How far below its share a level ends; BLACK does not end by itself.
    package var hysteresis: Int64
    /// What is left of an entry's size from ORANGE on, in millionths.
    package var orangeSize: Int64

    private enum CodingKeys: String, CodingKey {
      case yellow = "yellow"
      case orange = "orange"
      case red = "red"
      case black = "black"
      case hysteresis = "hysteresis"
      case orangeSize = "orange_size"
    }

    /// Shares; without a word those of docs/risk.md.
    package init(
      yellow: Int64 = 500_000, orange: Int64 = 700_000, red: Int64 = 850_000, black: Int64 = 950_000,
      hysteresis: Int64 = 50_000, orangeSize: Int64 = 500_000
    ) {
      self.yellow = yellow
      self.orange = orange
      self.red = red
      self.black = black
      self.hysteresis = hysteresis
      self.orangeSize = orangeSize
    }

    /// Where a level begins.
    fileprivate func share(_ level: RiskLevel) -> Int64 {
      switch level {
      case .green: 0
      case .yellow: yellow
      case .orange: orange
      case .red: red
      case .black: black
      }
    }
  }

  /// The level at hand.
  package struct State: Sendable, Hashable, Codable {
    /// The level.
    var level = RiskLevel.green

    private enum CodingKeys: String, CodingKey { case level = "level" }
  }

  /// `alert_levels`.
  package static let name = "alert_levels"
  /// Whatever may use up or give back a limit. What is asked for uses up none that is a loss.
  package static let hears = RiskEvent.Kinds.all.subtracting([
    .asked, .exits, .approved, .denied, .sent, .rejected,
  ])
  /// It looks at nothing else.
  package static let looksAtAllowances = true
  /// Where levels begin.
  package let settings: Settings
  /// The level at hand.
  package var state = State()

  /// A rule of a scope that has lost nothing.
  ///
  /// - Throws: `RiskSettingFault` for shares that do not rise, and for a part of a size that is none.
  package init(_ settings: Settings = Settings()) throws(RiskSettingFault) {
    self.settings = settings
    let shares = [0, settings.yellow, settings.orange, settings.red, settings.black, 1_000_000]
    guard zip(shares, shares.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw RiskSettingFault(Self.name, "yellow, orange, red and black have to rise, above 0 and below 1")
    }
    guard (0...settings.yellow).contains(settings.hysteresis) else {
      throw RiskSettingFault(Self.name, "the hysteresis has to be 0 or more, and no more than yellow")
    }
    guard (1...RiskView.wholeSize).contains(settings.orangeSize) else {
      throw RiskSettingFault(Self.name, "the size has to be above 0 and no more than 1")
    }
  }

  /// The level at hand.
  package var level: RiskLevel? { state.level }

  /// Finds the level anew, and does what follows from another one.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    let before = state.level
    if case .operated(let act) = event.what, act.unlocks(.alertBlack), event.scope == scene.scope {
      // Who arms it again has the other rules' limits given anew; where they are not, it is BLACK again.
      state.level = .green
    }
    if state.level == .black { return [] }
    let uses = scene.allowances.compactMap { Use($0, at: scene.equity) }
    var level = Self.natural(uses, settings)
    if level < state.level {
      level = state.level
      while level > .green, !uses.contains(where: { $0.has(settings.share(level) - settings.hysteresis) }) {
        level = level.better
      }
    }
    state.level = level
    return level == before && level != .black ? [] : actions(from: before, uses, in: scene)
  }

  /// The level by its shares, wherever it came from.
  private static func natural(_ uses: [Use], _ settings: Settings) -> RiskLevel {
    RiskLevel.allCases.last { level in
      level == .green || uses.contains { $0.reaches(level, settings) }
    } ?? .green
  }

  /// The level of a limit by itself, for people.
  package static func level(usedMillionths: Int64, _ settings: Settings) -> RiskLevel {
    RiskLevel.allCases.last { level in
      let share = settings.share(level)
      return level == .black ? usedMillionths > share : usedMillionths >= share
    } ?? .green
  }

  private func actions(from before: RiskLevel, _ uses: [Use], in scene: RiskScene) -> [RiskAction] {
    let level = state.level
    let worst = uses.max { $0.usedMillionths < $1.usedMillionths }
    let value = worst.map { "\(LossLimit.percent($0.usedMillionths)) of \($0.name) used" } ?? "no loss limit"
    func action(_ verb: RiskAction.Verb, _ code: DenialCode) -> RiskAction {
      scene.action(verb, code, by: Self.self, limit: "level \(level.rawValue)", value: value)
    }
    var actions: [RiskAction] = []
    if level == .black { actions.append(action(.lock(symbol: nil, until: nil, flattens: true), .alertBlack)) }
    if level == .red { actions.append(action(.lock(symbol: nil, until: nil, flattens: false), .alertRed)) }
    if level < .red { actions.append(action(.release(symbol: nil), .alertRed)) }
    let size = level >= .orange ? settings.orangeSize : RiskView.wholeSize
    actions.append(action(.size(millionths: size), .alertLevel))
    actions.append(action(.tell, .alertLevel))
    return actions
  }

  // MARK: Equities

  /// From the equity at which the next worse level begins to that at which this one ends.
  package func band(in scene: RiskScene) -> EquityBand {
    guard state.level != .black else { return .unlimited }
    var band = EquityBand.unlimited
    var ends = [Int128]()
    for use in scene.allowances.compactMap({ Use($0, at: scene.equity) }) {
      guard let reference = use.reference, use.limit > 0 else { continue }
      let worse = RiskLevel.allCases[state.level.rank + 1]
      let lost = Use.amount(settings.share(worse), of: use.limit, isAbove: worse == .black)
      band = band.intersection(EquityBand(lowest: reference - lost + 1))
      guard state.level > .green else { continue }
      let end = settings.share(state.level) - settings.hysteresis
      ends.append(reference - Use.amount(end, of: use.limit, isAbove: false))
    }
    if let end = ends.max() { band = band.intersection(EquityBand(highest: end)) }
    return band
  }

  /// A loss limit, and how much of it is used.
  private struct Use {
    let name: String
    let limit: Int128
    let used: Int128
    let reference: Int128?

    init?(_ allowance: RiskAllowance, at equity: Int128) {
      guard allowance.isLoss else { return nil }
      name = allowance.name
      limit = allowance.limit
      reference = allowance.reference
      let lost = allowance.reference.map { $0 - equity } ?? 0
      used = max(0, limit - max(0, allowance.left), lost)
    }

    /// Nothing of which a share could be used is used up.
    var usedMillionths: Int64 { limit > 0 ? Int64(clamping: used * 1_000_000 / limit) : 1_000_000 }

    func has(_ share: Int64) -> Bool { limit <= 0 || used * 1_000_000 >= Int128(share) * limit }

    func reaches(_ level: RiskLevel, _ settings: Settings) -> Bool {
      let share = settings.share(level)
      return level == .black ? limit <= 0 || used * 1_000_000 > Int128(share) * limit : has(share)
    }

    /// The least amount that is such a share of a limit, or above it.
    static func amount(_ share: Int64, of limit: Int128, isAbove: Bool) -> Int128 {
      let product = Int128(share) * limit
      return isAbove ? product / 1_000_000 + 1 : (product + 999_999) / 1_000_000
    }
  }
}

extension AlertLevels {
  private enum Key: String, YAMLKey {
    case enabled, yellow, orange, red, black, hysteresis
    case orangeSize = "orange_size"
  }

  /// `yellow`, `orange`, `red`, `black`, `hysteresis` and `orange_size`, each a share.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    var settings = Settings()
    if let value = map.optional(.yellow) { settings.yellow = try value.share() }
    if let value = map.optional(.orange) { settings.orange = try value.share() }
    if let value = map.optional(.red) { settings.red = try value.share() }
    if let value = map.optional(.black) { settings.black = try value.share() }
    if let value = map.optional(.hysteresis) {
      settings.hysteresis = try value.decimal(digits: 6, in: 0...1_000_000, "a share from 0: 0.05 is 5 %")
    }
    if let value = map.optional(.orangeSize) { settings.orangeSize = try value.share() }
    return settings
  }
}
