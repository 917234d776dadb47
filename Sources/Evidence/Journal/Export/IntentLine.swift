import TradingCore

/// What a bot asked for, laid out flat: one place for each part, empty where the intent has none.
struct IntentLine {
  let action: String
  let order: ClientOrderID
  /// The position to close or to protect.
  private(set) var position: ClientOrderID?
  /// The order to modify.
  private(set) var target: ClientOrderID?
  private(set) var symbolIndex: Int?
  private(set) var side: OrderSide?
  private(set) var quantity: Quantity?
  private(set) var kind: String?
  private(set) var price: Price?
  private(set) var limitPrice: Price?
  private(set) var timeInForce: String?
  private(set) var expires: Timestamp?
  private(set) var protection = Protection.none

  init(_ intent: Intent) {
    switch intent {
    case .submit(let request):
      action = "submit"
      order = request.id
      symbolIndex = request.symbolIndex
      side = request.side
      quantity = request.quantity
      protection = request.protection
      set(request.kind)
      set(request.timeInForce)
    case .close(let request):
      action = "close"
      order = request.id
      position = request.position
      quantity = request.quantity
    case .modify(let request):
      action = "modify"
      order = request.id
      switch request.target {
      case .order(let id): target = id
      case .position(let id): position = id
      }
      price = request.price
      limitPrice = request.limitPrice
      protection = request.protection
    case .cancel(let id):
      action = "cancel"
      order = id
    }
  }

  private mutating func set(_ kind: OrderKind) {
    switch kind {
    case .market: self.kind = "market"
    case .limit(let price): (self.kind, self.price) = ("limit", price)
    case .stop(let price): (self.kind, self.price) = ("stop", price)
    case .stopLimit(let stop, let limit):
      (self.kind, price, limitPrice) = ("stop_limit", stop, limit)
    }
  }

  private mutating func set(_ force: TimeInForce) {
    switch force {
    case .goodTillCanceled: timeInForce = "good_till_canceled"
    case .goodTill(let time): (timeInForce, expires) = ("good_till", time)
    case .day: timeInForce = "day"
    case .immediateOrCancel: timeInForce = "immediate_or_cancel"
    case .fillOrKill: timeInForce = "fill_or_kill"
    }
  }
}
