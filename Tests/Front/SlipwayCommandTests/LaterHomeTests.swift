import Foundation
import JSONText
import StateCoding
import TestSupport
import Testing
import TradingCore

@testable import Journal

/// What a later program has put into a home, and files of versions that never were.
struct LaterHomeTests {
  private struct Versioned: Encodable { var version = 99 }
  private struct Formatted: Encodable { var format = 99 }

  private static let time = Timestamp(milliseconds: 1_790_000_000_000)

  /// Everything in the home's files but what SQLite makes beside its database.
  private func contents(_ home: BotFixture) throws -> [String: Data] {
    let names = FileManager.default.enumerator(atPath: home.home)?.compactMap { $0 as? String } ?? []
    return try names.reduce(into: [:]) { found, name in
      let path = home.home + "/" + name
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      guard !isFolder.boolValue, !name.hasSuffix("-shm"), !name.hasSuffix("-wal"), !name.hasSuffix(".lock"),
        !name.hasPrefix("logs/")
      else { return }
      found[name] = try Data(contentsOf: URL(fileURLWithPath: path))
    }
  }

  private func head(_ home: BotFixture) throws -> String? {
    try home.run(["audit", "verify", "--json"]).json()["head"] as? String
  }

  @Test("rows of a kind that nobody knows stop no command")
  func kinds() throws {
    let home = try GoldenHomeTests.opened()
    try Journal(home: home.home, mode: .open).write { transaction in
      for subject in ["revert", "cross", "3", "", ":operators", "ema_cross"] {
        _ = try transaction.append(
          code: "moon_phase", subject: subject, payload: Array(#"{"phase":"full"}"#.utf8), effects: [],
          at: Self.time)
      }
    }
    try GoldenHomeTests.dayAfter(home)
    let run = try Program.shell("\"$SLIPWAY\" run --feed old --quiet --home home <day.jsonl", in: home.folder)
    #expect(run.status == 0, "\(run.errors)")
    for arguments in [
      ["audit", "verify"], ["audit", "export", "-o", home.folder.file("export")], ["session", "list"],
      ["bot", "list"], ["bot", "show", "revert"], ["promote", "history", "revert"], ["promote", "requests"],
      ["operator", "list"], ["report", "cross"], ["backup", "-o", home.folder.file("backup")],
    ] {
      let outcome = try home.run(arguments)
      #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    }
    let review = try home.run(["promote", "review", "revert", "--json"])
    #expect(review.status == 3, "\(review.errors)")
    let lines = try String(contentsOfFile: home.folder.file("export/events.jsonl"), encoding: .utf8)
    #expect(lines.components(separatedBy: #""kind":"moon_phase""#).count == 7)
  }

  @Test("a journal of a schema that never was is refused, and stays as it is")
  func schema() throws {
    let home = try GoldenHomeTests.opened()
    // Closing the only connection puts everything into the one file.
    _ = try Journal(home: home.home, mode: .open)
    let url = URL(fileURLWithPath: home.home + "/journal.sqlite")
    var bytes = try Data(contentsOf: url)
    // Source: https://www.sqlite.org/fileformat.html#user_version_number
    bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
    try bytes.write(to: url)
    let before = try contents(home)
    for arguments in [["bot", "list"], ["run", "--feed", "old"], ["audit", "verify"]] {
      expectError(
        try home.run(arguments), status: 65, naming: "schema 99", "journal.sqlite", "use the newer program")
    }
    #expect(try contents(home) == before)
  }

  @Test("a session log of a format that never was is refused, and the session waits")
  func log() throws {
    let home = try GoldenHomeTests.opened()
    let url = URL(fileURLWithPath: home.home + "/sessions/3/segment-0001.log")
    var bytes = try Data(contentsOf: url)
    bytes[8] = 99
    try bytes.write(to: url)
    expectError(
      try home.run(["run", "--feed", "old", "--quiet"]), status: 65, naming: "segment-0001.log",
      "format version 99", "use a later version of slipway")
    #expect(try Data(contentsOf: url) == bytes)
    let sessions = try home.run(["session", "list", "--json"]).json()["sessions"] as? [[String: Any]]
    #expect(sessions?.compactMap { $0["status"] as? String } == ["ended", "ended", "open"])
    // With the file it had, it goes on as if nothing had been.
    bytes[8] = 1
    try bytes.write(to: url)
    #expect(try home.run(["run", "--feed", "old", "--quiet"]).status == 0)
    #expect(try home.run(["replay", "3", "--json"]).status == 0)
  }

  @Test("a checkpoint of a version that never was is refused, and nothing is run")
  func checkpoint() throws {
    let home = try GoldenHomeTests.opened()
    try Journal(home: home.home, mode: .open).write { transaction in
      var row = try #require(try transaction.reading.evidence(of: "cross").last)
      _ = try transaction.record(
        [], of: &row, checkpoint: .replace(try StateEncoder.encode(Versioned())), at: Self.time)
    }
    let before = try head(home)
    expectError(
      try home.run(["run", "--feed", "old", "--quiet"]), status: 65, naming: "version 99", "bot 'cross'",
      "use a later version of slipway")
    #expect(try head(home) == before)
    #expect(try home.bot("list").status == 0)
  }

  @Test("evidence with a recipe of a version that never was is not judged, other evidence is")
  func recipe() throws {
    let home = try GoldenHomeTests.opened()
    try Journal(home: home.home, mode: .open).write { transaction in
      let last = try #require(try transaction.reading.evidence(of: "cross").last)
      let row = EvidenceRecord(
        id: try transaction.reading.nextEvidenceID(), bot: last.bot, mode: last.mode, identity: last.identity,
        number: last.number + 1, startedAt: Self.time, summary: last.summary)
      let recipe = Hexadecimal.text(try StateEncoder.encode(Formatted()))
      _ = try transaction.record(
        NewEvent(
          .evidenceStarted, subject: "cross",
          payload: ["evidence": .integer(row.id), "recipe": .string(recipe)],
          at: Self.time), [.newEvidence(row)])
    }
    let before = try head(home)
    for arguments in [["promote", "review", "cross"], ["report", "cross"]] {
      expectError(
        try home.run(arguments), status: 78, naming: "bot 'cross'", "version 99",
        "use a later version of slipway")
    }
    #expect(try home.run(["promote", "review", "london"]).status == 3)
    #expect(try head(home) == before)
  }
}
