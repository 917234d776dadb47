import BotAssembly
import RiskControl
import TradingCore
import TradingEngine

extension HostedBot {
  /// What is shown of it between two stretches.
  func snapshot(mode: TradingMode) -> DeskSnapshot.Bot {
    let state = runner.state
    let account = state.account
    return DeskSnapshot.Bot(
      id: id, mode: mode, failure: failure, currency: currency.code,
      balance: account.balance.text(in: currency), equity: account.equity.text(in: currency),
      usedMargin: account.usedMargin.text(in: currency), lastTick: state.record.lastTime,
      halts: runner.halts.map { halt in
        DeskSnapshot.Halt(
          code: halt.code.rawValue, symbol: halt.symbolIndex.map { symbols[$0].name })
      },
      positions: account.positions.map { shown($0, in: account) },
      orders: runner.workingOrders.map(shown))
  }

  private func shown(_ position: Position, in account: Account) -> DeskSnapshot.Position {
    let instrument = instruments[position.symbolIndex]
    let levels = position.protection
    // The tighter of a fixed and a trailing stop counts.
    let stops = [levels.stopLoss, position.trailedStop].compactMap(\.self)
    let stop = position.side == .buy ? stops.max() : stops.min()
    let result = account.openResult(of: position)
    return DeskSnapshot.Position(
      order: Int64(clamping: position.id.ordinal), symbol: instrument.symbol.name, side: position.side,
      lots: instrument.lotsText(units: position.quantity.units), openTime: position.openTime,
      openPrice: position.openPrice.text(digits: instrument.digits),
      stopLoss: stop?.text(digits: instrument.digits),
      takeProfit: levels.takeProfit?.text(digits: instrument.digits),
      result: result?.text(in: currency))
  }

  private func shown(_ order: WorkingOrder) -> DeskSnapshot.Order {
    let instrument = instruments[order.symbolIndex]
    let (type, price, limit): (String, Price?, Price?) =
      switch order.kind {
      case .market: ("market", nil, nil)
      case .limit(let price): ("limit", price, nil)
      case .stop(let price): ("stop", price, nil)
      case .stopLimit(let stop, let limit): ("stop_limit", stop, limit)
      }
    func text(_ price: Price?) -> String? { price?.text(digits: instrument.digits) }
    return DeskSnapshot.Order(
      order: Int64(clamping: order.id.ordinal), symbol: instrument.symbol.name, side: order.side, type: type,
      lots: instrument.lotsText(units: order.quantity.units), price: text(price) ?? "",
      limitPrice: text(limit), expiry: order.expiry == .distantFuture ? nil : order.expiry,
      stopLoss: text(order.protection.stopLoss), takeProfit: text(order.protection.takeProfit))
  }
}
