package import JSONText
package import RiskControl
import StateCoding
package import TradingCore

/// A change from outside of the ticks that a session has to remember with its place: entries halted or free again, orders
/// canceled, positions closed.
package struct DeskControl: Sendable, Hashable {
  /// What is to happen.
  package enum Act: Sendable, Hashable {
    /// Entries stop for this reason.
    case halt(DenialCode)
    /// Entries no longer stop for this reason.
    case resume(DenialCode)
    /// Entries stop, and everything is canceled and closed until nothing is open.
    case closeOut(DenialCode, CloseOutManner)
    /// One order is canceled; all of them for `nil`.
    case cancel(ClientOrderID?)
    /// One position is closed, all of it or so many units; all of them for `nil`.
    case close(ClientOrderID?, units: Int64?, CloseReason)
    /// Positions are closed until each side has no more than so many units.
    case reduce(units: Int64, CloseReason)
    /// Risk hears of something that no bot has done, for the scope that the event says.
    case risk(RiskEvent)
  }

  /// How a close-out is carried out.
  package enum CloseOutManner: Sendable, Hashable {
    /// At once, by commands that say who closes.
    case at(CloseReason)
    /// From the next quote on, as if the strategy had asked: what sessions did before there were commands.
    case asStrategy
  }

  /// What is to happen.
  package var act: Act
  /// The bot it is about; `nil` for all.
  package var bot: String?
  /// The symbol it is about; `nil` for all.
  package var symbol: Symbol?

  /// A control.
  package init(_ act: Act, bot: String? = nil, symbol: Symbol? = nil) {
    self.act = act
    self.bot = bot
    self.symbol = symbol
  }

  /// Halts entries, or takes that back.
  package init(_ code: DenialCode, isOn: Bool, bot: String? = nil, symbol: Symbol? = nil) {
    self.init(isOn ? .halt(code) : .resume(code), bot: bot, symbol: symbol)
  }

  /// Has risk hear of something that no bot has done, at the engine time at which it is put.
  package static func risk(_ what: RiskEvent.Happening, of scope: RiskScope) -> DeskControl {
    DeskControl(.risk(RiskEvent(what, of: scope, at: .distantPast)))
  }

  /// Whether it ends a halt, and nothing else.
  package var isResume: Bool { if case .resume = act { true } else { false } }

  /// Whether it cancels or closes anything.
  package var acts: Bool {
    switch act {
    case .halt, .resume: false
    case .closeOut, .cancel, .close, .reduce: true
    case .risk(let event): event.what.acts
    }
  }

  /// The same, where risk hears of something, as of an engine time.
  package func at(_ time: Timestamp) -> DeskControl {
    guard case .risk(var event) = act else { return self }
    event.at = time
    return DeskControl(.risk(event), bot: bot, symbol: symbol)
  }

  /// Whether it takes or gives entries, and does not only act on what is open.
  package var isAboutEntries: Bool {
    switch act {
    case .halt, .resume, .closeOut: true
    case .cancel, .close, .reduce, .risk: false
    }
  }
}

extension RiskEvent.Happening {
  fileprivate var acts: Bool {
    switch self {
    case .operated(let act): act.verb == .kill
    case .revoked, .measured, .connection, .session, .apiError, .failed: true
    default: false
    }
  }
}

/// As it stands in session logs and in the journal; members are never renamed.
extension DeskControl {
  /// As a JSON object.
  package var json: JSONValue {
    let subject = [
      JSONMember("bot", bot.map { .string($0) } ?? .null),
      JSONMember("symbol", symbol.map { .string($0.name) } ?? .null),
    ]
    return .object(Self.members(of: act, subject))
  }

  private static func members(of act: Act, _ subject: [JSONMember]) -> [JSONMember] {
    func entries(_ code: DenialCode, _ isOn: Bool) -> [JSONMember] {
      [JSONMember("code", .string(code.rawValue)), JSONMember("on", .boolean(isOn))] + subject
    }
    func command(_ name: String, _ members: [JSONMember], _ reason: CloseReason?) -> [JSONMember] {
      [JSONMember("command", .string(name))] + subject + members
        + (reason.map { [JSONMember("reason", .string($0.rawValue))] } ?? [])
    }
    func number(_ id: ClientOrderID?) -> JSONValue { id.map { .count(Int(clamping: $0.ordinal)) } ?? .null }
    switch act {
    case .halt(let code): return entries(code, true)
    case .resume(let code): return entries(code, false)
    case .closeOut(let code, .asStrategy):
      return entries(code, true) + [JSONMember("close_out", .boolean(true))]
    case .closeOut(let code, .at(let reason)):
      return entries(code, true) + [JSONMember("close_out", .string(reason.rawValue))]
    case .cancel(let order): return command("cancel", [JSONMember("order", number(order))], nil)
    case .close(let position, let units, let reason):
      let part = JSONMember("units", units.map { .integer($0) } ?? .null)
      return command("close", [JSONMember("position", number(position)), part], reason)
    case .reduce(let units, let reason):
      return command("reduce", [JSONMember("units", .integer(units))], reason)
    case .risk(let event):
      return [JSONMember("risk", text(of: event)), JSONMember("scope", .string("\(event.scope)"))] + subject
    }
  }

  /// An event of risk as it is kept: its bytes in hex. An event without bytes is one that nobody can read.
  private static func text(of event: RiskEvent) -> JSONValue {
    (try? StateEncoder.encode(event)).map { .string(Hexadecimal.text($0)) } ?? .null
  }

  private static func event(of text: String) -> RiskEvent? {
    Hexadecimal.bytes(text).flatMap { try? StateDecoder.decode(RiskEvent.self, from: $0) }
  }

  /// The control in a JSON object; `nil` for any other, and for one about something that is no symbol.
  package init?(json: JSONValue) {
    guard let act = Self.act(in: json) else { return nil }
    self.init(act)
    if case .string(let name)? = json["bot"] { bot = name }
    if case .string(let name)? = json["symbol"] {
      guard let symbol = Symbol(name) else { return nil }
      self.symbol = symbol
    }
  }

  private static func act(in json: JSONValue) -> Act? {
    if case .string(let command)? = json["command"] { return self.command(command, json) }
    if case .string(let text)? = json["risk"] { return event(of: text).map { .risk($0) } }
    guard case .string(let text)? = json["code"], let code = DenialCode(rawValue: text),
      case .boolean(let isOn)? = json["on"]
    else { return nil }
    guard isOn else { return .resume(code) }
    switch json["close_out"] {
    case .boolean(true)?: return .closeOut(code, .asStrategy)
    case .string(let reason)?: return CloseReason(rawValue: reason).map { .closeOut(code, .at($0)) }
    default: return .halt(code)
    }
  }

  private static func command(_ name: String, _ json: JSONValue) -> Act? {
    func number(_ key: String) -> ClientOrderID? {
      guard case .integer(let value)? = json[key], value > 0 else { return nil }
      return ClientOrderID(ordinal: UInt64(value))
    }
    var units: Int64?
    if case .integer(let value)? = json["units"] { units = value }
    var reason: CloseReason?
    if case .string(let text)? = json["reason"] { reason = CloseReason(rawValue: text) }
    switch (name, reason, units) {
    case ("cancel", _, _): return .cancel(number("order"))
    case ("close", let reason?, _): return .close(number("position"), units: units, reason)
    case ("reduce", let reason?, let units?): return .reduce(units: units, reason)
    default: return nil
    }
  }
}
