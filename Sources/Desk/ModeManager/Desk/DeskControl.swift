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
  /// Whether the bot's orders are canceled and its positions closed besides.
  package var closesOut = false

  /// A control.
  package init(
    _ code: DenialCode, isOn: Bool, bot: String? = nil, symbol: Symbol? = nil, closesOut: Bool = false
  ) {
    self.closesOut = closesOut
    self.code = code
    self.isOn = isOn
    self.bot = bot
    self.symbol = symbol
  }

  /// As a JSON object.
  package var json: JSONValue {
    let json: JSONValue = [
      "code": .string(code.rawValue), "on": .boolean(isOn), "bot": bot.map { .string($0) } ?? .null,
      "symbol": symbol.map { .string($0.name) } ?? .null,
    ]
    return closesOut ? json.adding("close_out", .boolean(true)) : json
  }

  /// The control in a JSON object; `nil` for any other.
  package init?(json: JSONValue) {
    guard case .string(let code)? = json["code"], let denial = DenialCode(rawValue: code),
      case .boolean(let isOn)? = json["on"]
    else { return nil }
    self.init(denial, isOn: isOn)
    closesOut = json["close_out"] == .boolean(true)
    if case .string(let name)? = json["bot"] { bot = name }
    if case .string(let name)? = json["symbol"] { symbol = Symbol(name) }
  }
}
