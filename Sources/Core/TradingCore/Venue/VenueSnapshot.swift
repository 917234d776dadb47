/// What a broker's account holds of a bot, at one moment. One that could not be had is not an empty one: it is never
/// reported.
package struct VenueSnapshot: Sendable, Hashable, Codable {
  /// An open position.
  package struct OpenPosition: Sendable, Hashable, Codable {
    /// The broker's name of it; `nil` where positions have none, as under netting.
    package var venuePosition: VenuePositionID?
    /// The order that opened it, where the broker can tell.
    package var order: ClientOrderID?
    /// Which of the bot's symbols.
    package var symbolIndex: Int
    /// Buy for long, sell for short.
    package var side: OrderSide
    /// How much is open.
    package var quantity: Quantity
    /// Its average opening price, rounded to a point.
    package var openPrice: Price
    /// The levels that rest with the broker, where it says so.
    package var protection: Protection?

    /// A position from its parts.
    package init(
      venuePosition: VenuePositionID?, order: ClientOrderID?, symbolIndex: Int, side: OrderSide,
      quantity: Quantity, openPrice: Price, protection: Protection? = nil
    ) {
      self.venuePosition = venuePosition
      self.order = order
      self.symbolIndex = symbolIndex
      self.side = side
      self.quantity = quantity
      self.openPrice = openPrice
      self.protection = protection
    }

    private enum CodingKeys: String, CodingKey {
      case venuePosition = "venue_position"
      case order = "order"
      case symbolIndex = "symbol"
      case side = "side"
      case quantity = "quantity"
      case openPrice = "open_price"
      case protection = "protection"
    }
  }

  /// Every open position of the bot's symbols.
  package var positions: [OpenPosition]
  /// Every order of the bot's symbols that works, with what of it has been executed.
  package var orders: [OrderNotice]
  /// Cash, where the broker says it.
  package var balance: Money?
  /// Where the stream of events stood, for those brokers that resume it.
  package var cursor: String?

  /// A snapshot from its parts.
  package init(
    positions: [OpenPosition] = [], orders: [OrderNotice] = [], balance: Money? = nil, cursor: String? = nil
  ) {
    self.positions = positions
    self.orders = orders
    self.balance = balance
    self.cursor = cursor
  }

  private enum CodingKeys: String, CodingKey {
    case positions = "positions"
    case orders = "orders"
    case balance = "balance"
    case cursor = "cursor"
  }
}
