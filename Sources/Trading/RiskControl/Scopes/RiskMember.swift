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
