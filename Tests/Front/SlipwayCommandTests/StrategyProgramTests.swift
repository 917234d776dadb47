import Foundation
import TestSupport
import Testing

@Suite("slipway backtest --strategy exec:PROGRAM", .serialized)
struct StrategyProgramTests {
  private static let python: String? = ["/usr/local/bin/python3", "/usr/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  private static let havePython: ConditionTrait = .enabled(if: python != nil, "no python3 here")

  /// The options of a run over `a.ticks`.
  private func options(_ program: String) -> [String] {
    ["--strategy", "exec:\(program)", "--broker", "reference", "--ticks", "a.ticks"]
  }

  /// `python3 FILE`, with the module of this package in reach.
  private func python(_ file: String) -> String {
    "\(Self.python ?? "python3") '\(BacktestFixture.packageFile(file))'"
  }

  private let environment = [
    "PYTHONPATH": BacktestFixture.packageFile("python/src"), "PYTHONDONTWRITEBYTECODE": "1",
  ]

  @Test("The Python ema_cross has the fills of the bundled one, in either format", havePython)
  func emaCross() throws {
    let source = try String(
      contentsOfFile: BacktestFixture.packageFile("examples/python/ema_cross.py"), encoding: .utf8)
    let json = source.replacingOccurrences(of: "run(EMACross)", with: "run(EMACross, format=\"json\")")
    let fixture = try BacktestFixture(count: 1_500, files: ["lines.py": json])
    let parameters = ["--param", "fast=5", "--param", "slow=20", "--trades", "t.csv"]
    let bundled = try fixture.document(BacktestFixture.crossing + ["--trades", "t.csv"])
    let trades = try fixture.text("t.csv")
    #expect(try #require(bundled["trades"] as? Int) > 10)
    for program in [python("examples/python/ema_cross.py"), "\(Self.python ?? "") lines.py"] {
      let own = try fixture.document(options(program) + parameters, environment: environment)
      #expect(own["strategy"] as? String == "exec:ema_cross")
      #expect(own["family"] as? String == "exec:ema_cross")
      #expect(own["fingerprint"] as? String == bundled["fingerprint"] as? String)
      #expect(own["end_balance"] as? String == bundled["end_balance"] as? String)
      #expect(own["identity"] as? String != bundled["identity"] as? String)
      #expect(try fixture.text("t.csv") == trades)
    }
  }

  @Test("The program in the documentation runs as it stands, twice the same", havePython)
  func documented() throws {
    let page = try String(
      contentsOfFile: BacktestFixture.packageFile("docs/own-strategies.md"), encoding: .utf8)
    let start = try #require(page.range(of: "```python\nimport json, sys\n"))
    let end = try #require(page.range(of: "```", range: start.upperBound..<page.endIndex))
    let text = "import json, sys\n" + page[start.upperBound..<end.lowerBound]
    let fixture = try BacktestFixture(count: 200, files: ["sell_once.py": text])
    let run = options("\(Self.python ?? "") sell_once.py") + ["--json"]
    let outcome = try fixture.run(run, environment: environment)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("exec: filled at "))
    #expect(try outcome.json()["trades"] as? Int == 1)
    let again = try fixture.run(run + ["--quiet"], environment: environment)
    #expect(again.errors.isEmpty)
    #expect(try timeless(again.json()) == timeless(outcome.json()))
  }

  @Test("strategy show describes a program; its parameters are checked by name and bounds", havePython)
  func parameters() throws {
    let fixture = try BacktestFixture(count: 50)
    let ema = python("examples/python/ema_cross.py")
    let shown = try Program.run("strategy", "show", "exec:\(ema)", environment: environment)
    #expect(shown.output.contains("slow       200      2 to 1000000"))
    for (parameter, problem) in [
      ("fast=0", "parameter 'fast': expected 1 to 1000000, was '0'"), ("pace=1", "has none of that name"),
      ("fast=300", "parameter 'fast': expected less than slow (200), was 300"),
    ] {
      let outcome = try fixture.run(options(ema) + ["--param", parameter], environment: environment)
      expectError(outcome, status: 64, naming: problem, "--param", "slipway strategy show \"exec:")
    }
  }

  /// A shell program that takes part in the handshake and then does this.
  private func shell(_ text: String) -> [String: String] {
    [
      "program.sh": """
      read -r event; echo '{"type":"strategy","protocol":1,"name":"in_shell","version":1}'
      read -r event; echo '{"type":"ready"}'
      \(text)
      """
    ]
  }

  @Test(
    "A program that fails ends the run: exit code 69, no result, no file",
    arguments: [
      ("exit 3", "ended with exit code 3"), ("sleep 60", "did not answer within 0.5 s"),
      ("echo nonsense; sleep 60", "broke the protocol"),
      (
        "n=1; while read -r event; do echo \"{\\\"seq\\\":$n}\"; n=$((n+1)); done; exit 9",
        "ended with exit code 9"
      ),
    ])
  func failures(text: String, problem: String) throws {
    let fixture = try BacktestFixture(count: 100, files: shell(text))
    try fixture.expectError(
      options("sh program.sh") + BacktestFixture.outputs + ["--exec-timeout", "0.5", "--json"], status: 69,
      naming: [problem, "exec:sh program.sh"])
  }

  @Test("Command lines that name no program that can be run")
  func commandLines() throws {
    let fixture = try BacktestFixture(count: 10)
    try fixture.expectError(options(""), status: 64, naming: ["no strategy program is named"])
    try fixture.expectError(options("sh 'x"), status: 64, naming: ["a quote is not closed"])
    try fixture.expectError(options("./none.py"), status: 66, naming: ["'./none.py'"])
    try fixture.expectError(options("./a.ticks"), status: 69, naming: ["can't be started"])
    for seconds in ["0", "-1", "soon", "1e9"] {
      try fixture.expectError(
        options("sh") + ["--exec-timeout", seconds], status: 64, naming: ["--exec-timeout", "'\(seconds)'"])
    }
  }

  @Test("Ctrl-C ends run and program at once", arguments: [SIGINT, SIGTERM])
  func interrupted(signal: Int32) throws {
    let text = "echo $$ >\(NSTemporaryDirectory())/slipway-$PPID; sleep 60"
    // So that it may leave a note where this test finds it.
    let open = [".slipway/programs.yaml": "sandbox: off\n"]
    let fixture = try BacktestFixture(count: 100, files: shell(text).merging(open) { $1 })
    let run = try Program.Running(
      Program.path, ["backtest"] + options("sh program.sh") + ["--exec-timeout", "60"], in: fixture.folder,
      environment: [:])
    let note = "\(NSTemporaryDirectory())/slipway-\(run.process.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: note) }
    var program: pid_t?
    for _ in 0..<1_000 where program == nil {
      let text = (try? String(contentsOfFile: note, encoding: .utf8)) ?? ""
      program = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
      usleep(10_000)
    }
    let process = try #require(program)
    let start = ContinuousClock.now
    run.send(signal)
    let outcome = try run.wait()
    #expect(outcome.status == 128 + signal)
    #expect(outcome.output.isEmpty)
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(kill(process, 0) != 0)
  }
}
