import Foundation
import TestSupport
import Testing

@Suite("slipway watch", .timeLimit(.minutes(3)))
struct WatchCommandTests {
  private let fixture: BotFixture

  init() throws { fixture = try BotFixture() }

  private func start(_ arguments: [String]) throws -> Program.Running {
    try Program.Running(
      Program.path, arguments, in: fixture.folder, environment: ["SLIPWAY_HOME": fixture.home])
  }

  @Test("without a home there is nothing to watch, in whatever form")
  func empty() throws {
    for options in [[], ["--once"], ["--json"], ["--lines"]] {
      expectError(try fixture.run(["watch"] + options), status: 66, naming: "no journal")
    }
    #expect(!fixture.hasHome)
  }

  @Test("an interval that is none is named", arguments: ["0", "0.1", "3601", "x", "-1"])
  func interval(_ text: String) throws {
    try fixture.register("one")
    expectError(try fixture.run(["watch", "--interval", text]), status: 64, naming: "--interval")
  }

  @Test("once, as text, it is the whole screen without colors")
  func once() throws {
    try fixture.register("one")
    let outcome = try fixture.run(["watch", "--once"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == " GREEN  no loss limit holds")
    #expect(lines[1] == "no run is under way")
    #expect(outcome.output.contains("\none  PAPER  1,000.00     0       –  yes\n"))
    #expect(!outcome.output.contains("\u{1B}"))
  }

  @Test("once, as JSON, it is one document")
  func document() throws {
    try fixture.register("one")
    try fixture.write("home/STOP", "fire drill\n")
    let document = try fixture.run(["watch", "--once", "--json"]).json()
    #expect(document["level"] as? String == "BLACK" && document["stop_reason"] as? String == "fire drill")
    #expect((document["bots"] as? [[String: Any]])?.map { $0["id"] as? String } == ["one"])
  }

  /// Waits until a process that goes on has written something.
  private func output(of running: Program.Running, whenWritten seconds: Double = 2) throws -> Program.Outcome
  {
    Thread.sleep(forTimeInterval: seconds)
    running.send(SIGTERM)
    return try running.wait()
  }

  @Test("as JSON it is a document a line, until a signal ends it")
  func documents() throws {
    try fixture.register("one")
    let outcome = try output(of: try start(["watch", "--json", "--interval", "0.2"]))
    #expect(outcome.status == 143 && outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count > 1)
    for line in lines {
      let document = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(document?["level"] as? String == "GREEN")
    }
  }

  @Test("where no screen can be drawn it says once how everything stands, then what has changed")
  func lines() throws {
    try fixture.register("one")
    let running = try start(["watch", "--interval", "0.2"])
    Thread.sleep(forTimeInterval: 1)
    try fixture.write("home/STOP", "fire drill\n")
    let outcome = try output(of: running)
    #expect(outcome.status == 143 && !outcome.output.contains("\u{1B}"))
    let blocks = outcome.output.components(separatedBy: "\n\n")
    #expect(blocks.count == 2, "\(outcome.output)")
    #expect(blocks[0].hasPrefix(" GREEN  no loss limit holds\n") && blocks[0].contains("\nBOTS "))
    #expect(
      blocks[1].hasPrefix(" BLACK  the file STOP is there: fire drill\n") && !blocks[1].contains("\nBOTS "))
  }

  private static let enter = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l"
  private static let leave = "\u{1B}[0m\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"

  @Test(
    "on a terminal it is a screen of its own; a signal gives back what was there",
    arguments: [SIGINT, SIGTERM])
  func screen(signal: Int32) throws {
    try fixture.register("one")
    let terminal = try #require(PseudoTerminal())
    terminal.resize(columns: 80, rows: 24)
    let shown = try terminal.screen(
      of: ["watch", "--home", fixture.home], environment: ["COLORTERM": "truecolor"], until: "SESSIONS",
      signal)
    #expect(shown.status == 128 + signal)
    #expect(shown.text.hasPrefix(Self.enter + "\u{1B}[H") && shown.text.hasSuffix(Self.leave))
    // Dark on #10b981, over the whole line.
    #expect(shown.text.contains("\u{1B}[1;38;2;24;24;27;48;2;16;185;129m GREEN  no loss limit holds"))
    #expect(terminal.echoes)
  }

  @Test("what is drawn never reaches beyond the terminal")
  func small() throws {
    try fixture.register("one")
    let terminal = try #require(PseudoTerminal())
    terminal.resize(columns: 40, rows: 8)
    let shown = try terminal.screen(
      of: ["watch", "--home", fixture.home], environment: ["NO_COLOR": "1"], until: "no room for", SIGINT)
    let frame = shown.text.components(separatedBy: "\u{1B}[H")[1].components(separatedBy: "\u{1B}[0m")[0]
    // The terminal's driver may put a return of its own before each line's end.
    let lines = frame.replacing("\u{1B}[K", with: "").components(separatedBy: "\r\n").map {
      $0.replacing("\r", with: "")
    }
    #expect(lines.count == 8 && lines.allSatisfy { $0.count <= 40 }, "\(lines)")
    #expect(!frame.contains("m GREEN"))
  }

  @Test(
    "with --lines, on a dumb terminal and in one without room, there is no screen",
    arguments: [(["--lines"], "xterm", 80), ([], "dumb", 80), ([], "xterm", 30)])
  func degraded(options: [String], term: String, columns: UInt16) throws {
    try fixture.register("one")
    let terminal = try #require(PseudoTerminal())
    terminal.resize(columns: columns, rows: 24)
    let shown = try terminal.screen(
      of: ["watch", "--home", fixture.home] + options, environment: ["TERM": term], until: "FEES", SIGINT)
    #expect(shown.status == 130 && !shown.text.contains("\u{1B}[?") && !shown.text.contains("\u{1B}[H"))
  }

  @Test("a name that tries to steer the terminal is shown as text")
  func steering() throws {
    try fixture.register("one")
    try fixture.write("home/STOP", "fire\u{1B}[2Jdrill\u{202E}\n")
    let terminal = try #require(PseudoTerminal())
    terminal.resize(columns: 80, rows: 24)
    let shown = try terminal.screen(
      of: ["watch", "--home", fixture.home], environment: [:], until: "SESSIONS", SIGINT)
    #expect(!shown.text.contains("\u{1B}[2J") && !shown.text.contains("\u{202E}"))
  }
}
