import Foundation
import TestSupport
import Testing

@Suite("slipway risk, kill and panic")
struct RiskCommandTests {
  private let fixture: BotFixture
  private static let passphrase = "a long enough passphrase of ada"

  init() throws { fixture = try BotFixture() }

  /// Runs with a passphrase on file descriptor 3.
  private func signed(_ arguments: String, _ passphrase: String = passphrase) throws -> Program.Outcome {
    try fixture.write("secret", passphrase + "\n")
    return try Program.Running(
      "/bin/sh", ["-c", "'\(Program.path)' \(arguments) --passphrase-fd 3 3<secret"], in: fixture.folder,
      environment: ["SLIPWAY_HOME": fixture.home]
    ).wait()
  }

  private func ticks(days: Int = 1) throws -> String {
    let path = fixture.folder.file("t\(days).ticks")
    let made = try fixture.run(
      ["data", "generate", "--symbol", "EURUSD", "--days", "\(days)", "--seed", "3", "-o", path])
    #expect(made.status == 0, "\(made.errors)")
    return path
  }

  private func play(_ ticks: String) throws {
    let outcome = try fixture.run(["run", "--replay", ticks, "--speed", "max"])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func engaged() throws -> [[String: Any]] {
    let document = try fixture.run(["kill", "status", "--json"]).json()
    return try #require(document["engaged"] as? [[String: Any]])
  }

  @Test(
    "without a home there is nothing to look at, and who stops something there is told that nothing was stopped"
  )
  func empty() throws {
    for command in [
      ["risk", "status"], ["risk", "lockouts"], ["kill", "status"], ["panic"], ["kill", "engage"],
    ] {
      expectError(try fixture.run(command), status: 66, naming: "no journal")
    }
    #expect(!fixture.hasHome)
  }

  @Test("killed, nothing is opened and the status says who and why; an admin's word lets go on")
  func kill() throws {
    try fixture.register("one")
    let ticks = try ticks()
    let killed = try fixture.run(["kill", "engage", "--reason", "the feed is wrong", "--by", "bob"])
    #expect(killed.status == 0)
    #expect(
      killed.output
        == "the kill switch of desk is pulled by bob: the feed is wrong; the next run obeys before anything else\n"
    )
    let waiting = try fixture.run(["kill", "status"])
    #expect(
      waiting.output
        == "nothing is killed\nwaits for the next run: kill desk, bob: the feed is wrong\n")
    try play(ticks)
    #expect(try fixture.document("show", "one")["trades"] as? Int == 0)
    let engaged = try engaged()
    #expect(engaged.map { $0["scope"] as? String } == ["desk"])
    #expect(engaged.map { $0["reason"] as? String } == ["the feed is wrong"])
    #expect(engaged.map { $0["by"] as? String } == ["bob"])

    let release = ["kill", "release", "--reason", "it is right again"]
    expectError(try fixture.run(release), status: 77, naming: "--as")
    #expect(try signed("operator add ada --role admin").status == 0)
    expectError(
      try signed("kill release --reason 'it is right again' --as ada", "not hers at all"), status: 77,
      naming: "passphrase")
    #expect(try signed("kill release --reason 'it is right again' --as ada").status == 0)
    try play(try self.ticks(days: 2))
    #expect(try self.engaged().isEmpty)
    #expect(try fixture.document("show", "one")["trades"] as? Int ?? 0 > 0)
  }

  @Test("a file that moves a bot out of an account that is killed is no way out")
  func escape() throws {
    try fixture.register("one")
    let ticks = try ticks()
    #expect(try fixture.run(["kill", "engage", "account:one"]).status == 0)
    try play(ticks)
    try fixture.write("home/risk.yaml", "version: 1\naccounts: {A1: [one]}\n")
    expectError(
      try fixture.run(["run", "--replay", ticks, "--speed", "max"]), status: 78,
      naming: "account:one is locked (kill_switch", "one can't leave it")
    expectError(
      try fixture.run(["kill", "engage", "account:on"]), status: 64, naming: "no bot is in account:on",
      "did you mean 'account:one'?")
  }

  @Test("while the file STOP is there nobody lets go on, and a run opens nothing")
  func stopFile() throws {
    try fixture.register("one")
    try fixture.write("home/STOP", "fire drill\n")
    try play(try ticks())
    #expect(try fixture.document("show", "one")["trades"] as? Int == 0)
    #expect(try fixture.run(["risk", "lockouts"]).output.hasPrefix("The file STOP is there"))
    #expect(try signed("operator add ada --role admin").status == 0)
    expectError(
      try signed("kill release --reason 'all clear' --as ada"), status: 64, naming: "the file STOP is there",
      "remove it first")
  }

  @Test("a lock says who, why and until when, and mistakes are named")
  func lock() throws {
    try fixture.register("one")
    expectError(
      try fixture.run(["risk", "lock", "bot:two"]), status: 64, naming: "there is no bot 'two'")
    expectError(
      try fixture.run(["kill", "engage", "everything"]), status: 64, naming: "'everything' is no scope",
      "desk, account:NAME")
    expectError(
      try fixture.run(["risk", "lock", "desk", "--until", "2001-01-01T00:00:00Z"]), status: 64,
      naming: "is over")
    expectError(
      try fixture.run(["risk", "lock", "desk", "--reason", " "]), status: 64, naming: "a reason is missing")
    #expect(try fixture.run(["risk", "lock", "bot:one", "--reason", "under review"]).status == 0)
    try play(try ticks())
    let lockouts = try fixture.run(["risk", "lockouts", "--json"]).json()["lockouts"] as? [[String: Any]]
    #expect(lockouts?.map { $0["code"] as? String } == ["operator_lock"])
    #expect(lockouts?.map { $0["value"] as? String } == ["under review"])
    let denied = try fixture.run(["risk", "explain", "one", "1"])
    #expect(denied.output.contains("operator_lock by risk"), "\(denied.output)")
    expectError(try fixture.run(["risk", "explain", "one", "999999"]), status: 64, naming: "no order 999999")
    expectError(try fixture.run(["risk", "explain", "one", "x"]), status: 64, naming: "'x' is no order")
  }

  @Test("the home's file of limits holds in a run, and a mistake in it keeps the run from beginning")
  func limits() throws {
    try fixture.register("one")
    let ticks = try ticks()
    #expect(try fixture.run(["risk", "limits"]).output.hasPrefix("no limits: there is no "))
    try fixture.write("home/risk.yaml", "version: 1\nrules:\n  max_contracts: {limit: 0}\n")
    expectError(
      try fixture.run(["run", "--replay", ticks, "--speed", "max"]), status: 78, naming: "risk.yaml:3",
      "expected lots above 0")
    try fixture.write("home/risk.yaml", "version: 1\nrules:\n  max_contracts: {limit: 0.005}\n")
    #expect(try fixture.run(["risk", "limits"]).output.contains("max_contracts"))
    try play(ticks)
    let shown = try fixture.document("show", "one")
    #expect(shown["trades"] as? Int == 0)
  }

  @Test("a backtest under the same file denies the same, and says so")
  func backtest() throws {
    let ticks = try ticks()
    try fixture.write("risk.yaml", "version: 1\nrules:\n  max_contracts: {limit: 0.005}\n")
    let outcome = try fixture.run(
      [
        "backtest", "--strategy", "ema_cross", "--ticks", ticks, "--broker", "reference", "--risk",
        fixture.folder.file("risk.yaml"), "--json",
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let document = try outcome.json()
    #expect(document["trades"] as? Int == 0)
    let denied = try #require(document["denied_orders"] as? [String: Int])
    #expect(Array(denied.keys) == ["max_contracts"])
    let guarded = try #require(document["guard"] as? [[String: Any]])
    #expect(guarded.map { $0["verb"] as? String } == ["deny"])
    #expect(guarded.map { $0["count"] as? Int } == [denied["max_contracts"]])
  }
}
