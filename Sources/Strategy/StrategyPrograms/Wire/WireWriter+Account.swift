import TradingCore

/// Positions and orders as the `account` of an event has them.
extension WireWriter {
  /// What the account is.
  mutating func terms(_ terms: ToldAccount.Terms) {
    member(",\"currency\":", terms.currency)
    member(",\"money_digits\":", terms.moneyDigits)
    member(",\"mode\":", terms.mode)
    member(",\"leverage\":", terms.leverage)
  }

  /// What is booked, open and waiting.
  mutating func account(_ told: ToldAccount) {
    member("{\"balance\":", told.balance ?? 0)
    member(",\"used_margin\":", told.usedMargin)
    raw(",\"positions\":[")
    for (index, position) in told.positions.enumerated() {
      if index > 0 { raw(",") }
      self.position(position)
    }
    raw("],\"orders\":[")
    for (index, order) in told.orders.enumerated() {
      if index > 0 { raw(",") }
      self.order(order)
    }
    raw("]}")
  }

  mutating func position(_ position: Position) {
    member("{\"id\":", Int64(clamping: position.id.ordinal))
    member(",\"symbol\":", Int64(position.symbolIndex))
    member(",\"side\":", position.side.rawValue)
    member(",\"units\":", position.quantity.units)
    member(",\"open_time\":", position.openTime.nanoseconds)
    member(",\"open_price\":", position.openPrice.points)
    levels(position.protection)
    optionalMember(",\"trailed_stop\":", position.trailedStop?.points)
    raw("}")
  }

  mutating func order(_ order: WorkingOrder) {
    member("{\"id\":", Int64(clamping: order.id.ordinal))
    member(",\"symbol\":", Int64(order.symbolIndex))
    member(",\"side\":", order.side.rawValue)
    switch order.kind {
    case .market: raw(",\"kind\":\"market\"")
    case .limit: raw(",\"kind\":\"limit\"")
    case .stop: raw(",\"kind\":\"stop\"")
    case .stopLimit: raw(",\"kind\":\"stop_limit\"")
    }
    optionalMember(",\"price\":", order.kind.price?.points)
    if case .stopLimit(_, let limit) = order.kind { member(",\"limit_price\":", limit.points) }
    member(",\"units\":", order.quantity.units)
    if order.expiry != .distantFuture { member(",\"expiry\":", order.expiry.nanoseconds) }
    levels(order.protection)
    raw("}")
  }

  private mutating func levels(_ protection: Protection) {
    optionalMember(",\"stop_loss\":", protection.stopLoss?.points)
    optionalMember(",\"take_profit\":", protection.takeProfit?.points)
    optionalMember(",\"trail\":", protection.trailPoints)
    if let move = protection.breakEven {
      member(",\"break_even\":{\"trigger\":", move.triggerPoints)
      member(",\"offset\":", move.offsetPoints)
      raw("}")
    }
  }
}
