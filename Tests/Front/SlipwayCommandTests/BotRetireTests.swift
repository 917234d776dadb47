import Foundation
import TestSupport
import Testing

/// A bot is not taken out of the desk with something open that nobody has decided on.
@Suite("slipway bot retire with something open", .timeLimit(.minutes(5)))
struct BotRetireTests {
  private let fixture: BotFixture

  /// A bot with a position, one with two orders, and one with nothing, after the first days of the sample EURUSD.
  init() throws {
    fixture = try BotFixture()
    for (id, strategy) in [("trend", "donchian_breakout"), ("lon", "london_breakout"), ("calm", "idle")] {
      try fixture.register(id, ["--strategy", strategy, "--symbol", "EURUSD", "--broker", "reference"])
    }
    try slice("part.ticks", to: "2024-01-09T08:30:00Z")
    try slice("more.ticks", from: "2024-01-09T08:30:00Z", to: "2024-01-09T12:00:00Z")
    #expect(try run("part.ticks").status == 0)
  }

  private func slice(_ name: String, from: String = "2024-01-01T00:00:00Z", to: String) throws {
    let sliced = try fixture.run([
      "data", "slice", PackageRoot.path(of: "datasets/eurusd-30d.ticks"), "--from", from, "--to", to, "-o",
      fixture.folder.file(name),
    ])
    #expect(sliced.status == 0, "\(sliced.errors)")
  }

  private func run(_ ticks: String) throws -> Program.Outcome {
    try fixture.run(["run", "--replay", ticks, "--speed", "max"])
  }

  private func start(_ arguments: [String]) throws -> Program.Running {
    try Program.Running(
      Program.path, arguments, in: fixture.folder, environment: ["SLIPWAY_HOME": fixture.home])
  }

  private func isRetired(_ id: String) throws -> Bool {
    try fixture.document("show", id)["status"] as? String == "retired"
  }

  /// How often the journal says something of a bot.
  private func rows(_ kind: String, of id: String) throws -> Int {
    let folder = fixture.folder.file("export-\(UUID().uuidString)")
    #expect(try fixture.run(["audit", "export", "-o", folder]).status == 0)
    let text = try String(contentsOfFile: folder + "/events.jsonl", encoding: .utf8)
    return text.split(separator: "\n").count { $0.contains("\"\(kind)\"") && $0.contains("\"\(id)\"") }
  }

  @Test("Without a choice and a terminal it is refused, and nothing changes")
  func refused() throws {
    expectError(
      try fixture.bot("retire", "trend"), status: 64, naming: "'trend' has 1 position open", "--close",
      "--leave")
    expectError(try fixture.bot("retire", "lon"), status: 64, naming: "2 orders")
    expectError(
      try fixture.bot("retire", "lon", "--close", "--leave"), status: 64, naming: "one of --close and --leave"
    )
    #expect(try !isRetired("trend"))
  }

  @Test("With nothing open there is nothing to decide")
  func nothingOpen() throws {
    #expect(try fixture.bot("retire", "calm", "--close").output == "calm is retired\n")
    expectError(try fixture.bot("retire", "calm"), status: 64, naming: "final")
  }

  @Test("What is to be closed is closed by the next run, which retires the bot; a replay does the same")
  func closedByNextRun() throws {
    #expect(try fixture.bot("retire", "trend", "--close").output.hasPrefix("trend is closing"))
    #expect(try fixture.bot("list").output.contains(/trend +closing/))
    let shown = try fixture.document("show", "trend")
    #expect(shown["closing"] as? Bool == true && shown["status"] as? String == "active")
    expectError(try fixture.bot("pause", "trend"), status: 64, naming: "closing", "--leave")
    expectError(try fixture.bot("retire", "trend", "--close"), status: 64, naming: "is closing")

    let ran = try run("more.ticks")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(try isRetired("trend") && !isRetired("lon"))
    #expect(try fixture.document("show", "trend")["open_positions"] as? Int == 0)
    #expect(try fixture.run(["audit", "verify"]).status == 0)
    let replayed = try fixture.run(["replay", "2"])
    #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
  }

  @Test("A run at work closes and retires at once")
  func closedByRun() throws {
    let running = try start(["run", "--replay", "more.ticks", "--speed", "1"])
    defer { running.process.terminate() }
    let deadline = Date() + 30
    while try fixture.run(["session", "list"]).output.contains("\n      2  ") == false, Date() < deadline {
      usleep(50_000)
    }
    #expect(try fixture.bot("retire", "lon", "--close").status == 0)
    while try !isRetired("lon"), Date() < deadline { usleep(50_000) }
    #expect(try isRetired("lon"))
    running.send(SIGINT)
    #expect(try running.wait().status == 130)
    #expect(try fixture.run(["replay", "2"]).status == 0)
  }

  @Test("The order to close outlives runs that are killed at any moment, and is carried out once")
  func killed() throws {
    #expect(try fixture.bot("retire", "trend", "--close").status == 0)
    for milliseconds in [5, 20, 40, 60, 80, 120] {
      let running = try start(["run", "--replay", "more.ticks", "--speed", "1"])
      usleep(UInt32(milliseconds) * 1_000)
      running.send(SIGKILL)
      _ = try running.wait()
    }
    #expect(try run("more.ticks").status == 0)
    #expect(try isRetired("trend"))
    #expect(try fixture.document("show", "trend")["open_positions"] as? Int == 0)
    #expect(try rows("bot_closing", of: "trend") == 1)
    #expect(try rows("bot_retired", of: "trend") == 1)
    #expect(try fixture.run(["audit", "verify"]).status == 0)
  }
}
