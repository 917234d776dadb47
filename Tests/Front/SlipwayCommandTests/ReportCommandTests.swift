import Foundation
import TestSupport
import Testing

@Suite("slipway report")
struct ReportCommandTests {
  private let fixture: BotFixture

  init() throws { fixture = try BotFixture() }

  @Test("Without a home there is no bot, and none is made by looking")
  func empty() throws {
    expectError(try fixture.run(["report", "one"]), status: 64, naming: "there is no bot 'one'", "register")
    #expect(!fixture.hasHome)
  }

  @Test("A misspelled bot is met with the name that was meant")
  func unknown() throws {
    try fixture.register("breakout")
    expectError(
      try fixture.run(["report", "breakuot"]), status: 64, naming: "did you mean 'breakout'?")
  }

  @Test("A bot that never ran: text, document and page say so")
  func neverRan() throws {
    try fixture.register("one")
    let text = try fixture.run(["report", "one"])
    #expect(
      text.output == """
        one
        Status  active, paper
        Family  ema_cross

        No tick has been seen yet.

        """)
    let document = try fixture.run(["report", "one", "--json"]).json()
    #expect(document["id"] as? String == "one")
    #expect((document["evidence"] as? [Any])?.isEmpty == true)
    #expect(document["report"] is NSNull)

    let written = try fixture.run(["report", "one", "-o", "one.html"])
    #expect(written.output == "one: the report is in one.html\n")
    let page = try String(contentsOfFile: fixture.folder.file("one.html"), encoding: .utf8)
    #expect(page.contains("No tick has been seen yet."))
    #expect(page.contains("slipway report one -o one.html"))
  }

  @Test("Times without a zone or in the wrong order are refused")
  func period() throws {
    try fixture.register("one")
    expectError(
      try fixture.run(["report", "one", "--from", "2019-02-04"]), status: 64, naming: "--from", "ISO 8601")
    expectError(
      try fixture.run([
        "report", "one", "--from", "2019-02-05T00:00:00Z", "--to", "2019-02-05T00:00:00Z",
      ]), status: 64, naming: "--from is not before --to")
  }

  @Test("The page never replaces what it is made from, nor a device")
  func outputs() throws {
    try fixture.write("mine.yaml", try BacktestFixture.profile())
    try fixture.register(
      "one", ["--strategy", "idle", "--symbol", "EURUSD", "--broker", "mine.yaml"])
    for input in ["mine.yaml", "home/journal.sqlite", "home/journal.anchor"] {
      expectError(
        try fixture.run(["report", "one", "-o", input]), status: 64, naming: "is an input", "another name")
    }
    expectError(
      try fixture.run(["report", "one", "-o", "/dev/null"]), status: 73, naming: "a device or a pipe")
    expectError(
      try fixture.run(["report", "one", "-o", "none/one.html"]), status: 73, naming: "none/one.html")
    #expect(try fixture.run(["audit", "verify"]).status == 0)
  }
}
