import Foundation
import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// What is stored of risk, to the letter: names are never reused for other things.
struct RiskStateTests {
  private struct Saved: Encodable {
    let tree: RiskTree
    func encode(to encoder: any Encoder) throws { try tree.encodeState(to: encoder) }
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func again<Value: Codable & Equatable>(_ value: Value) throws -> Bool {
    let bytes = try StateEncoder.encode(value)
    let text = try JSONEncoder().encode(value)
    return try StateDecoder.decode(Value.self, from: bytes) == value
      && JSONDecoder().decode(Value.self, from: text) == value
  }

  private static func policy() throws -> RiskPolicy {
    var policy = RiskPolicy()
    policy.add(try DailyLoss(.init(limit: RiskBench.usd(100))), toEach: .account)
    policy.add(try TradeFrequency(.init(minute: .init(2, coolDownSeconds: 60))), toEach: .bot)
    return policy
  }

  @Test("a tree's state has these keys and values")
  func treeState() throws {
    var bench = RiskBench(try Self.policy())
    try bench.join("a", account: "A")
    _ = bench.enter("a", at: 1)
    bench.move("a", to: 900, at: 2)
    #expect(
      try Self.json(Saved(tree: bench.tree)) == """
        {"marks":[{"balance":900000000,"bot":"a","equity":900000000,"open":true}],"now":1704888002000000000,\
        "scopes":[{"band":{},"locks":[],"modes":[],"rules":{},"scope":"desk","shares":[],"sizes":[]},\
        {"band":{},"locks":[{"code":"daily_loss_limit","flattens":true,"limit":"a loss below 100.00 USD a day",\
        "next_push":1704888062000000000,"rule":"daily_loss","since":1704888002000000000,\
        "until":1704924000000000000,"value":"100.00 USD lost"}],"modes":[],\
        "rules":{"daily_loss":{"next_reset":1704924000000000000,"reached":true,"reference":1000000000}},\
        "scope":"account:A","shares":[],"sizes":[]},\
        {"band":{},"locks":[],"modes":[],"rules":{"trade_frequency":{"entries":[1704888001000000000],\
        "next_reset":-9223372036854775808,"session_count":1}},"scope":"bot:a","shares":[],"sizes":[]}]}
        """)
  }

  @Test("rules keep their memory, locks their ends, over a restart")
  func restart() throws {
    let policy = try Self.policy()
    var bench = RiskBench(policy)
    try bench.join("a", account: "A")
    _ = bench.enter("a", at: 1)
    _ = bench.enter("a", at: 2)
    bench.move("a", to: 950, at: 3)
    bench.tree = try bench.restored(policy)
    #expect(bench.enter("a", at: 4)?.code == .tradeFrequency)
    bench.tree = try bench.restored(policy)
    #expect(bench.held == ["bot:a trade_frequency_limit"])
    #expect(bench.move("a", to: 901, at: 5).isEmpty)
    #expect(bench.move("a", to: 900, at: 6).count == 3)
    bench.tree = try bench.restored(policy)
    #expect(bench.clock(at: 36_000).filter { $0.brief.hasPrefix("release") }.count == 2)
  }

  @Test("a rule that is new begins anew; a lock stays though its rule is gone")
  func otherRules() throws {
    var bench = RiskBench(try Self.policy())
    try bench.join("a", account: "A")
    bench.move("a", to: 900, at: 3)
    var policy = RiskPolicy()
    policy.add(try TradeFrequency(.init(hour: .init(1, coolDownSeconds: 0))), toEach: .account)
    bench.tree = try bench.restored(policy)
    #expect(bench.enter("a", at: 4)?.code == .dailyLoss)
    #expect(bench.tree.allowances(of: "a").map(\.left) == [1])
    #expect(bench.tree.view(of: "a").band == .unlimited)
  }

  @Test("a limit that is another than when the state was saved is watched from then on")
  func otherLimit() throws {
    var bench = RiskBench(try DailyLoss(.init(limit: RiskBench.usd(500))), toEach: .account)
    try bench.join("a", account: "A")
    bench.tree = try bench.restored(try Self.policy())
    #expect(bench.move("a", to: 901, at: 2).isEmpty)
    #expect(bench.move("a", to: 900, at: 3).map(\.code) == [.dailyLoss, .dailyLoss, .dailyLoss])
  }

  @Test("rules are stored with their places and limits, in the order in which they were added")
  func rules() throws {
    var policy = try Self.policy()
    policy.add(GrantTerm(), to: .bot("x"))
    let text = try Self.json(policy)
    #expect(
      text == """
        [{"each":"account","rule":"daily_loss","settings":{"basis":"equity","enforcement":"flatten",\
        "limit":100000000,"reset":{"seconds_in_day":61200,"zone":"new_york"}}},\
        {"each":"bot","rule":"trade_frequency","settings":{"minute":{"cool_down_seconds":60,"entries":2},\
        "reset":{"seconds_in_day":61200,"zone":"new_york"}}},{"only":"bot:x","rule":"grant_term","settings":{}}]
        """)
    let bytes = try StateEncoder.encode(policy)
    let again: RiskPolicy = try StateDecoder.decode(from: bytes)
    #expect(try StateEncoder.encode(again) == bytes)
    #expect(try Self.json(JSONDecoder().decode(RiskPolicy.self, from: Data(text.utf8))) == text)
  }

  @Test(
    "a rule that this program does not have, and limits that make no sense, are refused",
    arguments: [
      #"[{"each":"account","rule":"moon_phase","settings":{}}]"#,
      #"[{"each":"planet","rule":"grant_term","settings":{}}]"#,
      #"[{"rule":"grant_term","settings":{}}]"#,
      #"[{"each":"account","rule":"daily_loss","settings":{"basis":"equity","enforcement":"flatten","limit":0,"reset":{"seconds_in_day":61200,"zone":"new_york"}}}]"#,
    ])
  func noRules(_ text: String) {
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(RiskPolicy.self, from: Data(text.utf8))
    }
  }

  @Test("bytes that are damaged change nothing and are refused")
  func damage() throws {
    let policy = try Self.policy()
    var bench = RiskBench(policy)
    try bench.join("a", account: "A")
    bench.take(.operated(OperatorAct(.kill, by: "ann", reason: "drill")), at: 1)
    let bytes = try StateEncoder.encode(with: bench.tree.encodeState)
    let text = try Self.json(Saved(tree: bench.tree))
    for length in stride(from: 0, to: bytes.count, by: 3) {
      var other = RiskTree(policy: policy)
      #expect(throws: StateCodingError.self) {
        try StateDecoder.decode(from: Array(bytes.prefix(length))) { try other.restoreState(from: $0) }
      }
      #expect(other.locks.isEmpty)
    }
    for (part, wrong) in [("\"desk\"", "\"dusk\""), ("kill_switch", "kill_snitch"), ("\"now\"", "\"nun\"")] {
      let data = Data(text.replacingOccurrences(of: part, with: wrong).utf8)
      var other = RiskTree(policy: policy)
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(TreeReader.self, from: data).restore(&other)
      }
      #expect(other.locks.isEmpty)
    }
  }

  @Test("events are stored under their names")
  func events() throws {
    var random = RandomRisk(seed: 1)
    for _ in 0..<200 { #expect(try Self.again(random.event())) }
    let others: [RiskEvent.Happening] = [
      .denied(
        Denial(
          order: ClientOrderID(ordinal: 1), code: .dailyLoss, layer: "l", limit: "x", value: "y", cycle: 3)),
      .sent(ClientOrderID(ordinal: 2)), .climate(RiskClimate(chaosMillionths: 5, regime: "calm")),
      .session(name: "london", isOpen: true), .joined(RiskBench.mark("a", 1)), .left(RiskBench.mark("a", 1)),
      .funded(RiskBench.usd(1)), .granted(nil), .revoked("R1 was revoked"),
      .revoked("R1 was revoked", flattens: false),
      .measured(RiskFigures(value: 1.25, trades: 3, drawdown: 0.1, loss: RiskBench.usd(2))), .equityLeftBand,
      .clock,
      .rejected(
        Rejection(order: ClientOrderID(ordinal: 3), code: .oldPrice, eventTime: RiskBench.at(0))),
      .apiError("timeout"), .apiOK, .failed("the books differ"), .halted(.botQuarantine),
    ]
    for what in others { #expect(try Self.again(RiskEvent(what, at: RiskBench.at(0)))) }
    #expect(
      try Self.json(RiskEvent(.asked(RiskBench.ask(.opens)), of: .bot("a"), at: RiskBench.at(0), cycle: 9))
        == """
        {"at":1704888000000000000,"cycle":9,"scope":"bot:a",\
        "what":{"asked":{"effect":"opens","order":1,"side":"buy","symbol":0,"units":1000}}}
        """)
    #expect(
      try Self.json(
        RiskEvent(
          .operated(OperatorAct(.lock(until: RiskBench.at(1)), by: "ann", reason: "news")),
          at: RiskBench.at(0),
          marks: [RiskBench.mark("a", 1)])) == """
          {"at":1704888000000000000,"cycle":0,\
          "marks":[{"balance":1000000,"bot":"a","equity":1000000,"open":true}],"scope":"desk",\
          "what":{"operated":{"by":"ann","reason":"news","until":1704888001000000000,"verb":"lock"}}}
          """)
  }

  @Test(
    "an event of two names or of none is none",
    arguments: [
      #"{"at":0,"cycle":0,"scope":"desk","what":{}}"#,
      #"{"at":0,"cycle":0,"scope":"desk","what":{"clock":true,"equity_left_band":true}}"#,
      #"{"at":0,"cycle":0,"scope":"desk","what":{"party":true}}"#,
      #"{"at":0,"cycle":0,"scope":"house","what":{"clock":true}}"#,
    ])
  func badEvents(_ text: String) {
    #expect(throws: (any Error).self) { try JSONDecoder().decode(RiskEvent.self, from: Data(text.utf8)) }
  }

  @Test("actions are stored under their names")
  func actions() throws {
    let symbol = Known.eurusd.symbol
    let id = ClientOrderID(ordinal: 4)
    let verbs: [RiskAction.Verb] = [
      .deny(id), .lock(symbol: symbol, until: RiskBench.at(0), flattens: true),
      .lock(symbol: nil, until: nil, flattens: false), .coolDown(symbol: nil, until: RiskBench.at(0)),
      .mode(.reduce), .size(millionths: 5), .cancel(.all), .cancel(.symbol(symbol)), .cancel(.one(id)),
      .close(.all), .close(.symbol(symbol)), .close(.one(id)), .reduce(symbol, units: 3),
      .release(symbol: nil),
      .leave(symbol: symbol, until: nil, deadline: RiskBench.at(5), style: .smartLoss),
      .leave(symbol: nil, until: RiskBench.at(9), deadline: RiskBench.at(5), style: .trailing),
      .release(symbol: symbol), .tell, .stepDown(to: .live, step: 2),
    ]
    for verb in verbs {
      let action = RiskAction(
        verb, code: .dailyLoss, rule: "r", scope: .desk, bot: "a", limit: "l", value: "v",
        at: RiskBench.at(0),
        cycle: 1)
      #expect(try Self.again(action))
    }
    let deny = RiskAction(
      verbs[0], code: .tradeFrequency, rule: "trade_frequency", scope: .bot("a"), bot: "a",
      limit: "3 entries a minute", value: "one more", at: RiskBench.at(0), cycle: 1)
    #expect(
      try Self.json(deny) == """
        {"at":1704888000000000000,"bot":"a","code":"trade_frequency_limit","cycle":1,\
        "limit":"3 entries a minute","rule":"trade_frequency","scope":"bot:a","value":"one more",\
        "verb":{"name":"deny","order":4}}
        """)
  }

  @Test("settings are stored under their names")
  func settings() throws {
    let frequency = TradeFrequency.Settings(minute: .init(3, coolDownSeconds: 60))
    #expect(
      try Self.json(frequency) == """
        {"minute":{"cool_down_seconds":60,"entries":3},"reset":{"seconds_in_day":61200,"zone":"new_york"}}
        """)
    #expect(
      try Self.json(DailyLoss.Settings(limit: RiskBench.usd(5))) == """
        {"basis":"equity","enforcement":"flatten","limit":5000000,"reset":{"seconds_in_day":61200,"zone":"new_york"}}
        """)
  }

  @Test("what holds entries at an engine is stored as it always was")
  func entryHalts() throws {
    var halts = EntryHalts()
    halts.halt(.feedStale, symbolIndex: 1)
    halts.halt(.botPaused, symbolIndex: nil)
    #expect(
      try Self.json(halts) == """
        {"halts":[{"code":"feed_stale","symbolIndex":1},{"code":"bot_paused"}],"isEmpty":false}
        """)
  }
}

/// Gives its decoder to a tree while it is valid.
private struct TreeReader: Decodable {
  let restore: (inout RiskTree) throws -> Void

  init(from decoder: any Decoder) throws {
    restore = { try $0.restoreState(from: decoder) }
  }
}
