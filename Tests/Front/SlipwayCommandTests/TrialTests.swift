import Foundation
import Journal
import Operations
import TestSupport
import Testing
import TradingCore

@Suite("Every backtest is a trial")
struct TrialTests {
  private let fixture: BotFixture

  init() throws {
    fixture = try BotFixture()
    try TickFixture.write(fixture.folder.file("a.ticks"), count: 500)
  }

  private func trial(_ more: String...) throws -> Int? {
    let outcome = try fixture.run(
      ["backtest"] + BotFixture.crossing + ["--ticks", "a.ticks", "--json"] + more)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.json()["trial"] as? Int
  }

  @Test("Distinct pairs of identity and data count, by family")
  func counts() throws {
    #expect(try trial() == 1)
    #expect(try trial() == 1)
    #expect(try trial("--seed", "2") == 2)
    #expect(try trial("--from", "2019-02-04T00:00:01Z") == 3)
    #expect(try trial("--family", "other") == 1)
    let trials = try Journal(home: fixture.home, mode: .readOnly).read { try $0.trials() }
    #expect(trials.map(\.family) == ["ema_cross", "ema_cross", "ema_cross", "ema_cross", "other"])
    #expect(Set(trials.map(\.dataDigest)).count == 2)
  }

  @Test("The daily returns are kept, the last of each pair")
  func returns() throws {
    try TickFixture.write(fixture.folder.file("a.ticks"), count: 5_000, step: 60_000)
    _ = try trial()
    _ = try trial("--seed", "2")
    _ = try trial()
    let kept = try Journal(home: fixture.home, mode: .readOnly).read {
      try $0.trialReturns(family: "ema_cross")
    }
    #expect(kept.count == 2)
    // A bot under another family meets them all the same.
    let met = try Journal(home: fixture.home, mode: .readOnly).read {
      try $0.trialReturns(family: "own", strategy: "ema_cross")
    }
    #expect(met == kept)
    #expect(kept[0].identity != kept[1].identity)
    // 5,000 minutes from Monday 2019-02-04: the trading days that end on 4 to 7 February.
    #expect(kept[0].days.map(\.description) == ["2019-02-04", "2019-02-05", "2019-02-06", "2019-02-07"])
    #expect(kept[0].values.count == 4)
    #expect(kept[0].dataDigest == kept[1].dataDigest)
  }

  @Test("A backtest whose trial can't be kept is not begun", arguments: ["file/home", "file", "taken"])
  func unwritable(_ home: String) throws {
    try fixture.write("file", "x")
    // A folder where the journal should be.
    try fixture.write("taken/journal.sqlite/x", "x")
    let outcome = try fixture.run(
      ["backtest"] + BotFixture.crossing
        + ["--ticks", "a.ticks", "--json", "--home", home, "--report", "r.html", "--trades", "t.csv"])
    expectError(outcome, status: 73, naming: "--untracked")
    #expect(try fixture.folder.names().sorted() == ["a.ticks", "file", "taken"])
  }

  @Test("An untracked one says so, and leaves no trial")
  func untracked() throws {
    #expect(try trial() == 1)
    let options = ["backtest"] + BotFixture.crossing + ["--ticks", "a.ticks", "--seed", "7", "--untracked"]
    let outcome = try fixture.run(options + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try outcome.json()["tracked"] as? Bool == false)
    #expect(try outcome.json()["trial"] is NSNull)
    #expect(outcome.errors.contains("Untracked"))
    let text = try fixture.run(options + ["--report", "r.html"])
    #expect(text.output.contains("counts for nothing"))
    let page = try String(contentsOfFile: fixture.folder.file("r.html"), encoding: .utf8)
    #expect(page.contains("counts for nothing"))
    #expect(try Journal(home: fixture.home, mode: .readOnly).read { try $0.trials() }.count == 1)
    // Where there is no home, none is made.
    let elsewhere = try fixture.run(options + ["--home", "none"])
    #expect(elsewhere.status == 0)
    #expect(try !fixture.folder.names().contains("none"))
    #expect(try trial() == 1)
  }

  @Test("One that could not be kept at its end leaves neither result nor files")
  func lostHome() throws {
    _ = try trial()
    try TickFixture.write(fixture.folder.file("long.ticks"), count: 60_000)
    let home = Home(folder: fixture.home, strategies: StrategyCatalog()) {
      Timestamp(milliseconds: 1_700_000_000_000)
    }
    var typed = TypedBacktest()
    (typed.bot.strategy, typed.bot.broker, typed.ticks) = (
      "ema_cross", "reference", [fixture.folder.file("long.ticks")]
    )
    typed.trades = fixture.folder.file("t.csv")
    let journal = fixture.home + "/journal.sqlite"
    #expect(throws: OperationError.self) {
      try home.backtests.run(typed, commandLine: "") { _, _ in
        // Somebody takes the journal away and puts something else there while the backtest runs.
        guard FileManager.default.fileExists(atPath: journal) else { return }
        try? FileManager.default.moveItem(atPath: fixture.home, toPath: fixture.home + ".old")
        try? Data("x".utf8).write(to: URL(fileURLWithPath: fixture.home))
      }
    }
    #expect(try !fixture.folder.names().contains("t.csv"))
  }

  @Test("A damaged journal stops it before it has begun")
  func damaged() throws {
    _ = try trial()
    let path = fixture.home + "/journal.sqlite"
    #expect(FileManager.default.fileExists(atPath: path))
    try Data("no database at all, and long enough to be looked at".utf8).write(
      to: URL(fileURLWithPath: path))
    let outcome = try fixture.run(
      ["backtest"] + BotFixture.crossing + ["--ticks", "a.ticks", "--report", "r.html"])
    expectError(outcome, status: 65, naming: "journal.sqlite")
    #expect(try !fixture.folder.names().contains("r.html"))
  }
}
