import StrategyKit
import TradingCore

/// Asks for every kind of order, level and change there is, one after the other, so that a bot's state holds them all.
struct PinnedTrader: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "pinned_trader", version: 3, summary: "asks for everything there is in turn",
    parameters: [
      .integer("every", "quotes between two things it asks for", in: 1...1_000, default: 5),
      .integer("hurry", "quotes after which it asks at each", in: 1...100_000, default: 467),
      .decimal("ratio", "a number it does not use", from: "0", to: "10", default: "1.5"),
    ])

  private let every: Int
  private let hurry: Int
  private let lots: LotCount
  private var quotes = 0
  private var asked = 0
  private var barCount = 0
  private var firings = 0
  private var refusals: [Refusal] = []
  private var last: [ClientOrderID] = []

  init(parameters: ParameterValues) throws(ParameterError) {
    every = try parameters.integer("every")
    hurry = try parameters.integer("hurry")
    lots = try parameters.lots()
  }

  var bars: [BarSubscription] { [BarSubscription(.m15), BarSubscription(.h1, symbolIndex: 1)] }
  var timers: [TimerSchedule] { [.every(seconds: 900), .daily(hour: 8, minute: 30, zone: .london)] }

  mutating func onBar(_ bar: Bar, _ context: inout Context) { barCount += 1 }
  mutating func onTimer(_ timer: TimerFiring, _ context: inout Context) { firings += 1 }
  mutating func onReject(_ refusal: Refusal, _ context: inout Context) { refusals = [refusal] }

  /// Answers a fill at a quote that only converts: what it asks for waits for the next quote of its own.
  mutating func onFill(_ fill: Fill, _ context: inout Context) {
    guard quotes > hurry + 1, fill.reason == .entry else { return }
    context.protect(fill.position, with: Protection(trailPoints: 900))
    context.close(fill.position, quantity: Quantity(units: 10_000))
    context.buy(lots, protection: Protection(stopLoss: fill.price.offset(by: -900)))
  }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    quotes += 1
    if quotes == hurry { rest(quote, &context) }
    if quotes > hurry {
      context.sell(lots, symbolIndex: context.symbolIndex)
    } else if quotes % every == 0, context.symbolIndex == 0 {
      ask(quote, &context)
      asked += 1
    }
  }

  /// Orders that still work at the end.
  private mutating func rest(_ quote: Quote, _ context: inout Context) {
    submit(
      .buy, .limit(quote.ask.offset(by: -900)), &context,
      timeInForce: .goodTill(context.now.advanced(by: 9 * Timestamp.day)),
      protection: Protection(stopLoss: quote.bid.offset(by: -1_900), takeProfit: quote.ask.offset(by: 1_000)))
    submit(
      .sell, .stopLimit(stop: quote.bid.offset(by: -2_000), limit: quote.bid.offset(by: -2_010)), &context,
      protection: Protection(trailPoints: 200, breakEven: BreakEven(triggerPoints: 50)))
    submit(.buy, .stop(quote.ask.offset(by: 2_500)), &context, timeInForce: .day)
  }

  private mutating func ask(_ quote: Quote, _ context: inout Context) {
    let (bid, ask) = (quote.bid, quote.ask)
    switch asked % 18 {
    case 0:
      submit(
        .buy, .market, &context,
        protection: Protection(
          stopLoss: bid.offset(by: -400), takeProfit: ask.offset(by: 500), trailPoints: 350,
          breakEven: BreakEven(triggerPoints: 120, offsetPoints: 10)))
    case 1: submit(.sell, .market, &context)
    case 2:
      submit(
        .buy, .limit(ask.offset(by: -25)), &context,
        timeInForce: .goodTill(context.now.advanced(by: 20 * Timestamp.minute)))
    case 3: submit(.sell, .stop(bid.offset(by: -60)), &context, timeInForce: .day)
    case 4:
      submit(.buy, .stopLimit(stop: ask.offset(by: 40), limit: ask.offset(by: 45)), &context)
    case 5: submit(.buy, .limit(ask.offset(by: 30)), &context, timeInForce: .immediateOrCancel)
    case 6: submit(.sell, .market, &context, timeInForce: .fillOrKill)
    case 7:
      if let position = context.positions.last {
        context.close(position.id, quantity: Quantity(units: 30_000))
      }
    case 8:
      if let position = context.positions.last {
        let away = position.side.sign * 300
        context.protect(
          position.id, with: Protection(stopLoss: bid.offset(by: -away), takeProfit: ask.offset(by: away)))
      }
    case 9:
      if let order = context.orders.last {
        context.modify(order.id, price: bid.offset(by: -90), protection: .none)
      }
    case 10: if let order = context.orders.first { context.cancel(order.id) }
    case 11: context.submit(.buy, Quantity(units: 7))
    case 12: submit(.sell, .limit(ask.offset(by: 400)), &context)
    case 13: if let position = context.positions.first { context.close(position.id) }
    case 14: submit(.buy, .stop(ask.offset(by: -5)), &context)
    case 15: context.submit(.buy, context.quantity(lots, symbolIndex: 1), symbolIndex: 1)
    // More than a quote offers: the rest waits.
    case 16: context.submit(.buy, Quantity(units: 320_000))
    default:
      context.submit(.sell, context.quantity(lots), protection: Protection(stopLoss: bid.offset(by: -50)))
    }
  }

  private mutating func submit(
    _ side: OrderSide, _ kind: OrderKind, _ context: inout Context,
    timeInForce: TimeInForce = .goodTillCanceled, protection: Protection = .none
  ) {
    last.append(
      context.submit(
        side, context.quantity(lots), kind: kind, timeInForce: timeInForce, protection: protection))
    if last.count > 6 { last.removeFirst() }
  }
}
