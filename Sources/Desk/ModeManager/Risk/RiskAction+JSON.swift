import JSONText
import RiskControl
import TradingCore

/// A decision as it stands in the journal; members are never renamed.
extension RiskAction {
  /// The decision envelope. Amounts and limits are texts with units.
  func json(number: Int) -> JSONValue {
    let members =
      [JSONMember("number", .count(number))] + verbMembers + [
        JSONMember("code", .string(code.rawValue)), JSONMember("rule", .string(rule)),
        JSONMember("scope", .string("\(scope)")), JSONMember("bot", bot.map { .string($0) } ?? .null),
        JSONMember("limit", .string(limit)), JSONMember("value", .string(value)),
        JSONMember("at_ns", .integer(at.nanoseconds)), JSONMember("cycle", .count(Int(clamping: cycle))),
      ]
    return .object(members)
  }

  private var verbMembers: [JSONMember] {
    func members(_ name: String, _ more: JSONMember...) -> [JSONMember] {
      [JSONMember("verb", .string(name))] + more
    }
    func named(_ symbol: Symbol?) -> JSONMember {
      JSONMember("symbol", symbol.map { .string($0.name) } ?? .null)
    }
    func ends(_ time: Timestamp?) -> JSONMember {
      JSONMember("until_ns", time.map { .integer($0.nanoseconds) } ?? .null)
    }
    func target(_ target: Target, _ one: String) -> JSONMember {
      switch target {
      case .all: named(nil)
      case .symbol(let symbol): named(symbol)
      case .one(let id): JSONMember(one, .count(Int(clamping: id.ordinal)))
      }
    }
    switch verb {
    case .deny(let order): return members("deny", JSONMember("order", .count(Int(clamping: order.ordinal))))
    case .lock(let symbol, let until, let flattens):
      return members("lock", named(symbol), ends(until), JSONMember("flattens", .boolean(flattens)))
    case .leave(let symbol, let until, let deadline, let style):
      return members(
        "leave", named(symbol), ends(until), JSONMember("deadline_ns", .integer(deadline.nanoseconds)),
        JSONMember("style", .string(style.rawValue)))
    case .coolDown(let symbol, let until): return members("cool_down", named(symbol), ends(until))
    case .mode(let mode): return members("mode", JSONMember("mode", .string(mode.rawValue)))
    case .size(let millionths): return members("size", JSONMember("millionths", .integer(millionths)))
    case .cancel(let what): return members("cancel", target(what, "order"))
    case .close(let what): return members("close", target(what, "position"))
    case .reduce(let symbol, let units):
      return members("reduce", named(symbol), JSONMember("units", .integer(units)))
    case .trim(let bot, let position, let units):
      return members(
        "trim", JSONMember("of", .string(bot)),
        JSONMember("position", .count(Int(clamping: position.ordinal))),
        JSONMember("units", .integer(units)))
    case .protect(let bot, let position, let levels):
      return members(
        "protect", JSONMember("of", .string(bot)),
        JSONMember("position", .count(Int(clamping: position.ordinal))),
        JSONMember("stop_points", levels.stopLoss.map { .integer($0.points) } ?? .null),
        JSONMember("trail_points", levels.trailPoints.map { .integer($0) } ?? .null),
        JSONMember("break_even_trigger_points", levels.breakEven.map { .integer($0.triggerPoints) } ?? .null),
        JSONMember("break_even_offset_points", levels.breakEven.map { .integer($0.offsetPoints) } ?? .null))
    case .stepDown(let mode, let step):
      return members(
        "step_down", JSONMember("mode", .string(mode.rawValue)), JSONMember("step", .count(step)))
    case .release(let symbol): return members("release", named(symbol))
    case .tell: return members("tell")
    }
  }
}
