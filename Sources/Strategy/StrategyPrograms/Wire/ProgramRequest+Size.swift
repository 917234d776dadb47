import StrategyKit
import TradingCore

extension ProgramRequest.Size {
  /// The quantity of a new order; zero where nothing fits the risk, or nothing says how far the stop loss is.
  func quantity(
    _ side: OrderSide, kind: OrderKind, protection: Protection, symbolIndex: Int, _ context: Context
  ) -> Quantity {
    switch self {
    case .units(let units): Quantity(units: units)
    case .lots(let lots): context.quantity(lots, symbolIndex: symbolIndex)
    case .risk(let share, let basis, let distance):
      context.quantity(
        risking: share, of: basis,
        stopDistancePoints: distance ?? context.stopDistance(side, kind, protection, symbolIndex),
        symbolIndex: symbolIndex)
    }
  }
}

extension Context {
  /// How far a new order's stop loss is from where it would be filled, in points: from the ask or bid for one at market,
  /// else from its price. Not above zero where the stop loss is on the wrong side, or nothing says where it is.
  fileprivate func stopDistance(
    _ side: OrderSide, _ kind: OrderKind, _ protection: Protection, _ symbolIndex: Int
  ) -> Int64 {
    let quote = quote(symbolIndex: symbolIndex)
    let entry =
      switch kind {
      case .market: side == .buy ? quote?.ask : quote?.bid
      case .limit(let price), .stop(let price), .stopLimit(_, let price): price
      }
    guard let entry, let stop = protection.stopLoss else { return 0 }
    return side == .buy ? entry.points - stop.points : stop.points - entry.points
  }
}
