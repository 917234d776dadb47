import FileSystem
import RiskControl
import TradingCore

/// What risk has enforced, a line each, for people: `logs/enforcement.log` in the home. The journal has the same with more;
/// a line is written once its decision is committed.
///
/// ```
/// [2019-02-04 05:47:00] CLOSE_ALL_POSITIONS: account=main, code=daily_loss_limit, limit=…, value=…
/// ```
/// Times are the ticks', in UTC.
struct EnforcementLog {
  private let file: RotatingLogFile?

  /// The log of a home. One that can't be opened is left out: nothing that is enforced waits for it.
  init(home: String) { file = try? RotatingLogFile(path: home + "/logs/enforcement.log") }

  /// Writes decisions down.
  func write(_ actions: [RiskAction]) {
    guard let file else { return }
    for action in actions { file.write(Self.line(action), at: action.at) }
  }

  /// A decision in a line.
  static func line(_ action: RiskAction) -> String {
    let scope =
      action.scope.kind == .desk ? "desk" : "\(action.scope.kind.rawValue)=\(action.scope.id)"
    let facts =
      ([scope] + details(action.verb) + [
        "code=\(action.code.rawValue)", "rule=\(action.rule)", "limit=\(action.limit)",
        "value=\(action.value)",
      ]).joined(separator: ", ")
    let time = action.at.iso8601.prefix(19).replacing("T", with: " ")
    return "[\(time)] \(name(action.verb)): \(facts)"
  }

  private static func name(_ verb: RiskAction.Verb) -> String {
    switch verb {
    case .close(.all): "CLOSE_ALL_POSITIONS"
    case .close: "CLOSE_POSITION"
    case .reduce, .trim: "REDUCE_POSITION"
    case .cancel(.all): "CANCEL_ALL_ORDERS"
    case .cancel: "CANCEL_ORDER"
    case .lock: "SET_LOCKOUT"
    case .coolDown: "SET_COOLDOWN"
    case .release: "CLEAR_LOCKOUT"
    default: verb.word.uppercased()
    }
  }

  private static func details(_ verb: RiskAction.Verb) -> [String] {
    func target(_ target: RiskAction.Target, _ one: String) -> [String] {
      switch target {
      case .all: []
      case .symbol(let symbol): ["symbol=\(symbol)"]
      case .one(let id): ["\(one)=\(id.ordinal)"]
      }
    }
    switch verb {
    case .close(let what): return target(what, "position")
    case .cancel(let what): return target(what, "order")
    case .reduce(let symbol, let units): return ["symbol=\(symbol)", "to=\(units)"]
    case .trim(let bot, let position, let units):
      return ["bot=\(bot)", "position=\(position.ordinal)", "by=\(units)"]
    case .lock(let symbol, let until, _):
      return (symbol.map { ["symbol=\($0)"] } ?? []) + [
        until.map { "until=\($0.iso8601)" } ?? "until=released"
      ]
    case .coolDown(let symbol, let until):
      return (symbol.map { ["symbol=\($0)"] } ?? []) + ["until=\(until.iso8601)"]
    case .release(let symbol): return symbol.map { ["symbol=\($0)"] } ?? []
    default: return []
    }
  }
}
