package import TradingCore

/// Why a bot can't be taken into the tree.
package enum RiskTreeFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// It is in it.
  case alreadyIn(String)
  /// A scope whose rules add up money would have bots of two currencies.
  case currencies(RiskScope, Currency, Currency)

  /// In words.
  package var description: String {
    switch self {
    case .alreadyIn(let bot): "\(bot) is under risk control already"
    case .currencies(let scope, let one, let other):
      "a limit on money of \(scope) would add up \(one) and \(other)"
    }
  }
}
