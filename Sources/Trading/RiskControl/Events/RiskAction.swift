package import TradingCore

/// What risk decides: the only thing that comes out of it. Risk never reaches a venue; who hosts the engines carries it
/// out and journals it.
@usableFromInline
package struct RiskAction: Sendable, Hashable {
  /// What is to happen.
  package enum Verb: Sendable, Hashable {
    /// What was asked for is denied.
    case deny(ClientOrderID)
    /// No new risk until an instant, or until somebody takes it off; with everything closed as long as it holds, where
    /// it flattens.
    case lock(symbol: Symbol?, until: Timestamp?, flattens: Bool)
    /// No new risk for a time; what works and is open stays.
    case coolDown(symbol: Symbol?, until: Timestamp)
    /// A lock that flattens, from a deadline on; until then what is open leaves in a style, entries being canceled at once.
    case leave(symbol: Symbol?, until: Timestamp?, deadline: Timestamp, style: ExitStyle)
    /// Another mode.
    case mode(RiskMode)
    /// Entries at so many millionths of the size that is asked for.
    case size(millionths: Int64)
    /// Cancels orders.
    case cancel(Target)
    /// Closes positions.
    case close(Target)
    /// Closes of a symbol what is more than so many units of a side.
    case reduce(Symbol, units: Int64)
    /// Closes so many units of a bot's position.
    case trim(bot: String, ClientOrderID, units: Int64)
    /// Gives a bot's position levels, where they are tighter than its own.
    case protect(bot: String, ClientOrderID, Protection)
    /// Takes a bot back to a mode, and in LIVE to a step; 0 elsewhere.
    case stepDown(to: TradingMode, step: Int)
    /// Takes a lock off.
    case release(symbol: Symbol?)
    /// People are told; nothing else happens.
    case tell
  }

  /// What is canceled or closed.
  package enum Target: Sendable, Hashable {
    /// Whatever there is in the scope.
    case all
    /// What there is in a symbol.
    case symbol(Symbol)
    /// One order, or the position of that number, of the bot at hand.
    case one(ClientOrderID)
  }

  /// What is to happen.
  package var verb: Verb
  /// Why, as a stable code: that of the limit, lock or act.
  package var code: DenialCode
  /// The rule that decided, by its stable name; `operator` and `feed` for those.
  package var rule: String
  /// Where it holds.
  package var scope: RiskScope
  /// The bot whose event brought it about; `nil` for events of no bot.
  package var bot: String?
  /// The limit, as text with its unit; for people's acts, who.
  package var limit: String
  /// What was held against it, as text with its unit; for people's acts, why.
  package var value: String
  /// When, by the event that brought it about.
  package var at: Timestamp
  /// The decision cycle of the engine of that event; 0 for none.
  package var cycle: UInt64

  /// An action from its parts.
  package init(
    _ verb: Verb, code: DenialCode, rule: String, scope: RiskScope, bot: String? = nil, limit: String,
    value: String, at: Timestamp, cycle: UInt64
  ) {
    self.verb = verb
    self.code = code
    self.rule = rule
    self.scope = scope
    self.bot = bot
    self.limit = limit
    self.value = value
    self.at = at
    self.cycle = cycle
  }

  /// The denial of an order that an action is; `nil` for others.
  package var denial: Denial? {
    guard case .deny(let order) = verb else { return nil }
    return Denial(
      order: order, code: code, layer: "risk/\(rule)@\(scope)", limit: limit, value: value, cycle: cycle)
  }

  /// The order in which the actions of one event are carried out: what blocks comes before what cancels, and that
  /// before what closes, so that nothing new opens behind a close.
  package var rank: Int {
    switch verb {
    case .deny: 0
    case .lock, .coolDown, .leave: 1
    case .stepDown: 2
    case .mode: 3
    case .size: 4
    case .cancel: 5
    case .close: 6
    case .reduce, .trim, .protect: 7
    case .release: 8
    case .tell: 9
    }
  }
}

extension RiskAction: Codable {
  private enum CodingKeys: String, CodingKey {
    case verb = "verb"
    case code = "code"
    case rule = "rule"
    case scope = "scope"
    case bot = "bot"
    case limit = "limit"
    case value = "value"
    case at = "at"
    case cycle = "cycle"
  }
}

extension [RiskAction] {
  /// The same actions as they are carried out: by rank, those of one rank in the order in which they were decided.
  package var inOrder: [RiskAction] {
    enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
  }

  /// The denial among them, if what was asked for is denied.
  package var denial: Denial? { lazy.compactMap(\.denial).first }
}
