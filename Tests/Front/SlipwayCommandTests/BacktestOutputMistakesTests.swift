import Foundation
import TestSupport
import Testing

@Suite("Outputs that a backtest can't make")
struct BacktestOutputMistakesTests {
  private let crossing = BacktestFixture.crossing

  @Test("A missing folder, a folder, a pipe and no name", arguments: ["--report", "--trades", "--equity"])
  func uncreatable(option: String) throws {
    let fixture = try BacktestFixture(count: 100, files: ["folder/x": ""])
    // The other outputs come first, so that they would be there if they came too early.
    let others = ["--report", "r.html", "--trades", "t.csv", "--equity", "e.csv"]
    let place = try #require(others.firstIndex(of: option))
    var arguments = crossing + others[..<place] + others[(place + 2)...]
    arguments += [option]
    try fixture.expectError(arguments + ["none/x"], status: 73, naming: ["(none/x)", "choose a path"])
    try fixture.expectError(arguments + ["folder"], status: 73, naming: ["(folder)", "it is a folder"])
    try fixture.expectError(arguments + ["a.ticks/x"], status: 73, naming: ["(a.ticks/x)"])
    try fixture.expectError(arguments + [""], status: 64, naming: ["the path is empty (\(option))"])
  }

  @Test("A pipe or a device is not replaced by a file")
  func pipe() throws {
    let fixture = try BacktestFixture(count: 100)
    let pipe = fixture.folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let outcome = try fixture.run(crossing + ["--trades", "pipe"])
    expectError(outcome, status: 73, naming: "(pipe)", "a device or a pipe")
    let attributes = try FileManager.default.attributesOfItem(atPath: pipe)
    #expect(attributes[.type] as? FileAttributeType != .typeRegular)
  }

  @Test("Two outputs in one file, however they are spelled", arguments: ["t.csv", "./t.csv", ".//t.csv"])
  func twice(other: String) throws {
    try BacktestFixture(count: 100).expectError(
      crossing + ["--trades", "t.csv", "--equity", other], status: 64,
      naming: ["two outputs are named", "(--trades, --equity)"])
  }

  @Test("An output that is an input", arguments: ["a.ticks", "./a.ticks", "mine.yaml", "orders.csv"])
  func input(path: String) throws {
    let fixture = try BacktestFixture(
      count: 100, files: ["mine.yaml": BacktestFixture.profile(), "orders.csv": ""])
    let before = try Data(contentsOf: URL(fileURLWithPath: fixture.folder.file(path)))
    try fixture.expectError(
      BacktestFixture.scripted + ["--broker", "mine.yaml", "--trades", path], status: 64,
      naming: ["the output '\(path)' is an input (--trades)"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.folder.file(path))) == before)
  }

  @Test(
    "A full disk while writing leaves the old files and nothing new",
    arguments: [
      "--trades out", "--equity out", "--report out",
    ])
  func fullDisk(option: String) throws {
    let fixture = try BacktestFixture(count: 3_000, files: ["out": "old"])
    // Sixteen blocks of 512 bytes stand for the disk.
    let line = (crossing + [option]).joined(separator: " ")
    let outcome = try Program.onDisk(of: 16, "backtest \(line)", in: fixture.folder)
    expectError(outcome, status: 74, naming: "writing failed (out)", "File too large")
    #expect(try fixture.text("out") == "old")
    try fixture.expectNothingLeft()
  }

  @Test("A disk that is full at the last file leaves the others away too")
  func lastFile() throws {
    let fixture = try BacktestFixture(count: 600)
    let line = (crossing + ["--trades", "t.csv", "--equity", "e.csv"])
      .joined(separator: " ")
    let outcome = try Program.onDisk(of: 32, "backtest \(line)", in: fixture.folder)
    expectError(outcome, status: 74, naming: "writing failed (e.csv)")
    try fixture.expectNothingLeft()
  }

  @Test(
    "Standard output on a full disk",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "no /dev/full here"))
  func standardOutput() throws {
    let fixture = try BacktestFixture(count: 100)
    let line = crossing.joined(separator: " ")
    let outcome = try Program.shell("exec \"$SLIPWAY\" backtest \(line) >/dev/full", in: fixture.folder)
    expectError(outcome, status: 74, naming: "writing failed (standard output)")
  }

  @Test("An account that outgrows 64 bits ends in an error", arguments: ["90000000", "80000000000"])
  func overflow(lots: String) throws {
    let profile = try BacktestFixture.profile() + "instruments:\n  EURUSD: {lot_max: \(lots)}\n"
    let fixture = try BacktestFixture(
      count: 1_000,
      files: ["big.yaml": profile, "orders.csv": "2019-02-04T00:00:05Z,1,EURUSD,buy,90000000,,,,,\n"])
    try fixture.expectError(
      BacktestFixture.scripted + BacktestFixture.outputs + [
        "--broker", "big.yaml", "--balance", "9000000000000", "--leverage", "1",
      ], status: 65, naming: ["exceeds 64 bits (at 2019-02-04T00:", "trade smaller lots"])
  }

  @Test("A balance near the end of 64 bits is a result or an error, never a trap")
  func largestBalance() throws {
    let fixture = try BacktestFixture(count: 1_000)
    for balance in ["9000000000000", "9223372036854.775807"] {
      let outcome = try fixture.run(
        crossing + ["--balance", balance, "--lots", "100", "--leverage", "1000000", "--json"])
      #expect([0, 65].contains(outcome.status), "\(outcome.errors)")
      if outcome.status == 0 {
        let document = try outcome.json()
        let net = try money(document["end_balance"]) - money(document["start_balance"])
        #expect(try net == money(document["net_profit"]))
      }
    }
  }
}

@Suite("A backtest at a terminal, and one that is stopped")
struct BacktestSessionTests {
  /// The month of the sample, by a program that is asked about every tick of it: half a minute of work and more in a
  /// release build too.
  private static let long = [
    "backtest", "--strategy", "exec:sh \(Shell.folder.file("slow.sh"))", "--broker", "reference", "--ticks",
    BacktestFixture.packageFile("datasets/eurusd-30d.ticks"),
  ]

  private enum Shell {
    static let folder: TemporaryFolder = {
      guard let folder = try? TemporaryFolder(),
        (try? text.write(
          toFile: folder.file("slow.sh"), atomically: true, encoding: .utf8)) != nil
      else { preconditionFailure("a temporary folder can be made") }
      return folder
    }()

    private static let text = """
      read -r event; echo '{"type":"strategy","protocol":1,"name":"slow","version":1}'
      read -r event; echo '{"type":"ready"}'
      n=1; while read -r event; do echo "{\\"seq\\":$n}"; n=$((n+1)); done
      """
  }

  @Test("Asked to stop, it leaves nothing", arguments: [SIGINT, SIGTERM])
  func stopped(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let running = try Program.Running(
      Program.path, Self.long + BacktestFixture.outputs, in: folder, environment: [:])
    while running.process.isRunning, try folder.names().isEmpty { usleep(1_000) }
    usleep(20_000)
    running.send(signal)
    expectStopped(try running.wait(), by: signal)
    #expect(try folder.names().isEmpty)
  }

  @Test("A terminal shows progress after a second, and --quiet or no terminal none")
  func progress() throws {
    let terminal = try #require(PseudoTerminal())
    let shown = try terminal.errors(of: Self.long, stoppingAfter: 30, orAtOnceAfter: "ticks")
    #expect(shown.contains("\rBacktesting"))
    #expect(shown.contains("ticks"))
    #expect(shown.contains("error: stopped"))
    let quiet = try terminal.errors(of: Self.long + ["--quiet"], stoppingAfter: 1.3)
    #expect(!quiet.contains("Backtesting"))
  }

  @Test("Tables have colors on a terminal, unless NO_COLOR is set")
  func colors() throws {
    let terminal = try #require(PseudoTerminal())
    let plain = try terminal.output(of: ["strategy", "list"], environment: ["NO_COLOR": "1"])
    #expect(plain.contains("ema_cross"))
    #expect(!plain.contains("\u{1B}"))
    let colored = try terminal.output(of: ["strategy", "list"], environment: ["NO_COLOR": ""])
    #expect(colored.contains("\u{1B}["))
  }
}
