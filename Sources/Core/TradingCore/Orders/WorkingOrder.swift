/// A limit, stop or stop-limit order that is working at the venue, as last reported.
public struct WorkingOrder: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case id = "id"
    case symbolIndex = "symbolIndex"
    case side = "side"
    case kind = "kind"
    case quantity = "quantity"
    case expiry = "expiry"
    case protection = "protection"
  }

  /// Our number of it.
  public var id: ClientOrderID
  /// Which of the bot's symbols.
  public var symbolIndex: Int
  /// Buy or sell.
  public var side: OrderSide
  /// Its price or prices now; a stop-limit that has been triggered is a limit order.
  public var kind: OrderKind
  /// How much of it is not filled.
  public var quantity: Quantity
  /// The last instant at which it can be filled; `distantFuture` for one that does not expire.
  public var expiry: Timestamp
  /// Where the position it opens is to be closed.
  public var protection: Protection

  /// A working order from its parts.
  public init(
    id: ClientOrderID, symbolIndex: Int, side: OrderSide, kind: OrderKind, quantity: Quantity,
    expiry: Timestamp = .distantFuture, protection: Protection = .none
  ) {
    self.id = id
    self.symbolIndex = symbolIndex
    self.side = side
    self.kind = kind
    self.quantity = quantity
    self.expiry = expiry
    self.protection = protection
  }
}
