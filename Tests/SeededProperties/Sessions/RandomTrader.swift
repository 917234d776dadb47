import StrategyKit
import TradingCore

/// Asks for everything a strategy can ask for, at random: every kind of order, time in force and level, partial
/// closes, changes, cancels, and answers to fills, refusals and bars. The same for the same seed everywhere.
struct RandomTrader: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "random_trader", version: 1, summary: "asks for everything at random",
    parameters: [.integer("trader", "seed of what it asks for", in: 0...Int.max - 1, default: 0)])

  private var random: StoredRandom
  private var seen: [ClientOrderID] = []

  init(parameters: ParameterValues) throws(ParameterError) {
    random = StoredRandom(state: UInt64(try parameters.integer("trader")) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
  }

  var bars: [BarSubscription] { [BarSubscription(.m1), BarSubscription(.m15)] }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    while chance(16) { act(&context) }
  }

  mutating func onBar(_ bar: Bar, _ context: inout Context) {
    if chance(10) { submit(&context) }
  }

  mutating func onFill(_ fill: Fill, _ context: inout Context) {
    if fill.reason == .entry, chance(25) { protect(fill.position, &context) }
    if chance(10) { act(&context) }
  }

  mutating func onReject(_ refusal: Refusal, _ context: inout Context) {
    if chance(10) { act(&context) }
  }

  private mutating func act(_ context: inout Context) {
    switch number(0...99) {
    case ..<55: submit(&context)
    case ..<72: close(&context)
    case ..<74: context.closeAll()
    case ..<84: if let position = context.positions.last { protect(position.id, &context) }
    case ..<92: change(&context)
    default: cancel(&context)
    }
  }

  private mutating func submit(_ context: inout Context) {
    let symbolIndex = context.symbolIndex
    let instrument = context.instrument(symbolIndex: symbolIndex)
    let side: OrderSide = chance(50) ? .buy : .sell
    guard let quote = context.quote(symbolIndex: symbolIndex) else { return }
    let market = side.price(of: quote)
    let away = chance(90) ? number(0...30) : number(-20...0)
    let kind: OrderKind =
      switch number(0...9) {
      case ..<5: .market
      case ..<8: .limit(market.offset(by: -side.sign * away * scale(instrument)))
      default: .stop(market.offset(by: side.sign * away * scale(instrument)))
      }
    let timeInForce: TimeInForce =
      switch number(0...19) {
      case 0: .immediateOrCancel
      case 1: .fillOrKill
      case 2, 3: .day
      case 4, 5: .goodTill(context.now.advanced(by: number(-1...30_000) * Timestamp.millisecond))
      default: .goodTillCanceled
      }
    let steps = chance(97) ? number(1...20) : chance(50) ? number(-1...0) : number(500...60_000)
    let quantity = Quantity(units: steps * instrument.stepUnits + (chance(1) ? 1 : 0))
    let reference = kind.price ?? side.opposite.price(of: quote)
    let id = context.submit(
      side, quantity, kind: kind, symbolIndex: symbolIndex, timeInForce: timeInForce,
      protection: chance(50) ? protection(side, reference, scale(instrument)) : .none)
    if seen.count == 8 { seen.removeFirst() }
    seen.append(id)
  }

  private mutating func protection(_ side: OrderSide, _ from: Price, _ scale: Int64) -> Protection {
    var levels = Protection()
    if chance(60) { levels.stopLoss = from.offset(by: -side.sign * number(-3...60) * scale) }
    if chance(60) { levels.takeProfit = from.offset(by: side.sign * number(-3...60) * scale) }
    if chance(30) { levels.trailPoints = number(1...40) * scale }
    return levels
  }

  private mutating func close(_ context: inout Context) {
    guard !context.positions.isEmpty else { return }
    let position = context.positions[Int(number(0...Int64(context.positions.count - 1)))]
    let step = context.instrument(symbolIndex: position.symbolIndex).stepUnits
    let part = Quantity(units: number(1...max(1, position.quantity.units / step)) * step)
    context.close(position.id, quantity: chance(50) ? part : nil)
  }

  private mutating func protect(_ id: ClientOrderID, _ context: inout Context) {
    guard let position = context.account.position(id),
      let quote = context.quote(symbolIndex: position.symbolIndex)
    else { return }
    let reference = position.side.opposite.price(of: quote)
    let instrument = context.instrument(symbolIndex: position.symbolIndex)
    context.protect(id, with: protection(position.side, reference, scale(instrument)))
  }

  private mutating func change(_ context: inout Context) {
    guard let quote = context.quote(symbolIndex: context.symbolIndex) else { return }
    let order = context.orders.last?.id ?? seen.last ?? ClientOrderID(ordinal: 1)
    let price = quote.bid.offset(
      by: number(-30...30) * scale(context.instrument(symbolIndex: context.symbolIndex)))
    context.modify(order, price: chance(70) ? price : nil, protection: .none)
  }

  private mutating func cancel(_ context: inout Context) {
    guard !seen.isEmpty else { return }
    context.cancel(seen[Int(number(0...Int64(seen.count - 1)))])
  }

  private func scale(_ instrument: Instrument) -> Int64 { instrument.digits == 5 ? 1 : 10 }

  private mutating func number(_ range: ClosedRange<Int64>) -> Int64 { random.number(range) }

  private mutating func chance(_ percent: Int64) -> Bool { random.chance(percent) }
}
