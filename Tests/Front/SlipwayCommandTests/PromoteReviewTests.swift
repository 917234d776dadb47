import Foundation
import TestSupport
import Testing

/// What `slipway promote review` tells beside the checklist.
@Suite("slipway promote review")
struct PromoteReviewTests {
  private let fixture: BotFixture

  init() throws {
    fixture = try BotFixture()
    try TickFixture.write(fixture.folder.file("a.ticks"), count: 6_000, step: 60_000)
    try TickFixture.write(fixture.folder.file("g.ticks"), count: 10, step: 60_000, symbol: "GBPUSD")
    #expect(
      try fixture.run(["broker", "add", "mine", "--from", "reference"]).status == 0)
    try fixture.register(
      "one",
      [
        "--strategy", "ema_cross", "--param", "fast=5", "--param", "slow=20", "--symbol", "EURUSD",
        "--broker", "mine",
      ])
  }

  private func review(_ more: String...) throws -> [String: Any] {
    let outcome = try fixture.run(["promote", "review", "one", "--json"] + more)
    #expect(outcome.status == 3, "\(outcome.errors)")
    return try outcome.json()
  }

  private func run() throws {
    let outcome = try fixture.run(["run", "--replay", "a.ticks", "--speed", "max"])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func list(_ document: [String: Any], _ key: String) throws -> [[String: Any]] {
    try #require(document[key] as? [[String: Any]], "no \(key)")
  }

  @Test("Without evidence there is nothing to show, and nothing is made up")
  func empty() throws {
    let found = try review()
    for key in ["sources", "costs", "changes", "curves"] { #expect(try list(found, key).isEmpty, "\(key)") }
    for key in ["last_approval", "earlier_identity", "request", "deflated_sharpe_by_trials"] {
      #expect(found[key] is NSNull, "\(key)")
    }
  }

  @Test("Sources are the files of the bot's symbols, with what it took of them; costs lead from gross to net")
  func sourcesAndCosts() throws {
    // The second run brings nothing new, and is no source.
    try run()
    try run()
    let found = try review()
    let sources = try list(found, "sources")
    #expect(sources.count == 1)
    let source = try #require(sources.first)
    #expect((source["path"] as? String)?.hasSuffix("/a.ticks") == true)
    let info = try fixture.run(["data", "info", "a.ticks", "--json"]).json()
    #expect(source["content_digest"] as? String == info["content_digest"] as? String)
    #expect(source["first"] as? String == info["first"] as? String)
    #expect(source["last"] as? String == info["last"] as? String)
    #expect(source["session"] as? Int == 1 && source["mode"] as? String == "paper")

    let costs = try #require(try list(found, "costs").first)
    func money(_ key: String) -> Decimal { Decimal(string: costs[key] as? String ?? "") ?? .nan }
    #expect(
      money("gross_before_costs") - money("spread_cost") - money("slippage_cost") - money("commission")
        + money("swap") == money("net_profit"))
    #expect(money("commission") > 0 && money("spread_cost") > 0)
  }

  @Test("The drawdown is held against the capital that is named, and what is no amount is refused")
  func capital() throws {
    try run()
    let checks = try list(try review("--capital", "0.01"), "checks")
    let drawdown = try #require(checks.first { $0["name"] as? String == "max_drawdown" })
    let detail = try #require(drawdown["detail"] as? String)
    #expect(detail.contains(" USD of the 0.01 USD asked for, at most 0.0015 USD; "), "\(detail)")
    for amount in ["0", "-1", "much"] {
      expectError(
        try fixture.run(["promote", "review", "one", "--capital=\(amount)"]), status: 64,
        naming: "capital_invalid")
    }
  }

  @Test("A backtest of the same identity is laid under the paper curve and ends where it does")
  func overlay() throws {
    try run()
    #expect(try list(try review(), "curves").map { $0["label"] as? String } == ["Paper"])
    let backtest = [
      "backtest", "--strategy", "ema_cross", "--param", "fast=5", "--ticks", "a.ticks", "--broker", "mine",
    ]
    #expect(try fixture.run(backtest + ["--param", "slow=20"]).status == 0)
    #expect(try fixture.run(backtest + ["--param", "slow=30"]).status == 0)
    let found = try review("-o", "page.html")
    let curves = try list(found, "curves")
    #expect(curves.map { $0["label"] as? String } == ["Backtest", "Paper"])
    let returns = curves.compactMap { $0["return"] as? Double }
    #expect(returns.count == 2 && abs(returns[0] - returns[1]) < 1e-3)
    let deflation = try #require(found["deflated_sharpe_by_trials"] as? [String: Any])
    #expect(deflation["trials"] as? Int == 2)
    #expect((deflation["points"] as? [[String: Any]])?.count == 100)
    let page = try String(contentsOfFile: fixture.folder.file("page.html"), encoding: .utf8)
    for part in [
      "Backtest, ends at", "a.ticks", "What trading cost", "No step of this bot was ever approved.",
    ] {
      #expect(page.contains(part), "\(part)")
    }
  }

  private func backtest(_ more: [String]) throws {
    let options = ["backtest", "--strategy", "ema_cross", "--param", "fast=5", "--param", "slow=20"]
    let outcome = try fixture.run(options + ["--broker", "mine"] + more)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  /// The page of the review.
  private func page() throws -> String {
    _ = try review("-o", "page.html")
    return try String(contentsOfFile: fixture.folder.file("page.html"), encoding: .utf8)
  }

  private static let otherTicks = "It ran over other ticks, or a part of them: the two need not agree."

  @Test("Of several backtests the one over the ticks of the evidence is laid under paper, in trading days")
  func sameTicks() throws {
    try run()
    try TickFixture.write(fixture.folder.file("longer.ticks"), count: 9_000, step: 60_000)
    try backtest(["--ticks", "longer.ticks"])
    try backtest(["--ticks", "a.ticks"])
    let curves = try list(try review(), "curves")
    #expect(curves.map { $0["label"] as? String } == ["Backtest", "Paper"])
    // The beginning, and the ends of the trading days 4 to 8 February; the longer one has two days more.
    #expect(curves.first?["points"] as? Int == 6)
    let page = try page()
    #expect(
      page.contains(
        "The backtest of this identity over the trading days 4 Feb 2019 to 8 Feb 2019 (17:00 to 17:00 New York, named "
          + "for the date they end on), at the end of each; it shares 5 trading days with the evidence."))
    #expect(!page.contains(Self.otherTicks))
  }

  @Test(
    "A backtest over other ticks, or over a part of those of the evidence, is said to be such",
    arguments: [["--ticks", "other.ticks"], ["--ticks", "a.ticks", "--from", "2019-02-05T00:00:00Z"]])
  func otherTicks(_ ticks: [String]) throws {
    try run()
    try TickFixture.write(fixture.folder.file("other.ticks"), count: 6_000, step: 60_001)
    try backtest(ticks)
    #expect(try list(try review(), "curves").map { $0["label"] as? String } == ["Backtest", "Paper"])
    #expect(try page().contains(Self.otherTicks))
  }

  @Test("Without a backtest of its identity a review says that there is none")
  func noBacktest() throws {
    try run()
    #expect(try page().contains("No backtest of this identity is in the journal"))
  }

  @Test("A changed broker profile is another identity: what changed is listed, setting by setting")
  func changes() throws {
    try run()
    #expect(try fixture.run(["broker", "edit", "mine", "--set", "leverage=50"]).status == 0)
    let found = try review()
    let earlier = try #require(found["earlier_identity"] as? [String: Any])
    let changes = try list(earlier, "changes")
    #expect(
      changes.contains {
        $0["name"] as? String == "broker leverage" && $0["before"] as? String == "100"
          && $0["after"] as? String == "50"
      }, "\(changes)")
    #expect(!changes.contains { ($0["name"] as? String)?.hasPrefix("parameter") == true })
    #expect(earlier["identity"] as? String != found["identity"] as? String)
    #expect(try list(found, "sources").isEmpty)
  }
}
