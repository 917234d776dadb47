import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// All of these rules together, over events drawn from a seed.
@Suite struct RuleRestoreTests {
  private static func tree() throws -> RiskTree {
    var policy = RiskPolicy()
    let day = ClockSession(start: 7 * 3_600, end: 16 * 3_600, zone: .newYork)
    let rules: [any RiskRule] = [
      try SessionBlockOutside(.init(global: day)), try NoStopLossGrace(.init(graceSeconds: 60)),
      try TradeManagement(.init(trail: .init(activationTicks: 5, trailTicks: 5))),
      try PriceCollar(.init(millionths: 10_000, reference: .init(seconds: 60, millionths: 20_000))),
      try OrderSize(.init(lots: 1)), try OrderValue(.init(limit: RiskBench.usd(1_000))),
      try MessageRate(.init(perSecond: 2, perMinute: 9)), try DuplicateOrder(.init(windowSeconds: 3)),
      try RepeatedExecution(.init(limit: 2, windowSeconds: 100)),
      try CapitalPolicy(.init(orderCap: RiskBench.usd(500), reinvestMillionths: 500_000)),
      try TotalDrawdown(.init(DrawdownTerms(amount: RiskBench.usd(80)))),
      try TrailingDrawdown(.init(DrawdownTerms(amount: RiskBench.usd(60)), reset: .newYorkClose)),
    ]
    for rule in rules { for kind in [RiskScope.Kind.account, .bot] { policy.add(rule, toEach: kind) } }
    var tree = RiskTree(policy: policy)
    for (bot, account) in [("a", "A"), ("b", "A"), ("c", "C")] {
      _ = try tree.join(
        RiskBench.member(bot, account: account), mark: RiskBench.mark(bot, 1_000, isOpen: false),
        at: RiskBench.at(0))
    }
    return tree
  }

  @Test(
    "saved and read at any event, they go on as if they had not been away; no exit is denied",
    arguments: SessionCount.seeds(5))
  func restoring(seed: UInt64) throws {
    var random = RandomRisk(seed: seed)
    var tree = try Self.tree()
    var other = tree
    for step in 0..<300 {
      if step % 7 == 0 {
        let bytes = try StateEncoder.encode(with: other.encodeState)
        other = try Self.tree()
        try StateDecoder.decode(from: bytes) { try other.restoreState(from: $0) }
        #expect(try StateEncoder.encode(with: other.encodeState) == bytes)
      }
      let event = random.event()
      let actions = tree.take(event)
      #expect(actions == other.take(event), "seed \(seed), step \(step)")
      #expect(tree.wakeTime == other.wakeTime)
      if case .asked(let ask) = event.what, !ask.takesRisk { #expect(actions.denial == nil) }
      for bot in ["a", "b", "c"] { #expect(tree.view(of: bot) == other.view(of: bot)) }
    }
  }

  @Test("all of them stand in one file; what is off is left out")
  func file() throws {
    let text = """
      version: 1
      rules:
        session_block_outside:
          global_session: {enabled: true, start: "09:30", end: "16:00", timezone: America/New_York}
          per_instrument_sessions:
            enabled: true
            sessions:
              GBPUSD: {start: "08:00", end: "17:00", timezone: Europe/London}
          close_positions_at_session_end: true
          lockout_outside_session: true
          respect_holidays: true
          holidays: [2024-12-25, 2024-12-24 13:00]
        price_collar: {max_deviation: 0.02, reference: {period_seconds: 300, max_deviation: 0.05}}
        order_size: {limit: 5, limits: {EURUSD: 2}}
        order_value: {limit: 500000}
        message_rate: {limits: {per_second: 10, per_minute: 200}}
        duplicate_order: {window_seconds: 5}
        repeated_execution: {limit: 10, window_seconds: 60}
        capital_policy: {cash_reserve_share: 0.2, order_cap: 200000, reinvest_share: 0.5}
        total_drawdown: {limit: 1000, basis: higher, reset_time: never}
        trailing_drawdown: {share: 0.05, trails: day, reset_time: "17:00", lock_at_start: true}
        no_stop_loss_grace: {grace_period_seconds: 30, enforcement: close_position}
        trade_management:
          auto_breakeven: {enabled: true, profit_trigger_ticks: 20, offset_ticks: 2}
          trailing_stop: {enabled: true, activation_ticks: 40, trail_ticks: 15}
      """
    let policy = try RiskFile.parse(text: text, path: "risk.yaml").policy
    let stored = try StateEncoder.encode(policy)
    #expect(try StateEncoder.encode(StateDecoder.decode(RiskPolicy.self, from: stored)) == stored)
    var bench = RiskBench(policy)
    try bench.join("a", account: "A")
    #expect(bench.held == ["account:A outside_session"])
    let off = text.replacing("order_value: {", with: "order_value: {enabled: false, ")
    #expect(try StateEncoder.encode(RiskFile.parse(text: off, path: "risk.yaml").policy).count < stored.count)
  }
}
