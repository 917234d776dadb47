public import TradingCore

/// Something on its way to the simulated broker.
enum Errand: Sendable, Hashable {
  case order(OrderRequest)
  case close(CloseRequest, FillReason)
  case modify(ModifyRequest)
  case cancel(ClientOrderID)
  /// A stop order whose price was reached on a crossed quote.
  case triggeredStop(OrderRequest)
  /// A stop loss that was reached on a crossed quote, by its position.
  case protectiveClose(ClientOrderID, FillReason)

  /// The number that decides the order among those that wait for an uncrossed quote.
  var placement: ClientOrderID {
    switch self {
    case .order(let request), .triggeredStop(let request): request.id
    case .close(let request, _): request.id
    case .modify(let request): request.id
    case .cancel(let id), .protectiveClose(let id, _): id
    }
  }
}

/// An errand in flight.
struct Arrival: Sendable, Hashable {
  let errand: Errand
  let symbolIndex: Int
  let time: Timestamp
}

/// A limit or stop order at the broker.
struct WorkingOrder: Sendable, Hashable {
  var request: OrderRequest
  /// The last instant at which it can be filled.
  let expiry: Timestamp
  /// The cycle it was placed on; it works from the next quote on.
  let since: UInt64
}

/// The quote that an errand meets, and the time and cycle its effects are stamped with.
struct Meeting: Sendable {
  let quote: Quote
  let time: Timestamp
  let cycle: UInt64
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
