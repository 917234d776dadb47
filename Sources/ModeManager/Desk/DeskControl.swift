package import JSONText
package import TradingCore

/// A change from outside of the ticks that a session has to remember with its place: entries halted or free again.
package struct DeskControl: Sendable, Hashable {
  /// Why entries stop.
  package var code: DenialCode
  /// Whether they stop now, or no longer stop for this reason.
  package var isOn: Bool
  /// The bot it is about; `nil` for all.
  package var bot: String?
  /// The symbol it is about; `nil` for all.
  package var symbol: Symbol?

  /// A control.
  package init(_ code: DenialCode, isOn: Bool, bot: String? = nil, symbol: Symbol? = nil) {
    self.code = code
    self.isOn = isOn
    self.bot = bot
    self.symbol = symbol
  }

  /// As a JSON object.
  package var json: JSONValue {
    [
      "code": .string(code.rawValue), "on": .boolean(isOn), "bot": bot.map { .string($0) } ?? .null,
      "symbol": symbol.map { .string($0.name) } ?? .null,
    ]
  }

  /// The control in a JSON object; `nil` for any other.
  package init?(json: JSONValue) {
    guard case .string(let code)? = json["code"], let denial = DenialCode(rawValue: code),
      case .boolean(let isOn)? = json["on"]
    else { return nil }
    self.init(denial, isOn: isOn)
    if case .string(let name)? = json["bot"] { bot = name }
    if case .string(let name)? = json["symbol"] { symbol = Symbol(name) }
  }
}
