import StrategyKit
import TestSupport
import TradingCore

/// Asks for all that a hedging broker can do, at random: what it draws hangs on the quotes it has seen.
struct Churner: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "churner", version: 1, summary: "asks for what every broker can do", parameters: [])

  private var state: UInt64 = 1

  init(parameters: ParameterValues) throws(ParameterError) {}

  private mutating func draw(_ range: ClosedRange<Int64>) -> Int64 {
    var generator = SeededGenerator(seed: state)
    state = generator.next()
    return range.lowerBound + Int64(state % UInt64(range.upperBound - range.lowerBound + 1))
  }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    state ^= UInt64(quote.bid.points)
    if draw(1...100) <= 40 { act(quote, &context) }
  }

  private mutating func act(_ quote: Quote, _ context: inout Context) {
    switch draw(0...9) {
    case ..<4: submit(quote, &context)
    case ..<7:
      guard let position = context.positions.last else { return submit(quote, &context) }
      let isWhole = position.quantity.units < 2_000 || draw(1...100) <= 60
      context.close(position.id, quantity: isWhole ? nil : Quantity(units: 1_000))
    case 7:
      guard let position = context.positions.first else { return }
      let close = position.side.opposite.price(of: quote)
      context.protect(position.id, with: levels(position.side, close))
    case 8:
      guard let order = context.orders.last, let price = order.kind.price else { return }
      context.move(order.id, to: price.offset(by: draw(-3...3)))
    default: if let order = context.orders.first { context.cancel(order.id) }
    }
  }

  private mutating func submit(_ quote: Quote, _ context: inout Context) {
    guard context.positions.count + context.orders.count < 6 else { return }
    let side: OrderSide = draw(0...1) == 0 ? .buy : .sell
    let away = side.sign * draw(8...25)
    let market = side.price(of: quote)
    let kind: OrderKind =
      switch draw(0...9) {
      case ..<5: .market
      case ..<8: .limit(market.offset(by: -away))
      default: .stop(market.offset(by: away))
      }
    let own = OrderRules.ownPrice(of: kind) ?? side.opposite.price(of: quote)
    context.submit(
      side, Quantity(units: 1_000 * draw(1...4)), kind: kind, protection: levels(side, own))
  }

  private mutating func levels(_ side: OrderSide, _ price: Price) -> Protection {
    Protection(
      stopLoss: draw(0...1) == 0 ? price.offset(by: -side.sign * draw(40...90)) : nil,
      takeProfit: draw(0...1) == 0 ? price.offset(by: side.sign * draw(40...90)) : nil)
  }
}
