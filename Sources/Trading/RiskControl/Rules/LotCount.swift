package import TradingCore

/// Lots of a scope, symbol by symbol: open, and as they would be with every order filled that waits.
package struct LotCount: Sendable {
  private struct Sides {
    let symbol: Symbol
    var bought: Int128 = 0
    var sold: Int128 = 0
  }

  private var symbols: [Sides] = []

  /// The lots of a scene, orders that wait counted as if filled, unless they are not asked for; with one more order.
  package init(
    _ scene: RiskScene, countsOrders: Bool = true, with order: (Symbol, OrderSide, lots: Int64)? = nil
  ) {
    for bot in scene.bots {
      for position in bot.mark.positions { add(position.symbol, position.side, position.lots) }
      for order in countsOrders ? bot.mark.orders : [] { add(order.symbol, order.side, order.lots) }
    }
    if let order { add(order.0, order.1, order.lots) }
  }

  private mutating func add(_ symbol: Symbol, _ side: OrderSide, _ lots: Int64) {
    let index = symbols.firstIndex { $0.symbol == symbol } ?? symbols.count
    if index == symbols.count { symbols.append(Sides(symbol: symbol)) }
    switch side {
    case .buy: symbols[index].bought += Int128(lots)
    case .sell: symbols[index].sold += Int128(lots)
    }
  }

  /// All of them, in 1e-8 lots.
  package func lots(_ type: MaxContracts.CountType) -> Int128 {
    symbols.reduce(0) { $0 + Self.lots($1, type) }
  }

  /// Those of a symbol, in 1e-8 lots.
  package func lots(_ type: MaxContracts.CountType, of symbol: Symbol) -> Int128 {
    symbols.first { $0.symbol == symbol }.map { Self.lots($0, type) } ?? 0
  }

  private static func lots(_ sides: Sides, _ type: MaxContracts.CountType) -> Int128 {
    switch type {
    case .net: abs(sides.bought - sides.sold)
    case .gross: sides.bought + sides.sold
    }
  }

  /// What to close, the last opened first, so that no more than a limit is left open; nothing where that is so already.
  ///
  /// `symbol`: `nil` for all of them. What of a net sum does not lead nearer to the limit stays.
  package static func trims(
    _ scene: RiskScene, to limit: Int64, _ type: MaxContracts.CountType, of symbol: Symbol? = nil
  ) -> [RiskAction.Verb] {
    var count = LotCount(scene, countsOrders: false)
    let open = scene.positions.enumerated().sorted {
      ($0.element.position.openTime, $0.offset) > ($1.element.position.openTime, $1.offset)
    }.map(\.element)
    var verbs: [RiskAction.Verb] = []
    for (bot, position) in open where symbol == nil || position.symbol == symbol {
      let lots = symbol.map { count.lots(type, of: $0) } ?? count.lots(type)
      let excess = lots - Int128(limit)
      guard excess > 0 else { break }
      guard let lots = count.trimmable(position, type), lots > 0 else { continue }
      let wanted = min(excess, lots)
      let exact = (wanted * Int128(position.units)).roundedUp(by: Int128(position.lots))
      let step = Int128(max(position.stepUnits, 1))
      let units = Int64(clamping: min(Int128(position.units), exact.roundedUp(by: step) * step))
      verbs.append(.trim(bot: bot, position.id, units: units))
      count.add(
        position.symbol, position.side,
        -Int64(clamping: Int128(position.lots) * Int128(units) / Int128(position.units)))
    }
    return verbs
  }

  /// How many lots of a position count towards the sum.
  private func trimmable(_ position: PositionMark, _ type: MaxContracts.CountType) -> Int128? {
    guard position.units > 0, position.lots > 0 else { return nil }
    guard type == .net, let sides = symbols.first(where: { $0.symbol == position.symbol }) else {
      return Int128(position.lots)
    }
    let net = (sides.bought - sides.sold) * Int128(position.side.sign)
    return net > 0 ? min(net, Int128(position.lots)) : nil
  }

  /// 1e-8 lots as text: `0.50`.
  package static func text(_ lots: Int128) -> String {
    DecimalText.format(Int64(clamping: lots), digits: 8, minimumFraction: 2)
  }
}

extension Int128 {
  /// The quotient, rounded up; of what is not below 0 and above 0.
  fileprivate func roundedUp(by divisor: Int128) -> Int128 { (self + divisor - 1) / divisor }
}
