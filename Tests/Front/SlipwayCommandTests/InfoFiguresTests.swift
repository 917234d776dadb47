import Foundation
import TestSupport
import Testing
import TickStore
import TradingCore

@Suite("slipway data info: spreads, sessions, gaps and quality")
struct InfoFiguresTests {
  private let folder: TemporaryFolder
  private let ticks: String

  init() throws {
    folder = try TemporaryFolder()
    ticks = folder.file("a.ticks")
  }

  @Test("A walk of a thousand ticks over Monday's first minutes")
  func values() throws {
    try TickFixture.write(ticks)
    let spreads = TickFixture.quotes(count: 1_000).map(\.spreadPoints).sorted()
    let document = try Program.run("data", "info", ticks, "--json").json()
    let percentiles = try #require(document["spread_percentiles"] as? [String: String])
    #expect(Set(percentiles.keys) == ["p1", "p5", "p25", "p50", "p75", "p95", "p99"])
    #expect(percentiles["p50"] == document["spread_median"] as? String)
    #expect(percentiles["p95"] == Price(points: spreads[949]).text(digits: 5))
    let sessions = try #require(document["sessions"] as? [[String: Any]])
    #expect(
      sessions.map { $0["session"] as? String }
        == ["asia", "london", "new_york", "london_new_york", "asia_london"])
    #expect(sessions.map { $0["ticks"] as? Int } == [1_000, 0, 0, 0, 0])
    #expect(sessions[1]["spread_mean"] is NSNull)
    #expect(document["history_quality"] as? Double == 100)
    let history = try #require(document["history"] as? [String: Any])
    #expect(history["hours"] as? String == "fx_week")
    #expect(history["open_minutes"] as? Int == 17)
    let gaps = try #require(document["gaps"] as? [String: Any])
    #expect((gaps["longest"] as? [Any])?.isEmpty == true)
  }

  @Test("Gaps are listed, and weigh on the quality")
  func gaps() throws {
    try TickFixture.write(ticks, count: 3, step: 600_000)
    let document = try Program.run("data", "info", ticks, "--json").json()
    let longest = try #require((document["gaps"] as? [String: Any])?["longest"] as? [[String: Any]])
    #expect(longest.map { $0["seconds"] as? Double } == [600, 600])
    #expect(longest[0]["from"] as? String == "2019-02-04T00:00:00.000Z")
    #expect(longest[0]["to"] as? String == "2019-02-04T00:10:00.000Z")
    let quality = try #require(document["history_quality"] as? Double)
    #expect(abs(quality - 100 * 3.0 / 21) < 1e-9)
    let text = try Program.run("data", "info", ticks).output
    #expect(text.contains("14.29 % of 21 open minutes, less 85.71 % missing"))
    #expect(text.contains("LONGEST GAPS FROM"))
  }

  @Test("A symbol whose hours nobody stated has no quality; --hours states them")
  func unknownHours() throws {
    try TickFixture.write(ticks, symbol: "NOSUCH")
    let document = try Program.run("data", "info", ticks, "--json").json()
    for key in ["history_quality", "history", "gaps"] { #expect(document[key] is NSNull, "\(key)") }
    #expect(try Program.run("data", "info", ticks).output.contains("state them with --hours"))
    let stated = try Program.run("data", "info", ticks, "--json", "--hours", "always").json()
    #expect(stated["history_quality"] as? Double == 100)
    expectError(try Program.run("data", "info", ticks, "--hours", "never"), status: 64, naming: "--hours")
  }
}
