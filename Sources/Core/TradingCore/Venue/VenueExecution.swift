/// One execution, as a broker reports it; money is in the account's currency.
package struct VenueExecution: Sendable, Hashable, Codable {
  /// Whether an execution opens or closes, where the broker says so.
  package enum Effect: String, Sendable, Hashable, Codable {
    /// It opens a position or adds to one.
    case opening
    /// It closes a position or a part of it.
    case closing
  }

  /// The broker's name of it.
  package var trade: TradeID
  /// Our order; `nil` when it is of none of ours, as a close by the broker.
  package var order: OrderKey?
  /// The broker's name of the order.
  package var venueOrder: VenueOrderID?
  /// The broker's name of the position it opened, added to or closed.
  package var venuePosition: VenuePositionID?
  /// Which of the bot's symbols.
  package var symbolIndex: Int
  /// Buy or sell.
  package var side: OrderSide
  /// How much this time.
  package var quantity: Quantity
  /// How much of the order so far, this time included; `nil` where the broker does not say.
  package var cumulative: Quantity?
  /// At what price.
  package var price: Price
  /// Charged for it, a positive cost; `nil` where it is reported later or never.
  package var commission: Money?
  /// Financing booked with it; a credit is positive.
  package var swap: Money?
  /// Any other charge, a positive cost.
  package var fee: Money?
  /// Whether it opens or closes, where the broker says so.
  package var effect: Effect?

  /// An execution from its parts.
  package init(
    trade: TradeID, order: OrderKey?, venueOrder: VenueOrderID? = nil, venuePosition: VenuePositionID? = nil,
    symbolIndex: Int, side: OrderSide, quantity: Quantity, cumulative: Quantity? = nil, price: Price,
    commission: Money? = nil, swap: Money? = nil, fee: Money? = nil, effect: Effect? = nil
  ) {
    self.trade = trade
    self.order = order
    self.venueOrder = venueOrder
    self.venuePosition = venuePosition
    self.symbolIndex = symbolIndex
    self.side = side
    self.quantity = quantity
    self.cumulative = cumulative
    self.price = price
    self.commission = commission
    self.swap = swap
    self.fee = fee
    self.effect = effect
  }

  private enum CodingKeys: String, CodingKey {
    case trade = "trade"
    case order = "order"
    case venueOrder = "venue_order"
    case venuePosition = "venue_position"
    case symbolIndex = "symbol"
    case side = "side"
    case quantity = "quantity"
    case cumulative = "cumulative"
    case price = "price"
    case commission = "commission"
    case swap = "swap"
    case fee = "fee"
    case effect = "effect"
  }
}

/// What a broker says of an order besides its executions.
package struct OrderNotice: Sendable, Hashable, Codable {
  /// Our order; `nil` when it is none of ours.
  package var order: OrderKey?
  /// The broker's name of it.
  package var venueOrder: VenueOrderID?
  /// The broker's name of the position that it opened or closed, where the broker says so.
  package var venuePosition: VenuePositionID?
  /// Which of the bot's symbols, where the broker says so.
  package var symbolIndex: Int?
  /// How much of it has been executed, where the broker says so.
  package var cumulative: Quantity?
  /// How much of it is left to be executed, where the broker says so.
  package var remaining: Quantity?
  /// The average price of what has been executed, rounded to a point, where the broker says so.
  package var averagePrice: Price?
  /// Its prices now, where the broker says so.
  package var kind: OrderKind?

  /// A notice from its parts.
  package init(
    _ order: OrderKey?, venueOrder: VenueOrderID? = nil, venuePosition: VenuePositionID? = nil,
    symbolIndex: Int? = nil, cumulative: Quantity? = nil, remaining: Quantity? = nil,
    averagePrice: Price? = nil, kind: OrderKind? = nil
  ) {
    self.order = order
    self.venueOrder = venueOrder
    self.venuePosition = venuePosition
    self.symbolIndex = symbolIndex
    self.cumulative = cumulative
    self.remaining = remaining
    self.averagePrice = averagePrice
    self.kind = kind
  }

  private enum CodingKeys: String, CodingKey {
    case order = "order"
    case venueOrder = "venue_order"
    case venuePosition = "venue_position"
    case symbolIndex = "symbol"
    case cumulative = "cumulative"
    case remaining = "remaining"
    case averagePrice = "average_price"
    case kind = "kind"
  }
}

/// Money that came or went other than by an execution; in the account's currency.
package struct BalanceChange: Sendable, Hashable, Codable {
  /// What it was for.
  package enum Cause: String, Sendable, Hashable, Codable, CaseIterable {
    /// A night's financing.
    case swap
    /// A commission that was not reported with its execution.
    case commission
    /// Another charge.
    case fee
    /// Paid in or out.
    case transfer
    /// Anything else.
    case correction
  }

  /// The broker's name of the booking, by which two of them are told apart.
  package var trade: TradeID
  /// What it was for.
  package var cause: Cause
  /// How much; a credit is positive.
  package var amount: Money
  /// The broker's name of the position it is for, where it is for one.
  package var venuePosition: VenuePositionID?

  /// A change from its parts.
  package init(
    trade: TradeID, cause: Cause, amount: Money, venuePosition: VenuePositionID? = nil
  ) {
    self.trade = trade
    self.cause = cause
    self.amount = amount
    self.venuePosition = venuePosition
  }

  private enum CodingKeys: String, CodingKey {
    case trade = "trade"
    case cause = "cause"
    case amount = "amount"
    case venuePosition = "venue_position"
  }
}
