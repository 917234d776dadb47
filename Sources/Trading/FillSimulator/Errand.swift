public import TradingCore

/// Something on its way to the simulated broker.
enum Errand: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case order = "order"
    case close = "close"
    case modify = "modify"
    case cancel = "cancel"
  }

  private enum OrderCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum CloseCodingKeys: String, CodingKey {
    case _0 = "_0"
    case _1 = "_1"
  }

  private enum ModifyCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum CancelCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  case order(OrderRequest)
  case close(CloseRequest, FillReason)
  case modify(ModifyRequest)
  case cancel(ClientOrderID)
}

/// An errand in flight.
struct Arrival: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case errand = "errand"
    case symbolIndex = "symbolIndex"
    case time = "time"
  }

  let errand: Errand
  let symbolIndex: Int
  let time: Timestamp
}

/// An opening order at the broker, with how far it has come.
struct VenueOrder: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case request = "request"
    case expiry = "expiry"
    case since = "since"
    case executions = "executions"
    case hasEntered = "hasEntered"
    case isTriggered = "isTriggered"
    case wasShort = "wasShort"
    case isReported = "isReported"
    case passedSince = "passedSince"
  }

  /// The order; its quantity is what is not filled yet.
  var request: OrderRequest
  /// The last instant at which it can be filled.
  let expiry: Timestamp
  /// The cycle it was placed on; it works from the next quote on.
  var since: UInt64 = 0
  /// How often some of it has been executed.
  var executions: UInt32 = 0
  /// Whether some of it has opened, and its levels are attached.
  var hasEntered = false
  /// Whether it is a stop-limit whose stop was reached.
  var isTriggered = false
  /// Whether it has met a quote that did not offer all of it.
  var isRest: Bool { executions > 0 || wasShort }
  /// Whether a quote offered too little of it.
  var wasShort = false
  /// Whether its waiting has been reported.
  var isReported = false
  /// The cycle on which the market was past its limit before that could be filled at; `nil` once it was not.
  var passedSince: UInt64?
}

/// A close that a strategy asked for, at the broker.
struct VenueClose: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case request = "request"
    case reason = "reason"
    case symbolIndex = "symbolIndex"
    case executions = "executions"
    case isRest = "isRest"
    case isReported = "isReported"
  }

  /// The close; its quantity is what is not filled yet.
  var request: CloseRequest
  let reason: FillReason
  let symbolIndex: Int
  var executions: UInt32 = 0
  /// Whether a quote offered too little of it.
  var isRest = false
  var isReported = false
}

/// A stop loss or trailing stop that was reached and closes its position.
struct ProtectiveClose: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case position = "position"
    case symbolIndex = "symbolIndex"
    case reason = "reason"
    case executions = "executions"
    case isReported = "isReported"
  }

  let position: ClientOrderID
  let symbolIndex: Int
  let reason: FillReason
  var executions: UInt32 = 0
  var isReported = false
}

/// What waits for the symbol's next quotes: for one that is not crossed, or for more depth.
enum Waiting: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case arrived = "arrived"
    case atMarket = "atMarket"
    case close = "close"
    case protective = "protective"
  }

  private enum ArrivedCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum AtMarketCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum CloseCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum ProtectiveCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  /// A market order that has met nothing but crossed quotes: it is checked anew.
  case arrived(VenueOrder)
  /// A stop that was triggered on a crossed quote, or what depth has left of an order.
  case atMarket(VenueOrder)
  case close(VenueClose)
  case protective(ProtectiveClose)

  /// The number that decides the order among those that wait.
  var placement: ClientOrderID {
    switch self {
    case .arrived(let order), .atMarket(let order): order.request.id
    case .close(let close): close.request.id
    case .protective(let close): close.position
    }
  }

  var symbolIndex: Int {
    switch self {
    case .arrived(let order), .atMarket(let order): order.request.symbolIndex
    case .close(let close): close.symbolIndex
    case .protective(let close): close.symbolIndex
    }
  }

  /// The order, where it is one that opens: what can expire and be canceled.
  var order: VenueOrder? {
    switch self {
    case .arrived(let order), .atMarket(let order): order
    case .close, .protective: nil
    }
  }

  var isReported: Bool {
    get {
      switch self {
      case .arrived(let order), .atMarket(let order): order.isReported
      case .close(let close): close.isReported
      case .protective(let close): close.isReported
      }
    }
    set {
      switch self {
      case .arrived(var order):
        order.isReported = newValue
        self = .arrived(order)
      case .atMarket(var order):
        order.isReported = newValue
        self = .atMarket(order)
      case .close(var close):
        close.isReported = newValue
        self = .close(close)
      case .protective(var close):
        close.isReported = newValue
        self = .protective(close)
      }
    }
  }
}

/// The quote that an errand meets, what it offers, and the time and cycle its effects are stamped with.
struct Meeting: Sendable {
  let quote: Quote
  let size: QuoteSize
  let time: Timestamp
  let cycle: UInt64
}

extension Meeting {
  /// The quote at hand.
  init(_ moment: MarketMoment) {
    self.init(
      quote: moment.quote, size: moment.size, time: moment.time, cycle: moment.cycle)
  }
}

/// Prices of one symbol at which a trigger may be due, so that most quotes cost four comparisons.
@frozen
@usableFromInline
struct Watch: Sendable, Hashable {
  @usableFromInline var askAtMost: Int64 = .min
  @usableFromInline var askAtLeast: Int64 = .max
  @usableFromInline var bidAtMost: Int64 = .min
  @usableFromInline var bidAtLeast: Int64 = .max

  @inlinable
  func isReached(by quote: Quote) -> Bool {
    let ask = quote.ask.points
    let bid = quote.bid.points
    return ask <= askAtMost || ask >= askAtLeast || bid <= bidAtMost || bid >= bidAtLeast
  }
}

extension VenueOrder {
  /// The order as its bot hears of it.
  var reported: WorkingOrder {
    WorkingOrder(
      id: request.id, symbolIndex: request.symbolIndex, side: request.side, kind: request.kind,
      quantity: request.quantity, expiry: expiry, protection: request.protection)
  }
}
