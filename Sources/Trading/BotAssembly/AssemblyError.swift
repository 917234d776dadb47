package import StrategyKit
package import TradingCore

/// Why a bot could not be put together.
package enum AssemblyError: Error, Sendable, Hashable {
  /// A strategy parameter is wrong.
  case parameter(ParameterError, strategy: String)
  /// The strategy failed before it saw a quote.
  case strategy(StrategyFailure)
  /// The broker profile can't be used with the bot's instruments.
  case profile(ProfileFault, profile: String)
  /// The profile has no instrument of that name.
  case unknownInstrument(Symbol, profile: String)
  /// The strategy needs several positions of a symbol and the account nets them.
  case needsHedging(strategy: String, profile: String)
  /// The start balance is not positive or can't be marked.
  case balance(String)
  /// The bot has no symbol, or one twice.
  case symbols(String)
}

extension AssemblyError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .parameter(let error, let strategy): "\(error.problemSentence) (strategy '\(strategy)')"
    case .strategy(let failure): "\(failure)"
    case .profile(let fault, let profile):
      "\(fault.problem) (profile '\(profile)', \(fault.field)): \(fault.remedy)"
    case .unknownInstrument(let symbol, let profile):
      "no instrument \(symbol) (profile '\(profile)'): describe it under 'instruments' in the profile"
    case .needsHedging(let strategy, let profile):
      "strategy '\(strategy)' needs a hedging account (profile '\(profile)', account_mode): "
        + "use a profile with account_mode: hedging"
    case .balance(let problem): "the start balance \(problem) (balance): give a positive amount"
    case .symbols(let problem): "\(problem) (symbols): name each symbol once"
    }
  }
}

extension ParameterError {
  fileprivate var problemSentence: String { "parameter '\(parameter)': \(problem)" }
}
