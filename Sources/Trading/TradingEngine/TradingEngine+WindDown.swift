import StrategyKit
import TradingCore

/// How positions leave when there is time for it: by levels at the venue, which work without anybody looking.
extension TradingEngine {
  /// Has positions of a symbol, or all, leave in a style. A level that is nearer already stays; one that the venue does not take
  /// leaves the position to the deadline of whoever has asked.
  mutating func windDown(_ symbolIndex: Int?, _ style: ExitStyle, _ reason: CloseReason) {
    guard style != .immediate else { return carryOut(.closeAll(symbolIndex: symbolIndex, reason)) }
    for position in context.fullAccount.positions
    where (symbolIndex ?? position.symbolIndex) == position.symbolIndex
      && position.closingUnits < position.quantity.units
    {
      windDown(position, style, reason)
    }
  }

  private mutating func windDown(_ position: Position, _ style: ExitStyle, _ reason: CloseReason) {
    guard let gain = pointsGained(position) else { return }
    switch style {
    case .immediate: return
    case .trailing: follow(position)
    case .breakeven, .smartLoss:
      // At the entry there is nothing left to wait for.
      guard gain != 0, gain > 0 || style == .breakeven else {
        return carryOut(.close(position.id, quantity: nil, reason))
      }
      holdToEntry(position, isWinning: gain > 0)
    }
  }

  /// How far the closing side is on the winning side of the entry, in points; `nil` without a price.
  private func pointsGained(_ position: Position) -> Int64? {
    let account = context.fullAccount
    let side: OrderSide = position.side == .buy ? .sell : .buy
    return account.lastPrice(symbolIndex: position.symbolIndex, side: side).map {
      ($0.points - position.openPrice.points) * position.side.sign
    }
  }

  /// A stop at the entry for what has won, a take profit there for what has lost.
  private mutating func holdToEntry(_ position: Position, isWinning: Bool) {
    var protection = position.protection
    let entry = position.openPrice
    func isNearer(_ level: Price?) -> Bool {
      guard let level else { return false }
      let distance = (level.points - entry.points) * position.side.sign
      return isWinning ? distance >= 0 : distance <= 0
    }
    if isWinning {
      guard !isNearer(position.trailedStop ?? protection.stopLoss) else { return }
      protection.stopLoss = entry
    } else {
      guard !isNearer(protection.takeProfit) else { return }
      protection.takeProfit = entry
    }
    context.protect(position.id, with: protection)
  }

  /// A stop that follows the market at ten spreads.
  private mutating func follow(_ position: Position) {
    let index = position.symbolIndex
    let account = context.fullAccount
    guard let ask = account.lastPrice(symbolIndex: index, side: .buy),
      let bid = account.lastPrice(symbolIndex: index, side: .sell)
    else { return }
    let tick = max(account.instrument(symbolIndex: index).tickPoints, 1)
    let spread = max(abs(ask.points - bid.points), tick)
    let distance = (spread * 10 + tick - 1) / tick * tick
    var protection = position.protection
    if let present = protection.trailPoints, present <= distance { return }
    protection.trailPoints = distance
    context.protect(position.id, with: protection)
  }
}
