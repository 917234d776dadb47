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
      positions: account.positions.map {
        DeskSnapshot.Position($0, in: account, of: instruments[$0.symbolIndex])
      },
      orders: runner.workingOrders.map { DeskSnapshot.Order($0, of: instruments[$0.symbolIndex]) })
  }
}

extension DeskSnapshot.Position {
  /// A position of an account at the last quotes that the account has seen.
  init(_ position: Position, in account: Account, of instrument: Instrument) {
    let levels = position.protection
    // The tighter of a fixed and a trailing stop counts.
    let stops = [levels.stopLoss, position.trailedStop].compactMap(\.self)
    let stop = position.side == .buy ? stops.max() : stops.min()
    self.init(
      order: Int64(clamping: position.id.ordinal), symbol: instrument.symbol.name, side: position.side,
      lots: instrument.lotsText(units: position.quantity.units), openTime: position.openTime,
      openPrice: position.openPrice.text(digits: instrument.digits),
      stopLoss: stop?.text(digits: instrument.digits),
      takeProfit: levels.takeProfit?.text(digits: instrument.digits),
      result: account.openResult(of: position)?.text(in: account.currency))
  }
}

extension DeskSnapshot.Order {
  /// An order that works at a venue.
  init(_ order: WorkingOrder, of instrument: Instrument) {
    let (type, price, limit): (String, Price?, Price?) =
      switch order.kind {
      case .market: ("market", nil, nil)
      case .limit(let price): ("limit", price, nil)
      case .stop(let price): ("stop", price, nil)
      case .stopLimit(let stop, let limit): ("stop_limit", stop, limit)
      }
    func text(_ price: Price?) -> String? { price?.text(digits: instrument.digits) }
    self.init(
      order: Int64(clamping: order.id.ordinal), symbol: instrument.symbol.name, side: order.side, type: type,
      lots: instrument.lotsText(units: order.quantity.units), price: text(price) ?? "",
      limitPrice: text(limit), expiry: order.expiry == .distantFuture ? nil : order.expiry,
      stopLoss: text(order.protection.stopLoss), takeProfit: text(order.protection.takeProfit))
  }
}
