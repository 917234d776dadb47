package import TradingCore
package import YAMLText

/// A file of risk settings: which rules hold where, and which bots share an account or a family.
///
/// `docs/risk.md` has every key. Rules that stand under `rules` hold in each account, each bot having one of its own
/// unless `accounts` says otherwise; those under `scopes` hold in one scope, or in each of a kind: `each bot`.
package struct RiskFile: Sendable {
  private enum Key: String, YAMLKey {
    case version, currency, accounts, families, rules, scopes
    case killSwitchTiers = "kill_switch_tiers"
    case alertLevels = "alert_levels"
    case riskModes = "risk_modes"
  }

  /// The version that this program writes and reads.
  package static let version: Int64 = 1
  /// What amounts are in.
  package private(set) var currency = Currency.usd
  /// The rules and where they hold.
  package private(set) var policy = RiskPolicy()
  /// Bots by the account that they share, in the order of the file.
  package private(set) var accounts: [(name: String, bots: [String])] = []
  /// Bots by their family, in the order of the file.
  package private(set) var families: [(name: String, bots: [String])] = []

  /// A file that says nothing.
  package init() {}

  /// The settings in a text that stands at the path.
  ///
  /// `holidays`: days of the market that goes by a clock, of the calendars that the host has, for rules that heed them.
  /// - Throws: what is wrong, with its line and what to do about it.
  package static func parse(
    text: String, path: String,
    holidays: @escaping @Sendable (ClockZone) -> ClockSession.Holidays = { _ in .none }
  ) throws(ConfigurationError) -> RiskFile {
    let root = try YAMLValue(text: text, path: path) { try? DecimalText.parse($0, digits: $1) }
    let map = try YAMLMap(root, keys: Key.self)
    var file = RiskFile()
    _ = try map.required(.version, example: "\(version)").integer(in: version...version)
    if let value = map.optional(.currency) {
      guard let text = value.scalar, let currency = Currency(code: text) else {
        throw value.mismatch("a currency like USD")
      }
      file.currency = currency
    }
    var context = RiskFileContext(currency: file.currency)
    context.holidays = holidays
    if let value = map.optional(.accounts) { file.accounts = try groups(value) }
    if let value = map.optional(.families) { file.families = try groups(value) }
    if let value = map.optional(.rules) {
      for rule in try rules(value, in: context) { file.policy.add(rule, toEach: .account) }
    }
    let guards = try KillSwitchFile.rules(
      tiers: map.optional(.killSwitchTiers), levels: map.optional(.alertLevels),
      modes: map.optional(.riskModes), in: context)
    for (kind, rule) in guards { file.policy.add(rule, toEach: kind) }
    for entry in try map.optional(.scopes)?.entries() ?? [] {
      for rule in try rules(entry.value, in: context) { try file.add(rule, to: entry.name, entry.value) }
    }
    return file
  }

  /// Rules of a map from their keys to their settings; those with `enabled: false` are read and left out.
  private static func rules(
    _ value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> [any RiskRule] {
    var rules: [any RiskRule] = []
    let known = RiskRules.configured
    for entry in try value.entries() {
      guard let kind = known.first(where: { $0.key == entry.name }) else {
        let names = known.map { $0.key }
        throw .unknownKey(
          entry.value.place, key: entry.name, nearest: nearestMatch(to: entry.name, among: names),
          allowed: names)
      }
      let rule = try kind.read(entry.value, in: context)
      let enabled = try entry.value.entries().first { $0.name == "enabled" }?.value.boolean() ?? true
      if enabled { rules.append(rule) }
    }
    return rules
  }

  private mutating func add(
    _ rule: any RiskRule, to name: String, _ value: YAMLValue
  ) throws(ConfigurationError) {
    let kinds = RiskScope.Kind.allCases.filter { $0 != .desk }
    if let kind = kinds.first(where: { "each \($0.rawValue)" == name }) {
      policy.add(rule, toEach: kind)
    } else if let scope = RiskScope(name) {
      policy.add(rule, to: scope)
    } else {
      throw .fault(
        value.place, field: "scopes.\(name)", problem: "'\(name)' is no scope",
        remedy: "write desk, account:NAME, family:NAME, bot:NAME, each account, each family or each bot")
    }
  }

  private static func groups(_ value: YAMLValue) throws(ConfigurationError) -> [(
    name: String, bots: [String]
  )] {
    var groups: [(name: String, bots: [String])] = []
    var seen: [String: String] = [:]
    for entry in try value.entries() {
      var bots: [String] = []
      for item in try entry.value.items("a list of bots") {
        let bot = try item.text("a bot's name")
        if let other = seen.updateValue(entry.name, forKey: bot) {
          throw .fault(
            item.place, field: item.field, problem: "\(bot) is in \(other) already",
            remedy: "name each bot once")
        }
        bots.append(bot)
      }
      groups.append((entry.name, bots))
    }
    return groups
  }
}
