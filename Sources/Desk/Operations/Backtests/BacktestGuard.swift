import BotAssembly
import ModeManager
import Reports
import RiskControl
import TradingCore

/// The rules of risk that a backtest's bot is tried under: those of a file, for one bot that has an account to itself.
struct BacktestGuard {
  /// What the bot of a backtest is called: rules of `bot:backtest` and of its family hold for it.
  static let bot = "backtest"

  /// The file.
  let path: String
  /// What the rules are, whatever the file calls them.
  let digest: String
  private let policy: RiskPolicy
  private let member: RiskMember

  /// The rules of a file.
  ///
  /// - Throws: `FileError`, `ConfigurationError`, and `OperationError.usage` for amounts in another currency.
  init(path: String, home: String, family: String, _ configuration: BotConfiguration) throws {
    let file = try RiskSettings.load(path: path, home: home)
    let currency = configuration.profile.accountCurrency
    guard file.currency == currency else {
      throw OperationError.usage(
        what: "the amounts of \(path) are in \(file.currency), the account in \(currency)", place: "--risk",
        advice: "say 'currency: \(currency)' in the file, and what the limits come to")
    }
    self.path = path
    policy = file.policy
    digest = try policy.digest
    member = RiskMember(
      bot: Self.bot, account: Self.bot, family: family, currency: currency, symbols: configuration.symbols)
  }

  /// How many rules there are.
  var ruleCount: Int { policy.places.count }

  /// Scopes with rules of their own that the bot does not lie in.
  var idleScopes: [String] {
    policy.places.map(\.place).filter { place in
      RiskScope(place).map { !member.lies(in: $0) } ?? false
    }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The bot under the rules, before its first quote.
  ///
  /// - Throws: `RiskTreeFault`.
  func group(of bot: BotRunner) throws -> BotGroup {
    try BotGroup([BotGroup.Member(bot, member)], under: policy, at: Timestamp(nanoseconds: 0))
  }
}

/// Counts what the rules of risk decide.
struct GuardTally {
  private struct Key: Hashable {
    let verb: String
    let code: String
    let rule: String
    let scope: String
  }

  private var counts: [Key: (count: Int, first: Timestamp)] = [:]

  /// Takes decisions in order.
  mutating func add(_ actions: [RiskAction]) {
    for action in actions {
      let key = Key(
        verb: action.verb.word, code: action.code.rawValue, rule: action.rule, scope: "\(action.scope)")
      counts[key, default: (0, action.at)].count += 1
    }
  }

  /// The counts, the first decision first.
  var rows: [BacktestReport.GuardDecision] {
    counts.map { key, value in
      BacktestReport.GuardDecision(
        verb: key.verb, code: key.code, rule: key.rule, scope: key.scope, count: value.count,
        first: value.first)
    }.sorted {
      ($0.first, $0.verb, $0.code, $0.rule, $0.scope) < ($1.first, $1.verb, $1.code, $1.rule, $1.scope)
    }
  }
}
