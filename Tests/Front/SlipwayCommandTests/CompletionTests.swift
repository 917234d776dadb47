import Foundation
import TestSupport
import Testing

@testable import SlipwayCommand

@Suite("Completion of command lines")
struct CompletionTests {
  private let fixture: BotFixture

  init() throws {
    fixture = try BotFixture()
    try fixture.register("trend")
    try fixture.register("cross")
  }

  /// What bash offers where the cursor stands at the end of a line.
  private func offered(_ line: String) throws -> Set<String> {
    let script = try fixture.run(["--generate-completion-script", "bash"]).output
    try fixture.write("slipway.bash", script)
    // What readline does with the key: words, place, and the function that was registered.
    try fixture.write(
      "press.bash",
      """
      PATH="\((Program.path as NSString).deletingLastPathComponent):$PATH"
      source ./slipway.bash
      COMP_LINE="$1"
      COMP_POINT=${#COMP_LINE}
      read -ra COMP_WORDS <<< "$1"
      [[ "$1" == *" " ]] && COMP_WORDS+=("")
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      registered="$(complete -p slipway)"
      registered="${registered#*-F }"
      "${registered%% *}" slipway "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """)
    let outcome = try Program.Running(
      "/bin/bash", ["press.bash", line], in: fixture.folder, environment: ["SLIPWAY_HOME": fixture.home]
    ).wait()
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    return Set(outcome.output.split(separator: "\n").map(String.init))
  }

  @Test("Commands and options are offered in bash, hidden ones not")
  func commands() throws {
    #expect(try offered("slipway comp") == ["compare"])
    #expect(try offered("slipway bot re") == ["register", "resume", "retire"])
    #expect(try offered("slipway backtest --tr") == ["--trades"])
  }

  @Test("Names of the home and the program are offered where they go")
  func names() throws {
    #expect(try offered("slipway bot show ").isSuperset(of: ["cross", "trend"]))
    #expect(try offered("slipway bot show t") == ["trend"])
    #expect(try offered("slipway backtest --strategy ema") == ["ema_cross"])
    #expect(try offered("slipway backtest --broker exn") == ["exness_raw"])
    #expect(try offered("slipway bot register new --symbol EURU") == ["EURUSD"])
    #expect(try offered("slipway promote request trend --to ") == ["demo", "live"])
  }

  @Test("Files are offered by kind, for each value of an option that takes several")
  func files() throws {
    for name in ["a.ticks", "b.ticks", "b.csv", "run.yaml"] { try fixture.write(name, "") }
    let files = try offered("slipway backtest --ticks ").filter { $0.contains(".") }
    #expect(files == ["a.ticks", "b.ticks"], "\(files)")
    #expect(try offered("slipway backtest --ticks a.ticks b") == ["b.ticks"])
    #expect(try offered("slipway backtest --ticks a.ticks --config r") == ["run.yaml"])
  }

  @Test("--home decides whose names are offered")
  func otherHome() throws {
    #expect(try offered("slipway bot show --home nowhere ").isEmpty)
    #expect(NameCompletion.home(in: ["slipway", "bot", "list", "--home", "'my desk'"]) == "my desk")
    #expect(NameCompletion.home(in: ["slipway", "--home", "=", "desk"]) == "desk")
    #expect(NameCompletion.home(in: ["slipway", "--home=desk"]) == "desk")
  }

  @Test("Names are printed one a line; what is not there is no error, and nothing is made")
  func command() throws {
    #expect(try fixture.run(["complete", "bots"]).output == "cross\ntrend\n")
    #expect(try fixture.run(["complete", "strategies"]).output.contains("donchian_breakout\n"))
    for arguments in [["complete", "nothing"], ["complete", "bots", "--home", "none"]] {
      let outcome = try fixture.run(arguments)
      #expect(outcome.status == 0)
      #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
    }
    #expect(!FileManager.default.fileExists(atPath: fixture.folder.file("none")))
  }

  @Test("A home whose journal is broken, or held by another process, offers nothing and keeps nobody waiting")
  func brokenHome() throws {
    let began = Date()
    let held = try Program.Running(
      "/bin/sh",
      [
        "-c",
        "python3 -c 'import sqlite3,sys,time; c=sqlite3.connect(sys.argv[1]); c.execute(\"PRAGMA locking_mode=EXCLUSIVE\"); c.execute(\"BEGIN EXCLUSIVE\"); open(\"held\",\"w\").close(); time.sleep(20)' \(fixture.home)/journal.sqlite",
      ], in: fixture.folder, environment: [:])
    defer { held.process.terminate() }
    while held.process.isRunning, Date().timeIntervalSince(began) < 10,
      !FileManager.default.fileExists(atPath: fixture.folder.file("held"))
    {
      usleep(20_000)
    }
    let pressed = Date()
    let outcome = try fixture.run(["complete", "bots"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(Date().timeIntervalSince(pressed) < 4)
    held.process.terminate()
    held.process.waitUntilExit()
    try fixture.write("home/journal.sqlite", "not a journal")
    let broken = try fixture.run(["complete", "bots"])
    #expect(broken.status == 0 && broken.errors.isEmpty && broken.output.isEmpty)
  }
}
