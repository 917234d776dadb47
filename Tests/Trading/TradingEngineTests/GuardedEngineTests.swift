import FillSimulator
import RiskControl
import StrategyKit
import TestSupport
import Testing
import TradingCore
import TradingEngine

/// Asks at each quote for what a script says.
private struct Scripted: Strategy {
  private enum CodingKeys: String, CodingKey { case count = "count" }

  static let descriptor = StrategyDescriptor(name: "scripted_asks", version: 1, summary: "asks by a script")
  var script: @Sendable (_ quote: Int, _ context: inout Context) -> Void = { _, _ in }
  var count = 0

  init(parameters: ParameterValues) throws(ParameterError) {}

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    script(count, &context)
    count += 1
  }
}

/// Rules beside an engine: what they see of its positions, and what it does of theirs.
struct GuardedEngineTests {
  private typealias Engine = TradingEngine<Scripted, SimulatedVenue>
  private static let lot = LotCount(hundredMillionths: 100_000_000)

  /// A bot of 1,000 dollars at 1:500 under a rule.
  private static func engine(
    under rule: any RiskRule, _ script: @escaping @Sendable (_ quote: Int, _ context: inout Context) -> Void
  ) throws -> Engine {
    let profile = BrokerProfile(name: "bench")
    var strategy = try Scripted(parameters: try ParameterValues(for: Scripted.descriptor, given: [:]))
    strategy.script = script
    var engine = TradingEngine(
      strategy: strategy,
      account: try Account(
        profile: profile, leverage: 500, startBalance: Money(units: 1_000_000_000),
        instruments: [Known.eurusd]),
      venue: try SimulatedVenue(
        profile: profile, instruments: [Known.eurusd], latencyNanoseconds: profile.latencyNanoseconds,
        random: CounterRandom(seed: 1, stream: 1)),
      gate: try RiskGate(limits: RiskLimits(), profile: profile, instruments: [Known.eurusd]))
    engine.keepEvents(true)
    var policy = RiskPolicy()
    policy.add(rule, toEach: .bot)
    var tree = RiskTree(policy: policy)
    let member = RiskMember(
      bot: "a", account: "A", family: nil, currency: .usd, symbols: [Known.eurusd.symbol])
    let mark = BotMark(
      bot: "a", balance: Money(units: 1_000_000_000), equity: Money(units: 1_000_000_000), isOpen: false)
    _ = try tree.join(member, mark: mark, at: Known.time(0))
    var loan: RiskLoan? = RiskLoan(tree, to: "a", isShared: false)
    engine.exchange(&loan)
    return engine
  }

  /// A quote of a pip's spread; what was filled at it.
  private static func quote(_ engine: inout Engine, _ time: Int64, _ bid: Int64) throws -> [String] {
    try [Known.quote(time, bid, bid + 10)].withUnsafeBufferPointer {
      try engine.process($0, symbolIndex: 0)
    }
    return engine.takeEvents().compactMap {
      switch $0 {
      case .filled(let fill): "\(fill.position.ordinal) \(fill.reason) at \(fill.price.points)"
      case .denied(let denial, _): denial.code.rawValue
      default: nil
      }
    }
  }

  @Test("break-even is the venue's own, and the trail begins once marks have shown its profit")
  func management() throws {
    let rule = try TradeManagement(
      .init(
        breakEven: .init(triggerTicks: 100, offsetTicks: 10),
        trail: .init(activationTicks: 200, trailTicks: 50)))
    var engine = try Self.engine(under: rule) { if $0 == 0 { $1.buy(Self.lot) } }
    #expect(try Self.quote(&engine, 0, 110_000) == ["1 entry at 110010"])
    let move = BreakEven(triggerPoints: 100, offsetPoints: 10)
    #expect(engine.account.positions.first?.protection == Protection(breakEven: move))
    #expect(try Self.quote(&engine, 500, 110_109) == [])
    #expect(engine.account.positions.first?.protection.stopLoss == nil)
    #expect(try Self.quote(&engine, 600, 110_110) == [])
    #expect(engine.account.positions.first?.protection.stopLoss == Price(points: 110_020))
    #expect(try Self.quote(&engine, 5_000, 110_210) == [])
    #expect(engine.account.positions.first?.protection.trailPoints == nil)
    #expect(try Self.quote(&engine, 6_000, 110_210) == [])
    #expect(engine.account.positions.first?.protection.trailPoints == 50)
    #expect(try Self.quote(&engine, 7_000, 110_300) == [])
    #expect(try Self.quote(&engine, 8_000, 110_250).map { $0.hasPrefix("1 ") } == [true])
    #expect(engine.account.positions.isEmpty)
  }

  @Test("a strategy's tighter stop stays, and what it takes away comes again within a second")
  func strategysOwn() throws {
    let rule = try TradeManagement(.init(breakEven: .init(triggerTicks: 100, offsetTicks: 10)))
    let tight = Protection(stopLoss: Price(points: 109_900), takeProfit: Price(points: 111_000))
    var engine = try Self.engine(under: rule) {
      if $0 == 0 { $1.buy(Self.lot, protection: Protection(stopLoss: Price(points: 109_500))) }
      if $0 == 1 { $1.protect(ClientOrderID(ordinal: 1), with: tight) }
    }
    _ = try Self.quote(&engine, 0, 110_000)
    #expect(engine.account.positions.first?.protection.breakEven != nil)
    _ = try Self.quote(&engine, 500, 110_000)
    #expect(engine.account.positions.first?.protection == tight)
    _ = try Self.quote(&engine, 1_500, 110_000)
    var both = tight
    both.breakEven = BreakEven(triggerPoints: 100, offsetPoints: 10)
    #expect(engine.account.positions.first?.protection == both)
  }

  @Test("a position without a stop is closed at the first quote behind its grace, one with a stop never")
  func grace() throws {
    for (protection, fills) in [
      (Protection.none, ["1 risk at 110000"]), (Protection(stopLoss: Price(points: 109_000)), []),
    ] {
      let rule = try NoStopLossGrace(.init(graceSeconds: 30))
      var engine = try Self.engine(under: rule) { if $0 == 0 { $1.buy(Self.lot, protection: protection) } }
      _ = try Self.quote(&engine, 0, 110_000)
      #expect(try Self.quote(&engine, 29_999, 110_000) == [])
      #expect(try Self.quote(&engine, 30_000, 110_000) == fills)
    }
  }

  @Test("cancels count as messages, and pass when there is room for none")
  func messages() throws {
    let limit = OrderKind.limit(Price(points: 109_000))
    var engine = try Self.engine(under: try MessageRate(.init(perMinute: 3))) { quote, context in
      if quote.isMultiple(of: 2) {
        context.submit(.buy, Quantity(units: 1_000), kind: limit)
      } else if let order = context.workingOrders.first {
        context.cancel(order.id)
      }
    }
    for second in 0..<4 as Range<Int64> { #expect(try Self.quote(&engine, second * 1_000, 110_000) == []) }
    #expect(engine.workingOrders.isEmpty)
    #expect(try Self.quote(&engine, 4_000, 110_000) == ["message_rate_limit"])
  }

  @Test("the reserve is held against margin: a lot takes 220 dollars of it")
  func reserve() throws {
    let rule = try CapitalPolicy(.init(reserve: Money(units: 600_000_000)))
    var engine = try Self.engine(under: rule) { $1.buy(Self.lot) }
    #expect(try Self.quote(&engine, 0, 110_000) == ["1 entry at 110010"])
    #expect(try Self.quote(&engine, 1_000, 110_000) == ["cash_reserve"])
  }

  @Test("an order far from the market never reaches it, and one that is moved there neither")
  func collar() throws {
    let near = OrderKind.limit(Price(points: 109_500))
    var engine = try Self.engine(under: try PriceCollar(.init(millionths: 10_000))) { quote, context in
      if quote == 0 { context.submit(.buy, Quantity(units: 1_000), kind: .limit(Price(points: 108_000))) }
      if quote == 1 { context.submit(.buy, Quantity(units: 1_000), kind: near) }
      if quote == 2, let order = context.workingOrders.first {
        context.modify(order.id, price: Price(points: 108_000), protection: .none)
      }
    }
    #expect(try Self.quote(&engine, 0, 110_000) == ["price_collar"])
    #expect(try Self.quote(&engine, 1_000, 110_000) == [])
    #expect(try Self.quote(&engine, 2_000, 110_000) == ["price_collar"])
    #expect(engine.workingOrders.map(\.kind) == [near])
  }
}
