import BrokerBridges
import FillSimulator
import RiskControl
import StrategyKit
import TestSupport
import TradingCore
import TradingEngine

/// Asks for all that a broker without slippage and the simulator have to do alike.
private struct BrokerTrader: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "broker_trader", version: 1, summary: "asks for what every broker can do", parameters: [])

  private var random = StoredRandom(state: 1)

  init(parameters: ParameterValues) throws(ParameterError) {}

  init(seed: UInt64) { random = StoredRandom(seed: seed, purpose: 3) }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    while random.chance(20) { act(quote, &context) }
  }

  private mutating func act(_ quote: Quote, _ context: inout Context) {
    switch random.number(0...9) {
    case ..<5: submit(quote, &context)
    case ..<7:
      guard let position = context.positions.last else { return }
      let isWhole = position.quantity.units < 2_000 || random.chance(60)
      context.close(position.id, quantity: isWhole ? nil : Quantity(units: 1_000))
    case 7:
      guard let position = context.positions.first else { return }
      let close = position.side.opposite.price(of: quote)
      context.protect(position.id, with: levels(position.side, close, close))
    case 8:
      guard let order = context.orders.last, let price = order.kind.price else { return }
      let moved = price.offset(by: random.number(-3...3))
      if isFar(order.protection, from: moved) { context.move(order.id, to: moved) }
    default: if let order = context.orders.first { context.cancel(order.id) }
    }
  }

  private mutating func submit(_ quote: Quote, _ context: inout Context) {
    let side: OrderSide = random.chance(50) ? .buy : .sell
    let market = side.price(of: quote)
    let away = side.sign * random.number(12...40)
    let kind: OrderKind =
      switch random.number(0...9) {
      case ..<5: .market
      case ..<8: .limit(market.offset(by: random.chance(85) ? -away : away))
      default: .stop(market.offset(by: away))
      }
    let close = side.opposite.price(of: quote)
    let own = OrderRules.ownPrice(of: kind) ?? close
    context.submit(
      side, Quantity(units: 1_000 * random.number(1...4)), kind: kind, protection: levels(side, own, close))
  }

  private func isFar(_ levels: Protection, from price: Price) -> Bool {
    [levels.stopLoss, levels.takeProfit].allSatisfy { $0.map { abs($0.points - price.points) >= 25 } ?? true }
  }

  /// Far enough from both prices that no quote passes them before they work.
  private mutating func levels(_ side: OrderSide, _ price: Price, _ other: Price) -> Protection {
    let (low, high) = (min(price, other), max(price, other))
    let (worse, better) = side == .buy ? (low, high) : (high, low)
    return Protection(
      stopLoss: random.chance(60) ? worse.offset(by: -side.sign * random.number(40...90)) : nil,
      takeProfit: random.chance(60) ? better.offset(by: side.sign * random.number(40...90)) : nil)
  }
}

extension SeededProperty {
  /// The simulator and a broker that answers at once.
  package static let promptly = SeededProperty(
    "promptly", "with a broker that answers at once fills and fingerprint are those on paper", seen: "fills"
  ) { seed in
    let isNetting = seed % 2 == 0
    let profile = BrokerProfile(
      name: "prompt", accountMode: isNetting ? .netting : .hedging, leverage: 500,
      commission: .perLotAndSide(Money(units: 3_500_000), .usd))
    let paper = try SimulatedVenue(
      profile: profile, instruments: [Known.eurusd], latencyNanoseconds: 0,
      random: CounterRandom(seed: seed, stream: 1))
    let keepsLevels = seed / 2 % 2 == 0
    let found = PromptVenue.Found()
    let broker = PromptVenue(
      BrokerVenue(settings: BrokerSettings(keepsLevels: keepsLevels), instruments: [Known.eurusd]),
      broker: ScriptedBroker(
        seed: seed, script: .prompt, isNetting: isNetting, keepsLevels: keepsLevels,
        instruments: [Known.eurusd], cash: BrokerSession.startBalance.units, commissionPerLot: 3_500_000),
      found: found)
    let expected = try PromptRun(paper, seed, profile)
    let run = try PromptRun(broker, seed, profile)
    var faults = found.discrepancies.map(\.description)
    if let pair = zip(run.events, expected.events).first(where: { $0 != $1 }) {
      faults.append("\(pair.0), on paper \(pair.1)")
    }
    if run.events.count != expected.events.count {
      faults.append("there is more or less to tell than on paper")
    }
    if run.fingerprint != expected.fingerprint { faults.append("the fingerprint is another one") }
    if run.balance != expected.balance {
      faults.append("balance \(run.balance), on paper \(expected.balance)")
    }
    if run.trades != expected.trades { faults.append("the trades are other ones") }
    return Outcome(faults: faults, seen: run.trades.count)
  }
}

/// A run of the trader with a venue.
private struct PromptRun<Venue: ExecutionVenue> {
  let events: [BotEvent]
  let fingerprint: String
  let balance: Int64
  let trades: [ClosedTrade]

  init(_ venue: Venue, _ seed: UInt64, _ profile: BrokerProfile) throws {
    let account = try Account(
      profile: profile, leverage: 500, startBalance: BrokerSession.startBalance, instruments: [Known.eurusd])
    var engine = TradingEngine(
      strategy: BrokerTrader(seed: seed), account: account, venue: venue,
      gate: try RiskGate(limits: RiskLimits(), profile: profile, instruments: [Known.eurusd]))
    engine.keepEvents(true)
    var generator = SeededGenerator(seed: seed)
    var mid: Int64 = 110_000
    let quotes = (0..<240).map { index in
      mid += Int64(generator.next() % 11) - 5
      return Known.quote(Int64(index) * 250, mid - 2, mid + 2)
    }
    try quotes.withUnsafeBufferPointer { quotes in
      try engine.process(quotes, symbolIndex: 0)
    }
    trades = engine.takeTrades()
    fingerprint = engine.record.fingerprint.text
    balance = engine.account.balance.units
    events = engine.takeEvents()
  }
}
