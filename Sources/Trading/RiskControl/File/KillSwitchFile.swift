import TradingCore
import YAMLText

/// The keys `kill_switch_tiers`, `alert_levels` and `risk_modes` of a file of risk settings.
///
/// A tier or limit that is not named has its usual value once its key is there; `off` leaves it out.
enum KillSwitchFile {
  /// Rules with the kinds of scopes in which they hold.
  typealias Rules = [(RiskScope.Kind, any RiskRule)]

  private enum Tier: String, YAMLKey {
    case enabled
    case bot = "bot_level"
    case strategy = "strategy_level"
    case account = "account_level"
    case session = "session_level"
    case system = "system_level"
  }

  /// The rules of the three keys. Tiers come with levels unless those are off.
  static func rules(
    tiers: YAMLValue?, levels: YAMLValue?, modes: YAMLValue?, in context: RiskFileContext
  ) throws(ConfigurationError) -> Rules {
    var rules: Rules = []
    let hasTiers = try tiers.map { (value) throws(ConfigurationError) in try isInUse(value) } ?? false
    if let tiers {
      let read = try self.tiers(tiers, in: context)
      if hasTiers { rules += read }
    }
    if levels != nil || hasTiers {
      let settings = try levels.map { (value) throws(ConfigurationError) in
        try AlertLevels.settings(from: value.orEmpty(), in: context)
      }
      let rule = try make(AlertLevels.self, settings ?? .init(), levels)
      let isOn = try levels.map { (value) throws(ConfigurationError) in try isInUse(value) } ?? true
      if isOn { rules += RiskScope.Kind.allCases.map { ($0, rule) } }
    }
    if let modes {
      let rule = try make(RiskModes.self, try RiskModes.settings(from: modes.orEmpty(), in: context), modes)
      if try isInUse(modes) { rules.append((.account, rule)) }
    }
    return rules
  }

  private static func tiers(
    _ value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Rules {
    let map = try YAMLMap(value.orEmpty(), keys: Tier.self)
    var rules: Rules = []
    func add<Rule: RiskRule>(
      _ tier: Tier, _ kind: RiskScope.Kind, _ type: Rule.Type, _ usual: Rule.Settings,
      _ read: (YAMLValue) throws(ConfigurationError) -> Rule.Settings
    ) throws(ConfigurationError) {
      guard let value = map.optional(tier) else {
        return rules.append((kind, try make(type, usual, nil)))
      }
      guard try isInUse(value) else { return }
      rules.append((kind, try make(type, try read(value), value)))
    }
    try add(.bot, .bot, BotTier.self, .init()) { (value) throws(ConfigurationError) in
      try BotTier.settings(from: value, in: context)
    }
    try add(.strategy, .family, FamilyTier.self, .init()) { (value) throws(ConfigurationError) in
      try FamilyTier.settings(from: value, in: context)
    }
    try add(.account, .account, AccountTier.self, .init()) { (value) throws(ConfigurationError) in
      try AccountTier.settings(from: value, in: context)
    }
    try add(.session, .desk, SessionTier.self, .init()) { (value) throws(ConfigurationError) in
      try SessionTier.settings(from: value, in: context)
    }
    try add(.system, .desk, SystemTier.self, .init()) { (value) throws(ConfigurationError) in
      try SystemTier.settings(from: value, in: context)
    }
    return rules
  }

  private static func make<Rule: RiskRule>(
    _ type: Rule.Type, _ settings: Rule.Settings, _ value: YAMLValue?
  ) throws(ConfigurationError) -> any RiskRule {
    do throws(RiskSettingFault) { return try Rule(settings) } catch {
      let place = value?.place ?? ConfigurationPlace(path: "risk settings", line: nil)
      throw .fault(
        place, field: value?.field ?? type.name, problem: error.description,
        remedy: "change it, or leave it out with off")
    }
  }

  /// Whether a part of the file is in use: it is not `off`, and not `enabled: false`.
  private static func isInUse(_ value: YAMLValue) throws(ConfigurationError) -> Bool {
    if value.isOff { return false }
    if case .empty = value.node.content { return true }
    return try value.entries().first { $0.name == "enabled" }?.value.boolean() ?? true
  }

  /// When a day ends: `reset_time` and `timezone`.
  static func reset(_ time: YAMLValue?, _ zone: YAMLValue?) throws(ConfigurationError) -> DailyReset {
    var reset = DailyReset.newYorkClose
    if let time { reset.secondsInDay = try time.timeOfDay() }
    if let zone { reset.zone = try zone.zone() }
    return reset
  }

  /// A limit that has its usual value where nothing is said.
  static func limit<Limit>(
    _ value: YAMLValue?, _ usual: Limit?, _ read: (YAMLValue) throws(ConfigurationError) -> Limit
  ) throws(ConfigurationError) -> Limit? {
    guard let value else { return usual }
    return try value.limit(read)
  }
}

extension YAMLValue {
  /// Whether it says that there is no such limit: `off`, or `false`.
  var isOff: Bool { scalar == "off" || scalar == "false" }

  /// A map, also where nothing or `off` stands.
  fileprivate func orEmpty() throws(ConfigurationError) -> YAMLValue {
    if isOff { return try Self.emptyMap(place) }
    if case .empty = node.content { return try Self.emptyMap(place) }
    return self
  }

  private static func emptyMap(_ place: ConfigurationPlace) throws(ConfigurationError) -> YAMLValue {
    try YAMLValue(text: "{}", path: place.path) { _, _ in nil }
  }

  /// A limit of a map: its usual value where it is not named, `nil` where it is off.
  func limit<Limit>(
    _ read: (YAMLValue) throws(ConfigurationError) -> Limit
  ) throws(ConfigurationError) -> Limit? {
    isOff ? nil : try read(self)
  }

  /// A count from 1.
  func count() throws(ConfigurationError) -> Int { Int(try integer(in: 1...1_000_000)) }

  /// A time of day on a clock: `21:00 UTC`.
  func clockTime() throws(ConfigurationError) -> DailyReset {
    let words = (scalar ?? "").split(separator: " ").map(String.init)
    let expected =
      "a time of day with its clock like \"21:00 UTC\", which is one of "
      + ClockZone.allCases.map { $0.databaseName }.joined(separator: ", ")
    guard words.count == 2, let seconds = Self.seconds(words[0]),
      let zone = ClockZone.allCases.first(where: { $0.databaseName == words[1] })
    else { throw mismatch(expected) }
    return DailyReset(zone: zone, secondsInDay: seconds)
  }

  /// A time of a day of the week on a clock: `Friday 20:45 UTC`.
  func weekTime() throws(ConfigurationError) -> (edge: WeekSpan.Edge, zone: ClockZone) {
    let words = (scalar ?? "").split(separator: " ").map(String.init)
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    guard words.count == 3, let weekday = days.firstIndex(of: words[0]), let seconds = Self.seconds(words[1]),
      let zone = ClockZone.allCases.first(where: { $0.databaseName == words[2] })
    else {
      throw mismatch(
        "a day and time with its clock like \"Friday 20:45 UTC\", which is one of "
          + ClockZone.allCases.map { $0.databaseName }.joined(separator: ", "))
    }
    return (WeekSpan.Edge(weekday: weekday, secondsInDay: seconds), zone)
  }

  /// Seconds of `21:00`; `nil` for what is no time of day.
  private static func seconds(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hours = Int(parts[0]),
      let minutes = Int(parts[1]), (0..<24).contains(hours), (0..<60).contains(minutes)
    else { return nil }
    return hours * 3_600 + minutes * 60
  }
}
