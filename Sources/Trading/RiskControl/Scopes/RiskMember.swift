package import TradingCore

/// A bot as risk knows it: which scopes it lies in, and what it trades.
package struct RiskMember: Sendable, Hashable {
  /// The bot's name.
  package let bot: String
  /// The account that it trades on.
  package let account: String
  /// Its family; `nil` for none.
  package let family: String?
  /// What its results are in.
  package let currency: Currency
  /// Its symbols, in the order of its engine.
  package let symbols: [Symbol]

  /// A bot by name, with its place.
  package init(bot: String, account: String, family: String?, currency: Currency, symbols: [Symbol]) {
    self.bot = bot
    self.account = account
    self.family = family
    self.currency = currency
    self.symbols = symbols
  }

  /// The scopes that it lies in, from the desk down to itself.
  package var path: [RiskScope] {
    [.desk, .account(account)] + (family.map { [.family($0)] } ?? []) + [.bot(bot)]
  }

  /// Whether it lies in a scope.
  package func lies(in scope: RiskScope) -> Bool {
    switch scope.kind {
    case .desk: true
    case .account: scope.id == account
    case .family: scope.id == family
    case .bot: scope.id == bot
    }
  }
}

extension RiskMember: Codable {
  private enum CodingKeys: String, CodingKey {
    case bot = "bot"
    case account = "account"
    case family = "family"
    case currency = "currency"
    case symbols = "symbols"
  }
}

/// What a bot's account comes to at some instant, in units of its currency's money.
///
/// Equity is rounded down to a unit, so that it is below a limit exactly when the exact equity is. The equity of a
/// scope is the sum of its bots' equities.
@usableFromInline
package struct BotMark: Sendable, Hashable, Codable {
  /// The bot.
  package var bot: String
  /// Cash.
  package var balance: Money
  /// Cash and open results.
  package var equity: Money
  /// Whether it has positions, or orders that could open one.
  package var isOpen: Bool

  private enum CodingKeys: String, CodingKey {
    case bot = "bot"
    case balance = "balance"
    case equity = "equity"
    case isOpen = "open"
  }

  /// A mark from its parts.
  package init(bot: String, balance: Money, equity: Money, isOpen: Bool) {
    self.bot = bot
    self.balance = balance
    self.equity = equity
    self.isOpen = isOpen
  }

  /// The mark of a bot's account. `isOpen`: whether an order of it could open something, or a position is open.
  package init(bot: String, account: Account, isOpen: Bool) {
    self.init(
      bot: bot, balance: account.balance, equity: account.flooredEquity, isOpen: isOpen || !account.isFlat)
  }
}
