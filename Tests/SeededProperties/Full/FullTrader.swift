import StrategyKit
import TradingCore

/// Asks for every kind of order, level and time in force there is, at random, at prices that mostly can be.
struct FullTrader: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "full_trader", version: 1, summary: "asks for everything there is at random",
    parameters: [.integer("trader", "seed of what it asks for", in: 0...Int.max - 1, default: 0)])

  private var random: StoredRandom
  private var seen: [ClientOrderID] = []

  init(parameters: ParameterValues) throws(ParameterError) {
    random = StoredRandom(seed: UInt64(try parameters.integer("trader")), purpose: 3)
  }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    while chance(22) { act(&context) }
  }

  mutating func onFill(_ fill: Fill, _ context: inout Context) {
    if fill.reason == .entry, chance(20), context.account.position(fill.position) != nil {
      protect(fill.position, &context)
    }
  }

  private mutating func act(_ context: inout Context) {
    switch number(0...99) {
    case ..<62: submit(&context)
    case ..<76: close(&context)
    case ..<86: if let position = context.positions.last { protect(position.id, &context) }
    case ..<93: change(&context)
    default: if let id = seen.randomElement(at: random.next()) { context.cancel(id) }
    }
  }

  private mutating func submit(_ context: inout Context) {
    let index = context.symbolIndex
    guard let quote = context.quote(symbolIndex: index) else { return }
    let market = Market(context.instrument(symbolIndex: index))
    let side: OrderSide = chance(50) ? .buy : .sell
    let price = market.stepped(side.price(of: quote).points)
    let away = (chance(90) ? number(0...25) : number(-15...0)) * market.scale
    let stop = Price(points: price + side.sign * away)
    let kind: OrderKind =
      switch number(0...11) {
      case ..<5: .market
      case ..<8: .limit(Price(points: price - side.sign * away))
      case ..<10: .stop(stop)
      default: .stopLimit(stop: stop, limit: stop.offset(by: side.sign * number(-4...12) * market.scale))
      }
    let timeInForce: TimeInForce =
      switch number(0...11) {
      case 0: .immediateOrCancel
      case 1: .fillOrKill
      case 2: .day
      case 3, 4: .goodTill(context.now.advanced(by: number(0...600_000) * Timestamp.millisecond))
      default: .goodTillCanceled
      }
    let steps = chance(95) ? number(1...30) : number(400...9_000)
    let units = steps * market.instrument.stepUnits * market.lotFactor
    var reference = side.opposite.price(of: quote).points
    if let own = kind.price { reference = own.points }
    if case .stopLimit(_, let limit) = kind { reference = limit.points }
    let id = context.submit(
      side, Quantity(units: units), kind: kind, symbolIndex: index, timeInForce: timeInForce,
      protection: chance(55) ? protection(side, market.stepped(reference), market) : .none)
    if seen.count == 8 { seen.removeFirst() }
    seen.append(id)
  }

  private mutating func protection(_ side: OrderSide, _ from: Int64, _ market: Market) -> Protection {
    var levels = Protection()
    let sign = side.sign * market.scale
    if chance(55) { levels.stopLoss = Price(points: from - sign * number(-1...50)) }
    if chance(55) { levels.takeProfit = Price(points: from + sign * number(-1...50)) }
    if chance(25) { levels.trailPoints = number(1...40) * market.scale }
    if chance(30) {
      let trigger = number(1...30) * market.scale
      levels.breakEven = BreakEven(
        triggerPoints: trigger, offsetPoints: number(-10 * market.scale...trigger - 1))
    }
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
    let market = Market(context.instrument(symbolIndex: position.symbolIndex))
    let reference = market.stepped(position.side.opposite.price(of: quote).points)
    context.protect(id, with: protection(position.side, reference, market))
  }

  private mutating func change(_ context: inout Context) {
    let index = context.symbolIndex
    guard let quote = context.quote(symbolIndex: index), let id = seen.randomElement(at: random.next()) else {
      return
    }
    let market = Market(context.instrument(symbolIndex: index))
    let price = market.stepped(quote.bid.points) + number(-25...25) * market.scale
    context.modify(id, price: Price(points: price), protection: .none)
  }

  /// Steps and sizes that make sense for an instrument.
  private struct Market {
    let instrument: Instrument
    init(_ instrument: Instrument) { self.instrument = instrument }

    var scale: Int64 {
      switch instrument.symbol.name {
      case "XAUUSD": 20
      case "BTCUSD": 40
      default: instrument.tickPoints
      }
    }
    /// Coins are traded by the thousandth.
    var lotFactor: Int64 { instrument.quantityDigits == 8 ? 100 : 1 }
    func stepped(_ points: Int64) -> Int64 { points / instrument.tickPoints * instrument.tickPoints }
  }

  private mutating func number(_ range: ClosedRange<Int64>) -> Int64 { random.number(range) }

  private mutating func chance(_ percent: Int64) -> Bool { random.chance(percent) }
}

extension [ClientOrderID] {
  fileprivate func randomElement(at draw: UInt64) -> ClientOrderID? {
    isEmpty ? nil : self[Int(draw % UInt64(count))]
  }
}
