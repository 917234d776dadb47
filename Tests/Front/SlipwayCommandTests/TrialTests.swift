import Foundation
import Journal
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

  @Test("A home that can't be written stops no backtest")
  func unwritable() throws {
    try fixture.write("file", "x")
    let outcome = try fixture.run(
      ["backtest"] + BotFixture.crossing + ["--ticks", "a.ticks", "--json", "--home", "file/home"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("note: this backtest is not among the logged trials"))
    #expect(try outcome.json()["trial"] is NSNull)
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
