import JSONText
import TradingCore

/// Time in an export: to the nanosecond, so that nothing is lost.
extension Timestamp {
  var exportText: String { iso8601(fractionDigits: 9) }
}

/// Members of a JSON object, put together without those that have no value.
private struct Members {
  private(set) var list: [JSONMember] = []

  mutating func put(_ name: String, _ text: String) { list.append(JSONMember(name, .string(text))) }
  mutating func put(_ name: String, _ number: Int64?) {
    if let number { list.append(JSONMember(name, .integer(number))) }
  }
  mutating func put(_ name: String, _ number: UInt64) { list.append(JSONMember(name, .unsigned(number))) }
  mutating func put(_ name: String, _ order: ClientOrderID) { put(name, order.ordinal) }
  mutating func put(_ name: String, _ time: Timestamp) { put(name, time.exportText) }
  mutating func put(_ name: String, _ price: Price?) { put(name + "_points", price?.points) }
  mutating func put(_ name: String, _ quantity: Quantity?) { put(name, quantity?.units) }
  mutating func put(_ name: String, _ money: Money) { put(name + "_units", money.units) }
}

extension BotEventBatch {
  /// The events as a JSON array, for people and programs; the numbers are the exact ones of the batch.
  var json: JSONValue {
    .array(
      records.enumerated().map { index, record in
        var members = Members()
        members.put("evidence", header.evidence)
        members.put("event", Int64(header.firstNumber + index))
        switch record {
        case .event(let event): members.put(event)
        case .unknown(let tag, let bytes):
          members.put("what", "unknown")
          members.put("tag", Int64(tag))
          members.put("bytes", Hexadecimal.text(bytes))
        }
        return .object(members.list)
      })
  }
}

extension BotEvent {
  /// What happened, as a stable code.
  var code: String {
    switch self {
    case .asked: "asked"
    case .denied: "denied"
    case .accepted: "accepted"
    case .delayed: "delayed"
    case .canceled: "canceled"
    case .expired: "expired"
    case .filled: "filled"
    case .rejected: "rejected"
    case .marginCall: "margin_call"
    case .closed: "closed"
    }
  }
}

extension Members {
  fileprivate mutating func put(_ event: BotEvent) {
    put("what", event.code)
    switch event {
    case .asked(let intent, let time):
      put("time", time)
      put(intent)
    case .denied(let denial, let time):
      put("time", time)
      put(denial)
    case .accepted(let order, let time), .delayed(let order, let time), .canceled(let order, let time),
      .expired(let order, let time):
      put("time", time)
      put("order", order)
    case .filled(let fill): put(fill)
    case .rejected(let rejection):
      put("time", rejection.eventTime)
      put("order", rejection.order)
      put("code", rejection.code.rawValue)
    case .marginCall(let time): put("time", time)
    case .closed(let trade): put(trade)
    }
  }

  private mutating func put(_ denial: Denial) {
    put("order", denial.order)
    put("code", denial.code.rawValue)
    put("layer", denial.layer)
    put("limit", denial.limit)
    put("value", denial.value)
    put("cycle", denial.cycle)
  }

  private mutating func put(_ fill: Fill) {
    put("time", fill.eventTime)
    put("fill", fill.ordinal)
    put("order", fill.order)
    put("position", fill.position)
    put("symbol_index", Int64(fill.symbolIndex))
    put("side", fill.side.rawValue)
    put("units", fill.quantity)
    put("price", fill.price)
    put("reason", fill.reason.code)
    put("commission", fill.commission)
    put("spread_cost", fill.spreadCost)
    put("slippage_cost", fill.slippageCost)
  }

  private mutating func put(_ trade: ClosedTrade) {
    put("time", trade.closeTime)
    put("trade", trade.ordinal)
    put("position", trade.position)
    put("symbol_index", Int64(trade.symbolIndex))
    put("side", trade.side.rawValue)
    put("units", trade.quantity)
    put("open_time", trade.openTime)
    put("open_price", trade.openPrice)
    put("close_price", trade.closePrice)
    put("gross", trade.grossResult)
    put("commission", trade.commission)
    put("swap", trade.swap)
    put("net", trade.netResult)
    put("spread_cost", trade.spreadCost)
    put("slippage_cost", trade.slippageCost)
    put("reason", trade.exitReason.code)
    put("mae", trade.maximumAdverseExcursion)
    put("mfe", trade.maximumFavorableExcursion)
  }

  private mutating func put(_ intent: Intent) {
    let line = IntentLine(intent)
    put("action", line.action)
    put("order", line.order)
    if let position = line.position { put("position", position) }
    if let target = line.target { put("target", target) }
    put("symbol_index", line.symbolIndex.map { Int64($0) })
    if let side = line.side { put("side", side.rawValue) }
    put("units", line.quantity)
    if let kind = line.kind { put("kind", kind) }
    put("price", line.price)
    put("limit_price", line.limitPrice)
    if let force = line.timeInForce { put("time_in_force", force) }
    if let expires = line.expires { put("expires", expires) }
    put("stop_loss", line.protection.stopLoss)
    put("take_profit", line.protection.takeProfit)
    put("trail_points", line.protection.trailPoints)
    put("break_even_trigger_points", line.protection.breakEven?.triggerPoints)
    put("break_even_offset_points", line.protection.breakEven?.offsetPoints)
  }
}
