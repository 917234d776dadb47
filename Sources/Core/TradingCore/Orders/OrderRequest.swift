/// Buy or sell.
public enum OrderSide: String, Sendable, Hashable, Codable, CaseIterable {
  /// Buys at the ask.
  case buy
  /// Sells at the bid.
  case sell

  /// The other side.
  public var opposite: OrderSide { self == .buy ? .sell : .buy }

  /// 1 for buy, −1 for sell.
  public var sign: Int64 { self == .buy ? 1 : -1 }

  /// The price an order of this side trades at.
  public func price(of quote: Quote) -> Price { self == .buy ? quote.ask : quote.bid }
}

/// At what price an order wants to trade.
public enum OrderKind: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case market = "market"
    case limit = "limit"
    case stop = "stop"
    case stopLimit = "stopLimit"
  }

  private enum LimitCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum StopCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum StopLimitCodingKeys: String, CodingKey {
    case stop = "stop"
    case limit = "limit"
  }

  /// At once, at the market's price.
  case market
  /// At this price or a better one.
  case limit(Price)
  /// At the market's price once it has come to this one.
  case stop(Price)
  /// Once the market has come to `stop`, a limit order at `limit`.
  case stopLimit(stop: Price, limit: Price)

  /// The price at which a limit or stop order waits; of a stop-limit the stop.
  public var price: Price? {
    switch self {
    case .market: nil
    case .limit(let price), .stop(let price), .stopLimit(let price, _): price
    }
  }

  /// The same kind of order at other prices; what is `nil` stays. `limit` is for stop-limits alone.
  package func moved(to price: Price?, limit: Price?) -> OrderKind {
    switch self {
    case .market: self
    case .limit(let present): .limit(price ?? present)
    case .stop(let present): .stop(price ?? present)
    case .stopLimit(let stop, let present): .stopLimit(stop: price ?? stop, limit: limit ?? present)
    }
  }
}

/// How long an order is good.
public enum TimeInForce: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case goodTillCanceled = "goodTillCanceled"
    case goodTill = "goodTill"
    case day = "day"
    case immediateOrCancel = "immediateOrCancel"
    case fillOrKill = "fillOrKill"
  }

  private enum GoodTillCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  /// Until it is canceled.
  case goodTillCanceled
  /// Until an instant; at it the order can still be filled.
  case goodTill(Timestamp)
  /// Until the next 17:00 New York.
  case day
  /// What can be filled on arrival; the rest is canceled.
  case immediateOrCancel
  /// Filled whole on arrival or canceled.
  case fillOrKill

  /// Whether the order may only be filled on arrival.
  public var isImmediate: Bool { self == .immediateOrCancel || self == .fillOrKill }
}

/// Where a position is to be closed for it: stop loss and take profit, one canceling the other, and a trail.
public struct Protection: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case stopLoss = "stopLoss"
    case takeProfit = "takeProfit"
    case trailPoints = "trailPoints"
    case breakEven = "breakEven"
  }

  /// Closes a losing position when the closing side reaches this price.
  public var stopLoss: Price?
  /// Closes a winning position when the closing side reaches this price.
  public var takeProfit: Price?
  /// Distance in points at which a stop follows the closing side.
  public var trailPoints: Int64?

  /// When and to where the stop loss moves once, to lock in the entry.
  public var breakEven: BreakEven?

  /// Levels, each of which may be missing.
  public init(
    stopLoss: Price? = nil, takeProfit: Price? = nil, trailPoints: Int64? = nil, breakEven: BreakEven? = nil
  ) {
    self.stopLoss = stopLoss
    self.takeProfit = takeProfit
    self.trailPoints = trailPoints
    self.breakEven = breakEven
  }

  /// No levels.
  public static let none = Protection()

  /// Whether there is no level.
  public var isEmpty: Bool {
    stopLoss == nil && takeProfit == nil && trailPoints == nil && breakEven == nil
  }
}

/// A stop loss that moves to the entry price once the market has gone far enough.
public struct BreakEven: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case triggerPoints = "triggerPoints"
    case offsetPoints = "offsetPoints"
  }

  /// How far the closing side has to be on the winning side of the opening price, in points; positive.
  public var triggerPoints: Int64
  /// Where the stop loss goes: so many points on the winning side of the opening price, below the trigger.
  public var offsetPoints: Int64

  /// A move from its parts.
  public init(triggerPoints: Int64, offsetPoints: Int64 = 0) {
    self.triggerPoints = triggerPoints
    self.offsetPoints = offsetPoints
  }
}

/// An order that a strategy wants placed.
public struct OrderRequest: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case id = "id"
    case symbolIndex = "symbolIndex"
    case side = "side"
    case quantity = "quantity"
    case kind = "kind"
    case timeInForce = "timeInForce"
    case protection = "protection"
  }

  /// Our number of it.
  public var id: ClientOrderID
  /// Which of the bot's symbols, counting from 0.
  public var symbolIndex: Int
  /// Buy or sell.
  public var side: OrderSide
  /// How much.
  public var quantity: Quantity
  /// At what price.
  public var kind: OrderKind
  /// How long.
  public var timeInForce: TimeInForce
  /// Where the position it opens is to be closed.
  public var protection: Protection

  /// An order from its parts.
  public init(
    id: ClientOrderID, symbolIndex: Int, side: OrderSide, quantity: Quantity, kind: OrderKind = .market,
    timeInForce: TimeInForce = .goodTillCanceled, protection: Protection = .none
  ) {
    self.id = id
    self.symbolIndex = symbolIndex
    self.side = side
    self.quantity = quantity
    self.kind = kind
    self.timeInForce = timeInForce
    self.protection = protection
  }
}

/// A position to be closed at market, whole or in part.
public struct CloseRequest: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case id = "id"
    case position = "position"
    case quantity = "quantity"
  }

  /// Our number of the closing order.
  public var id: ClientOrderID
  /// The position, by the order that opened it.
  public var position: ClientOrderID
  /// How much of it; `nil` for all there is when the order arrives.
  public var quantity: Quantity?

  /// A close from its parts.
  public init(id: ClientOrderID, position: ClientOrderID, quantity: Quantity? = nil) {
    self.id = id
    self.position = position
    self.quantity = quantity
  }
}

/// New values for a working order or for the protection of a position.
public struct ModifyRequest: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case id = "id"
    case target = "target"
    case price = "price"
    case limitPrice = "limitPrice"
    case protection = "protection"
  }

  /// What is changed.
  public enum Target: Sendable, Hashable, Codable {
    private enum CodingKeys: String, CodingKey {
      case order = "order"
      case position = "position"
    }

    private enum OrderCodingKeys: String, CodingKey {
      case _0 = "_0"
    }

    private enum PositionCodingKeys: String, CodingKey {
      case _0 = "_0"
    }

    /// A working limit or stop order.
    case order(ClientOrderID)
    /// A position, by the order that opened it.
    case position(ClientOrderID)
  }

  /// Our number of the modification.
  public var id: ClientOrderID
  /// What is changed.
  public var target: Target
  /// The order's new price, of a stop-limit the stop; `nil` leaves it. Positions have none.
  public var price: Price?
  /// The new limit of a stop-limit order; `nil` leaves it.
  public var limitPrice: Price?
  /// The levels that replace all present ones.
  public var protection: Protection

  /// A modification from its parts.
  public init(
    id: ClientOrderID, target: Target, price: Price? = nil, limitPrice: Price? = nil, protection: Protection
  ) {
    self.id = id
    self.target = target
    self.price = price
    self.limitPrice = limitPrice
    self.protection = protection
  }
}

/// What a strategy asks for; only risk can turn it into something a venue accepts.
public enum Intent: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case submit = "submit"
    case close = "close"
    case modify = "modify"
    case cancel = "cancel"
  }

  private enum SubmitCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum CloseCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum ModifyCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum CancelCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  /// Place an order.
  case submit(OrderRequest)
  /// Close a position.
  case close(CloseRequest)
  /// Change an order or a position's levels.
  case modify(ModifyRequest)
  /// Cancel an order that is working or in flight.
  case cancel(ClientOrderID)
}
