import Foundation
import TestSupport
import Testing
import TradingCore

/// Bots on a feed that sends quotes twice.
@Suite("slipway run --feed, with exact duplicates")
struct FeedRunTests {
  /// A quote as a line of CSV.
  private struct Line {
    let symbol: String
    let quote: Quote

    var text: String {
      "\(symbol),\(quote.eventTime.iso8601),\(quote.bid.text(digits: 5)),\(quote.ask.text(digits: 5))\n"
    }
  }

  /// Four hundred quotes of one symbol.
  private static let clean = TickFixture.quotes(count: 400).map { Line(symbol: "EURUSD", quote: $0) }

  /// A home whose bot has listened to these lines to their end.
  private func run(_ lines: [Line], settings: String = "") throws -> (BotFixture, [String: Any]) {
    let fixture = try BotFixture()
    try fixture.register("one")
    try fixture.write("quotes.csv", lines.map(\.text).joined())
    // The quotes are old, and no clock is looked at.
    try fixture.write(
      "home/feeds/old.yaml", "address: pipe:quotes.csv\nlate_after_seconds: 1000000000\n\(settings)")
    let outcome = try fixture.run(["run", "--feed", "old", "--json", "--quiet"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return (fixture, try outcome.json())
  }

  private func bot(_ document: [String: Any]) throws -> [String: Any] {
    try #require((document["bots"] as? [[String: Any]])?.first)
  }

  private func dropped(_ document: [String: Any]) throws -> [String: Int] {
    try #require(document["dropped"] as? [String: Int])
  }

  @Test(
    "every ninth quote twice, next to the first or three later, with other symbols between: used once, and counted"
  )
  func duplicates() throws {
    let (_, expected) = try run(Self.clean)
    #expect(expected["ticks"] as? Int == 400)
    #expect(try dropped(expected) == ["late": 0, "repeated": 0, "ahead": 0, "unreadable": 0])
    #expect(try bot(expected)["fills"] as? Int ?? 0 > 0)

    var lines: [Line] = []
    for (index, line) in Self.clean.enumerated() {
      lines.append(line)
      if index % 9 == 0 { lines.append(line) }
    }
    #expect(lines.count == 445)
    let (fixture, twice) = try run(lines)
    #expect(twice["ticks"] as? Int == 400)
    #expect(try dropped(twice) == ["late": 0, "repeated": 45, "ahead": 0, "unreadable": 0])
    for key in ["fingerprint", "trades", "fills", "equity"] {
      #expect(try bot(twice)[key] as? NSObject == bot(expected)[key] as? NSObject, "\(key)")
    }

    // The recording holds what the bots saw: the session runs again to the same, and so does a backtest of its ticks.
    let replay = try fixture.run(["replay", "1", "--json"])
    let isSame = try replay.json()["same"] as? Bool
    #expect(replay.status == 0 && isSame == true)
    let sealed = try #require(
      try FileManager.default.contentsOfDirectory(atPath: fixture.home + "/sessions/1")
        .first { $0.hasSuffix(".ticks") })
    let path = "home/sessions/1/" + sealed
    let info = try fixture.run(["data", "info", path, "--json"]).json()
    #expect(info["ticks"] as? Int == 400 && info["duplicates"] as? Int == 0)
    let backtest = try fixture.run(["backtest"] + BotFixture.crossing + ["--ticks", path, "--json"]).json()
    let fingerprint = try bot(twice)["fingerprint"] as? String
    #expect(backtest["fingerprint"] as? String == fingerprint)

    // It stands where one looks for it.
    let sessions = try fixture.run(["session", "list", "--json"]).json()["sessions"] as? [[String: Any]]
    #expect((sessions?.first?["dropped"] as? [String: Int])?["repeated"] == 45)
    #expect(try fixture.run(["session", "list"]).output.contains("45 repeated"))
    let log = try String(contentsOfFile: fixture.home + "/logs/run.jsonl", encoding: .utf8)
    #expect(log.contains("quotes that were not used"))
    #expect(try fixture.run(["audit", "verify"]).status == 0)
  }

  /// Quotes in pairs of one time, A and B.
  private static var pairs: [Line] {
    clean.enumerated().map { index, line in
      var quote = line.quote
      quote.eventTime = clean[index - index % 2].quote.eventTime
      return Line(symbol: line.symbol, quote: quote)
    }
  }

  @Test(
    "A B A B at one time is A B; resends of older times are late; what is between of another symbol is no matter"
  )
  func bursts() throws {
    let (_, expected) = try run(Self.pairs)
    var lines: [Line] = []
    for start in stride(from: 0, to: 400, by: 2) {
      let pair = Self.pairs[start..<start + 2]
      lines += pair
      // Another symbol, which no bot wants: no quote of ours, and no obstacle.
      lines.append(Line(symbol: "GBPUSD", quote: Self.pairs[start].quote))
      lines += pair
      if start >= 20 { lines.append(Self.pairs[start - 20]) }
    }
    let (_, twice) = try run(lines, settings: "faults_in_a_row: 1000\n")
    #expect(twice["ticks"] as? Int == expected["ticks"] as? Int)
    // Where A and B of a walk happen to be equal, B is a duplicate already.
    let before = try #require(try dropped(expected)["repeated"])
    #expect(
      try dropped(twice) == ["late": 190, "repeated": 400 + before, "ahead": 0, "unreadable": 200])
    #expect(try bot(twice)["fingerprint"] as? String == bot(expected)["fingerprint"] as? String)
  }

  @Test("a feed may keep its repeats")
  func kept() throws {
    let (_, document) = try run(
      Self.clean + [try #require(Self.clean.last)], settings: "repeats: keep\n")
    #expect(document["ticks"] as? Int == 401)
    #expect(try dropped(document)["repeated"] == 0)
    let fixture = try BotFixture()
    try fixture.register("one")
    try fixture.write("home/feeds/old.yaml", "address: pipe:quotes.csv\nrepeats: sometimes\n")
    expectError(
      try fixture.run(["run", "--feed", "old"]), status: 78, naming: "repeats", "drop, keep", "old.yaml")
  }
}
