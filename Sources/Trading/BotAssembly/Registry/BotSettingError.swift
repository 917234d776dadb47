package import FileSystem
package import StrategyKit
package import TradingCore

/// What is wrong with a value that somebody gave for a bot.
package enum BotSettingError: Error, Sendable, Hashable {
  /// A setting out of its bounds.
  case setting(BotSettings.Setting, what: String, advice: String)
  /// A parameter the strategy doesn't have, needs, or can't use.
  case parameter(ParameterError, strategy: String)
  /// A lot count of which an instrument has no order.
  case lots(parameter: String, what: String, advice: String, strategy: String)
  /// A parameter's file that can't be read.
  case file(FileError)
  /// A parameter's file that is no text in UTF-8.
  case notText(path: String)
  /// The symbols are not what the strategy can trade.
  case symbols(what: String, advice: String)
  /// Nothing converts what an instrument books into the account's currency.
  case unconvertible(Symbol, from: Currency, into: Currency, profile: String)
  /// A bot may not have this name.
  case badID(String)
  /// A bot may not be counted under this name.
  case badFamily(String)
  /// A stored bot that this program can't read.
  case malformed(bot: String, field: String, expected: String)
}

extension BotSettingError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .setting(let setting, let what, let advice): "\(what) (\(setting.rawValue)): \(advice)"
    case .parameter(let error, let strategy):
      "parameter '\(error.parameter)': \(error.problem) (strategy '\(strategy)'): "
        + "see 'slipway strategy show \(strategy)'"
    case .lots(let parameter, let what, let advice, let strategy):
      "parameter '\(parameter)': \(what) (strategy '\(strategy)'): \(advice)"
    case .file(let error): error.description
    case .notText(let path): "the file is no text in UTF-8 (\(path)): name a text file"
    case .symbols(let what, let advice): "\(what) (symbols): \(advice)"
    case .unconvertible(let symbol, let from, let into, let profile):
      "\(symbol) can't be traded: nothing converts \(from) into \(into) (profile '\(profile)'): describe "
        + "\(from)\(into) or \(into)\(from) under 'instruments' in the profile, or choose an account in \(from)"
    case .badID(let id):
      "'\(id)' can't be a bot's name (bot): give 1 to 64 letters, digits or _ - . with a letter or digit first"
    case .badFamily(let family):
      "'\(family)' can't be a family's name (family): give 1 to 100 characters on one line"
    case .malformed(let bot, let field, let expected):
      "the stored bot '\(bot)' can't be read (\(field)): expected \(expected); register it anew under another "
        + "name, or use the version of Slipway that wrote it"
    }
  }
}
