import StrategyKit
import TradingCore

/// Something a program asks for: an order, a close, a change or a cancel.
///
/// The program numbers its requests as the engine does: 1 for the first, one more for each order, close or
/// modification. Both sides then know the number of an order at once, without a map between two namings.
struct ProgramRequest: Sendable, Hashable {
  /// What is asked for.
  enum Action: Sendable, Hashable {
    case order(symbolIndex: Int, OrderSide, Size, OrderKind, TimeInForce, Protection)
    case close(position: ClientOrderID, units: Int64?)
    case protect(position: ClientOrderID, Protection)
    case change(order: ClientOrderID, price: Price?, limitPrice: Price?, Protection)
    case cancel(order: ClientOrderID)
  }

  /// How much: quantity units, lots, or what loses so much of the account over the way to the stop loss, which is
  /// that to `stop_loss` unless it is given in points.
  enum Size: Sendable, Hashable {
    case units(Int64)
    case lots(LotCount)
    case risk(Percentage, of: RiskBasis, distance: Int64?)
  }

  /// The number the program gives it; `nil` for a cancel, which has none.
  let id: UInt64?
  let action: Action

  /// Reads an element of `requests`.
  init(_ value: WireValue, symbolCount: Int) throws(WireFault) {
    var object = try WireObject(value, "a request")
    let kind = try object.text("do")
    switch kind {
    case "order": action = try Self.order(&object, symbolCount: symbolCount)
    case "close":
      action = .close(
        position: try Self.number(&object, "position"), units: try object.optionalInteger("units"))
    case "modify": action = try Self.modification(&object)
    case "cancel": action = .cancel(order: try Self.number(&object, "order"))
    default: throw WireFault("a request: 'do' must be one of order, close, modify, cancel, was '\(kind)'")
    }
    id = kind == "cancel" ? nil : try Self.number(&object, "id").ordinal
    try object.finish()
  }

  private static func number(_ object: inout WireObject, _ key: String) throws(WireFault) -> ClientOrderID {
    let number = try object.integer(key)
    guard number >= 1 else { throw WireFault("a request: '\(key)' counts from 1, was \(number)") }
    return ClientOrderID(ordinal: UInt64(number))
  }

  private static func order(_ object: inout WireObject, symbolCount: Int) throws(WireFault) -> Action {
    let symbol = try object.optionalInteger("symbol") ?? 0
    guard (0..<Int64(symbolCount)).contains(symbol) else {
      throw WireFault("a request: there is no symbol \(symbol), there are \(symbolCount) from 0")
    }
    let side = try object.choice("side", ["buy": OrderSide.buy, "sell": .sell])
    let size = try size(&object)
    let kind = try kind(&object)
    let time = try timeInForce(&object)
    let protection = try protection(&object)
    if case .risk(_, of: _, distance: nil) = size, protection.stopLoss == nil {
      throw WireFault("a request with 'risk' has neither 'stop_distance' nor 'stop_loss'")
    }
    return .order(symbolIndex: Int(symbol), side, size, kind, time, protection)
  }

  private static func size(_ object: inout WireObject) throws(WireFault) -> Size {
    let units = try object.optionalInteger("units")
    let lots = try decimal(&object, "lots", digits: 8)
    let risk = try decimal(&object, "risk", digits: 6)
    let given = [units != nil ? "units" : nil, lots != nil ? "lots" : nil, risk != nil ? "risk" : nil]
      .compactMap { $0 }
    guard given.count < 2 else { throw WireFault("a request has both '\(given[0])' and '\(given[1])'") }
    if let units { return .units(units) }
    if let lots { return .lots(LotCount(hundredMillionths: lots)) }
    guard let risk else { throw WireFault("a request has neither 'units' nor 'lots' nor 'risk'") }
    guard risk > 0, risk <= Percentage.scale else {
      throw WireFault("a request: 'risk' is per cent, above 0 and at most 100")
    }
    return .risk(
      Percentage(hundredMillionths: risk),
      of: try object.choice(
        "risk_of", ["equity": RiskBasis.equity, "balance": .balance], default: .equity),
      distance: try distance(&object, "stop_distance"))
  }

  private static func decimal(
    _ object: inout WireObject, _ key: String, digits: Int
  ) throws(WireFault) -> Int64? {
    guard let value = object.take(key) else { return nil }
    guard case .string(let text) = value else {
      throw WireFault("a request: '\(key)' is a decimal number as a text, was \(value.kindText)")
    }
    guard let number = try? DecimalText.parse(text, digits: digits) else {
      throw WireFault("a request: '\(key)' is a decimal number as a text, was '\(text)'")
    }
    return number
  }

  private static func kind(_ object: inout WireObject) throws(WireFault) -> OrderKind {
    let text = try object.text("kind", default: "market")
    switch text {
    case "market": return .market
    case "limit": return .limit(try price(&object, "price"))
    case "stop": return .stop(try price(&object, "price"))
    case "stop_limit":
      return .stopLimit(stop: try price(&object, "price"), limit: try price(&object, "limit_price"))
    default:
      throw WireFault("a request: 'kind' must be one of market, limit, stop, stop_limit, was '\(text)'")
    }
  }

  private static func price(_ object: inout WireObject, _ key: String) throws(WireFault) -> Price {
    guard let price = try optionalPrice(&object, key) else { throw WireFault("a request has no '\(key)'") }
    return price
  }

  private static func optionalPrice(_ object: inout WireObject, _ key: String) throws(WireFault) -> Price? {
    try distance(&object, key).map { Price(points: $0) }
  }

  /// Points, in whose number a price or a distance between two has its bound.
  private static func distance(_ object: inout WireObject, _ key: String) throws(WireFault) -> Int64? {
    try object.optionalInteger(key, limit: Price.magnitudeLimit)
  }

  private static func timeInForce(_ object: inout WireObject) throws(WireFault) -> TimeInForce {
    let expiry = try object.optionalInteger("expiry", limit: .max)
    switch try object.text("time_in_force", default: expiry == nil ? "gtc" : "gtd") {
    case "gtd":
      guard let expiry else { throw WireFault("a request has no 'expiry'") }
      return .goodTill(Timestamp(nanoseconds: expiry))
    case let text where expiry != nil:
      throw WireFault("a request: 'expiry' goes with 'gtd', not with '\(text)'")
    case "gtc": return .goodTillCanceled
    case "day": return .day
    case "ioc": return .immediateOrCancel
    case "fok": return .fillOrKill
    case let text:
      throw WireFault("a request: 'time_in_force' must be one of gtc, gtd, day, ioc, fok, was '\(text)'")
    }
  }

  private static func protection(_ object: inout WireObject) throws(WireFault) -> Protection {
    Protection(
      stopLoss: try optionalPrice(&object, "stop_loss"),
      takeProfit: try optionalPrice(&object, "take_profit"),
      trailPoints: try distance(&object, "trail"), breakEven: try breakEven(&object))
  }

  private static func breakEven(_ object: inout WireObject) throws(WireFault) -> BreakEven? {
    guard let value = object.take("break_even") else { return nil }
    var move = try WireObject(value, "a request's 'break_even'")
    guard let trigger = try distance(&move, "trigger") else {
      throw WireFault("a request's 'break_even' has no 'trigger'")
    }
    let breakEven = BreakEven(triggerPoints: trigger, offsetPoints: try distance(&move, "offset") ?? 0)
    try move.finish()
    return breakEven
  }

  private static func modification(_ object: inout WireObject) throws(WireFault) -> Action {
    let levels = try protection(&object)
    let price = try optionalPrice(&object, "price")
    let limitPrice = try optionalPrice(&object, "limit_price")
    switch (try object.optionalInteger("order"), try object.optionalInteger("position")) {
    case (let order?, nil) where order >= 1:
      return .change(
        order: ClientOrderID(ordinal: UInt64(order)), price: price, limitPrice: limitPrice, levels)
    case (nil, let position?) where position >= 1:
      guard price == nil, limitPrice == nil else {
        throw WireFault("a request: a position has no 'price' to modify")
      }
      return .protect(position: ClientOrderID(ordinal: UInt64(position)), levels)
    default: throw WireFault("a request to modify names one 'order' or one 'position', counting from 1")
    }
  }
}
