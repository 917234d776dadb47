import Foundation
import TestSupport
import Testing

@testable import StrategyPrograms

@Suite("The sandbox of exec: strategies, from the command line")
struct ProgramSandboxTests {
  private static let isHere: ConditionTrait = .enabled(
    if: SandboxLevel.machine.isWhole, "of the sandbox this machine has \(SandboxLevel.machine)")

  /// A program that says whether it could read a file beside the home's journal.
  private let program = """
    cat .slipway/operators/ann.key >&2
    n=1
    read -r event; echo '{"type":"strategy","protocol":1,"name":"curious","version":1}'
    read -r event; echo '{"type":"ready"}'
    while read -r event; do echo "{\\"seq\\":$n}"; n=$((n+1)); done
    """

  private func fixture(_ settings: String? = nil) throws -> BacktestFixture {
    var files = ["curious.sh": program, ".slipway/operators/ann.key": "a key\n"]
    files[".slipway/programs.yaml"] = settings
    return try BacktestFixture(count: 20, files: files)
  }

  private let options = ["--strategy", "exec:sh curious.sh", "--broker", "reference", "--ticks", "a.ticks"]

  @Test("A program does not read the keys of the home that lies beside it", isHere)
  func keys() throws {
    for settings in [nil, "sandbox: required\n"] {
      let outcome = try fixture(settings).run(options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(!outcome.errors.contains("a key"))
      #expect(outcome.errors.contains("Permission denied"))
    }
  }

  @Test("Without a sandbox it does; the result is the same")
  func off() throws {
    let (open, shut) = (try fixture("sandbox: off\n"), try fixture())
    let outcome = try open.run(options + ["--json"])
    #expect(outcome.errors.contains("exec: a key"))
    let document = try outcome.json()
    let other = try shut.document(options)
    for key in ["identity", "fingerprint", "end_balance"] {
      #expect(document[key] as? String == other[key] as? String)
    }
  }

  @Test("What programs.yaml names besides can be read")
  func readable() throws {
    let elsewhere = try TemporaryFolder()
    try "a model\n".write(toFile: elsewhere.file("model"), atomically: true, encoding: .utf8)
    let script = program.replacing(".slipway/operators/ann.key", with: elsewhere.file("model"))
    let named = try BacktestFixture(
      count: 20,
      files: ["curious.sh": script, ".slipway/programs.yaml": "readable: [\(elsewhere.path)]\n"])
    #expect(try named.run(options).errors.contains("exec: a model"))
  }

  @Test("strategy show says what is kept from a program", isHere)
  func shown() throws {
    let fixture = try fixture()
    let shown = try Program.run("strategy", "show", "exec:sh curious.sh", "--json", in: fixture.folder)
    let kept = try #require(try shown.json()["sandbox"] as? String)
    #expect(kept.hasPrefix("files, network and processes (Landlock "))
    let bundled = try Program.run("strategy", "show", "ema_cross", "--json", in: fixture.folder)
    #expect(try bundled.json()["sandbox"] == nil)
  }

  @Test(
    "Settings that make no sense are named by file and line",
    arguments: [
      ("sandbox: maybe\n", "required"), ("sandbx: off\n", "did you mean 'sandbox'?"),
      ("readable: [/no/such/folder]\n", "/no/such/folder"),
    ])
  func settings(text: String, problem: String) throws {
    let outcome = try fixture(text).run(options)
    expectError(outcome, status: 78, naming: "programs.yaml:1", problem)
  }

  @Test("A bot's file does not choose what the bot is kept from")
  func ownFile() throws {
    let fixture = try BacktestFixture(
      count: 20,
      files: ["curious.sh": program, "bot.yaml": "strategy: \"exec:sh curious.sh\"\nsandbox: off\n"])
    let outcome = try fixture.run(
      ["--config", "bot.yaml", "--broker", "reference", "--ticks", "a.ticks"])
    expectError(outcome, status: 78, naming: "unknown key 'sandbox'")
  }
}
