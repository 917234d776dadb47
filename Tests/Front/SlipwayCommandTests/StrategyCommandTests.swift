import Foundation
import TestSupport
import Testing

@Suite("slipway strategy")
struct StrategyCommandTests {
  @Test("list names the bundled strategies, each with a version and a sentence")
  func list() throws {
    let document = try Program.run("strategy", "list", "--json").json()
    let strategies = try #require(document["strategies"] as? [[String: Any]])
    #expect(
      strategies.compactMap { $0["name"] as? String } == [
        "bollinger_reversion", "donchian_breakout", "ema_cross", "idle", "london_breakout", "pair_spread",
        "scripted", "session_scalper",
      ])
    #expect(strategies.allSatisfy { ($0["version"] as? Int ?? 0) >= 1 })
    #expect(strategies.allSatisfy { ($0["summary"] as? String)?.isEmpty == false })
    let text = try Program.run("strategy", "list").output
    #expect(text.hasPrefix("NAME "))
    #expect(text.contains("\nema_cross "))
    #expect(!text.contains("\u{1B}"))
  }

  @Test("show lists the parameters with defaults and bounds")
  func show() throws {
    let document = try Program.run("strategy", "show", "ema_cross", "--json").json()
    #expect(document["name"] as? String == "ema_cross")
    #expect(document["needs_hedging"] as? Bool == false)
    let parameters = try #require(document["parameters"] as? [[String: Any]])
    let defaults = parameters.map { "\($0["name"] ?? "")=\($0["default"] ?? "")" }
    #expect(defaults == ["fast=50", "slow=200", "lots=0.01"])
    let text = try Program.run("strategy", "show", "ema_cross").output
    #expect(text.contains("slow       200      2 to 1000000"))
  }

  @Test("show says what a strategy suits, where it says so")
  func suits() throws {
    let document = try Program.run("strategy", "show", "london_breakout", "--json").json()
    let suits = try #require(document["suits"] as? [String: Any])
    #expect(suits["sessions"] as? [String] == ["london"])
    let text = try Program.run("strategy", "show", "ema_cross").output
    #expect(text.hasSuffix("\nsuits: TREND_STABLE on M1, M5, M15\n"))
    #expect(try Program.run("strategy", "show", "idle", "--json").json()["suits"] == nil)
  }

  @Test("show says that a parameter is required and that a hedging account is needed")
  func required() throws {
    let document = try Program.run("strategy", "show", "scripted", "--json").json()
    #expect(document["needs_hedging"] as? Bool == true)
    let parameters = try #require(document["parameters"] as? [[String: Any]])
    #expect(parameters[0]["name"] as? String == "orders")
    #expect(parameters[0]["default"] is NSNull)
    #expect(try Program.run("strategy", "show", "scripted").output.contains("required"))
  }

  @Test("An unknown strategy is refused with the known ones")
  func unknown() throws {
    expectError(
      try Program.run("strategy", "show", "nope"), status: 64, naming: "there is no strategy 'nope'",
      "donchian_breakout, ema_cross, idle, london_breakout, pair_spread, scripted, session_scalper")
    expectError(try Program.run("strategy", "show"), status: 64, naming: "slipway strategy show --help")
  }
}
