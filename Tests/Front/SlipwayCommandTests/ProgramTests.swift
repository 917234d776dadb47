import Foundation
import TestSupport
import Testing

@testable import SlipwayCommand

@Suite("The program as a whole")
struct ProgramTests {
  @Test("--version prints the version")
  func version() throws {
    let outcome = try Program.run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output == "0.1.0\n")
    #expect(outcome.errors.isEmpty)
  }

  @Test("--help on every command lists its options and ends well")
  func help() throws {
    let root = try #require(try Program.run("--experimental-dump-help").json()["command"] as? [String: Any])
    let pages = paths(below: root).map { $0 + ["--help"] }
    #expect(pages.contains(["broker", "show", "--help"]))
    for page in pages {
      let outcome = try Program.Running(Program.path, page, in: nil, environment: [:]).wait()
      #expect(outcome.status == 0, "\(page)")
      #expect(outcome.output.contains("USAGE: slipway"), "\(page)")
      #expect(outcome.errors.isEmpty, "\(page)")
    }
  }

  /// The words that lead to every command, the root's being none.
  private func paths(below command: [String: Any]) -> [[String]] {
    let children = command["subcommands"] as? [[String: Any]] ?? []
    return [[]]
      + children.filter { $0["commandName"] as? String != "help" }.flatMap { child in
        paths(below: child).map { [child["commandName"] as? String ?? ""] + $0 }
      }
  }

  @Test("A shell completion script is there", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let outcome = try Program.run("--generate-completion-script", shell)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("broker"))
  }

  @Test("A command that does not exist is named")
  func unknownCommand() throws {
    expectError(
      try Program.run("flarp"), status: 64, naming: "unknown command 'flarp' (slipway)",
      "see 'slipway --help'")
    expectError(
      try Program.run("broker", "flarp"), status: 64, naming: "unknown command 'flarp' (slipway broker)",
      "see 'slipway broker --help'")
  }

  @Test("A misspelled command is met with the one that was meant, and there is no help for what is not there")
  func misspelled() throws {
    expectError(
      try Program.run("promot", "review"), status: 64,
      naming: "unknown command 'promot' (slipway)", "did you mean 'slipway promote'?")
    expectError(
      try Program.run("bot", "regster", "one"), status: 64,
      naming: "unknown command 'regster' (slipway bot)", "did you mean 'slipway bot register'?")
    expectError(try Program.run("help", "nosuch"), status: 64, naming: "unknown command 'nosuch' (slipway)")
    expectError(
      try Program.run("help", "bot", "lst"), status: 64, naming: "did you mean 'slipway bot list'?")
    #expect(try Program.run("help", "bot", "list").status == 0)
    #expect(try Program.run("help").status == 0)
  }

  @Test("An option that does not exist is named with its command")
  func unknownOption() throws {
    expectError(
      try Program.run("broker", "show", "reference", "--flarp"), status: 64,
      naming: "unknown option '--flarp' (slipway broker show)", "see 'slipway broker show --help'")
  }

  @Test("A missing argument is named with its command")
  func missingArgument() throws {
    expectError(
      try Program.run("broker", "show"), status: 64, naming: "'<profile>'", "(slipway broker show)")
  }

  @Test("A full disk behind standard output is an error", .enabled(if: access("/dev/full", W_OK) == 0))
  func fullOutput() throws {
    for arguments in ["--version", "broker list", "broker show reference --json"] {
      let outcome = try Program.shell("\"$SLIPWAY\" \(arguments) > /dev/full")
      expectError(outcome, status: 74, naming: "standard output", "No space left on device")
    }
  }

  @Test("A reader that goes away ends it quietly, as a signal would")
  func brokenPipe() throws {
    let outcome = try Program.shell(
      #"{ sleep 0.2; "$SLIPWAY" broker show reference --json; echo "$?" > status; } | true; cat status"#)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output == "141\n")
  }

  @Test("NO_COLOR and pipes keep tables free of escape codes")
  func noColor() throws {
    let outcome = try Program.run("broker", "list", environment: ["TERM": "xterm-256color"])
    #expect(!outcome.output.contains("\u{1B}"))
  }
}
