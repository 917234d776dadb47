package import TradingCore

/// One limit in one scope: it hears events and says what is to happen. It never reaches a venue, and all that changes
/// in it is its `state`.
///
/// A rule is a value in a file of its own; `RiskRules.all` names it. Rules of a scope hear an event in the order of
/// that list. An error blocks entries of the scope: a rule that can't decide allows nothing.
package protocol RiskRule: Sendable {
  /// Its limits, as a file of settings has them.
  associatedtype Settings: Codable & Sendable & Hashable
  /// What changes in it; what is not set is not written.
  associatedtype State: Codable & Sendable & Hashable

  /// Its stable name, in settings, journal and saved state.
  static var name: String { get }

  /// What it hears; a `clock` besides, whenever its `wakeTime` has come.
  static var hears: RiskEvent.Kinds { get }

  /// Whether it adds up money of the scope's bots, which then have to be of one currency.
  static var usesMoney: Bool { get }

  /// Whether it looks at what is held: the marks of its scope's bots then say their positions and orders.
  static var looksAtHoldings: Bool { get }

  /// Whether it looks at what is left of the scope's other limits.
  static var looksAtAllowances: Bool { get }

  /// A rule that has heard nothing.
  ///
  /// - Throws: `RiskSettingFault` for limits that make no sense.
  init(_ settings: Settings) throws(RiskSettingFault)

  /// Its limits.
  var settings: Settings { get }

  /// What changes in it.
  var state: State { get set }

  /// When it next has something to do though nothing else happens; a `clock` event at or after that instant comes
  /// once, before anything else of that time, and has to move it on.
  var wakeTime: Timestamp { get }

  /// Hears an event. Of what is asked for it hears only what takes risk, as what closes is not up to rules; one that
  /// hears `exits` hears of all that is asked for, and still can't deny what takes no risk.
  ///
  /// - Throws: `ArithmeticError` when an amount does not fit.
  mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction]

  /// Between which equities of the scope nothing is news to it.
  func band(in scene: RiskScene) -> EquityBand

  /// What is left of its limits.
  func allowances(in scene: RiskScene) -> [RiskAllowance]

  /// How far the loss limits of its scope are used, of a rule that looks at that.
  var level: RiskLevel? { get }
}

extension RiskRule {
  /// Most rules look at no money.
  package static var usesMoney: Bool { false }

  /// Most rules look at nothing that is held.
  package static var looksAtHoldings: Bool { false }

  /// Most rules look at no other's limits.
  package static var looksAtAllowances: Bool { false }

  /// Most rules wait for events.
  package var wakeTime: Timestamp { .distantFuture }

  /// Most rules look at no equity.
  package func band(in scene: RiskScene) -> EquityBand { .unlimited }

  /// Some limits are not used up.
  package func allowances(in scene: RiskScene) -> [RiskAllowance] { [] }

  /// Most rules look at no levels.
  package var level: RiskLevel? { nil }

  func encodeState(to encoder: any Encoder) throws { try state.encode(to: encoder) }

  mutating func restoreState(from decoder: any Decoder) throws { state = try State(from: decoder) }

  func encodeSettings(to encoder: any Encoder) throws { try settings.encode(to: encoder) }

  /// A rule that has heard nothing, of the settings that were written.
  static func make(from decoder: any Decoder) throws -> any RiskRule { try Self(try Settings(from: decoder)) }
}

/// A limit that makes no sense, in words.
package struct RiskSettingFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong: `daily_loss: the limit has to be above 0, was -5.00`.
  package let description: String

  /// A fault of a rule's settings.
  package init(_ rule: String, _ problem: String) { description = "\(rule): \(problem)" }
}

/// What is left of a limit.
package struct RiskAllowance: Sendable, Hashable {
  /// What is counted.
  package enum Unit: Sendable, Hashable {
    /// Orders that open.
    case entries
    /// Units of a currency's money.
    case money(Currency)
    /// Whatever the limit's name says.
    case count
    /// Millionths of one.
    case millionths
  }

  /// The rule.
  package var rule: String
  /// Where it holds.
  package var scope: RiskScope
  /// Which of the rule's limits: `minute`, `day`.
  package var name: String
  /// The limit.
  package var limit: Int128
  /// What is left of it; 0 when it is used up.
  package var left: Int128
  /// What they count.
  package var unit: Unit
  /// The equity at which nothing of it is used, where losses or gains of equity use it up; `nil` for what else does.
  package var reference: Int128?
  /// Whether losses use it up: it then counts for the scope's alert level.
  package var isLoss: Bool

  /// What is left, from its parts.
  package init(
    rule: String, scope: RiskScope, name: String, limit: Int128, left: Int128, unit: Unit,
    reference: Int128? = nil, isLoss: Bool = false
  ) {
    self.rule = rule
    self.scope = scope
    self.name = name
    self.limit = limit
    self.left = left
    self.unit = unit
    self.reference = reference
    self.isLoss = isLoss
  }

  /// How much of it is used, in millionths; 0 for a limit of nothing.
  package var usedMillionths: Int64 {
    guard limit > 0 else { return 0 }
    let used = (limit - min(max(left, 0), limit)).multipliedReportingOverflow(by: 1_000_000)
    return used.overflow ? 1_000_000 : Int64(clamping: used.partialValue / limit)
  }
}

/// What a rule may look at besides the event: its scope as it is.
package struct RiskScene: Sendable {
  /// The scope.
  package let scope: RiskScope
  /// The time of the event, never before that of an earlier one.
  package let at: Timestamp
  /// The decision cycle of the event.
  package let cycle: UInt64
  /// The bot of the event; `nil` for events of no bot.
  package let bot: String?
  /// The equity of the scope's bots by their last marks, in money units.
  package let equity: Int128
  /// The balance of the scope's bots by their last marks, in money units.
  package let balance: Int128
  /// What its bots' results are in; `nil` while there is none, or where they differ.
  package let currency: Currency?
  /// How many bots it has now.
  package let botCount: Int
  /// The scope's bots with their last marks, by name; none unless a rule of the scope looks at what is held.
  package let bots: [Bot]
  /// What is left of the scope's limits, those of the rule itself aside; none unless it looks at them.
  package internal(set) var allowances: [RiskAllowance] = []

  /// A bot of the scope as it was last marked.
  package struct Bot: Sendable {
    /// The bot.
    package let member: RiskMember
    /// What its account came to.
    package let mark: BotMark
  }

  /// Everything that is open in the scope, with whose it is, by bot and then in order of opening.
  package var positions: [(bot: String, position: PositionMark)] {
    bots.flatMap { bot in bot.mark.positions.map { (bot.member.bot, $0) } }
  }

  /// The symbol that an ask of the event's bot is about; `nil` where that is not known.
  package func symbol(of ask: RiskAsk) -> Symbol? { symbol(at: ask.symbolIndex) }

  /// The symbol at a place among those of the event's bot.
  package func symbol(at index: Int?) -> Symbol? {
    guard let index, let symbols = member?.symbols, symbols.indices.contains(index) else { return nil }
    return symbols[index]
  }

  /// The bot of the event; `nil` for events of no bot.
  package let member: RiskMember?

  /// An action of a rule in this scope.
  package func action<Rule: RiskRule>(
    _ verb: RiskAction.Verb, _ code: DenialCode, by rule: Rule.Type, limit: String, value: String
  ) -> RiskAction {
    RiskAction(
      verb, code: code, rule: rule.name, scope: scope, bot: bot, limit: limit, value: value, at: at,
      cycle: cycle)
  }

  /// An amount of the scope's money as text: `512.30 USD`.
  package func text(_ units: Int128) -> String {
    guard let currency else { return "\(units)" }
    return "\(Money(units: Int64(clamping: units)).text(in: currency)) \(currency)"
  }
}
