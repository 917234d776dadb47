import Foundation
import TestSupport
import Testing

@Suite("slipway quickstart")
struct QuickstartCommandTests {
  private let folder: TemporaryFolder

  /// A folder whose sample is small; the tour takes whatever stands under that name.
  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("datasets"), withIntermediateDirectories: true)
    try TickFixture.write(folder.file("datasets/eurusd-30d.ticks"), count: 3_000, step: 20_000)
  }

  private func page() throws -> String {
    try String(contentsOfFile: folder.file("reports/quickstart.html"), encoding: .utf8)
  }

  @Test("It shows ticks and backtests, names its report and writes nothing else")
  func tour() throws {
    let outcome = try Program.run("quickstart", in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    #expect(!outcome.output.contains("\u{1B}"))
    for part in [
      "EURUSD, 5 digits", "ema_cross", "exness_raw", "reports/quickstart.html", "slipway data import",
    ] {
      #expect(outcome.output.contains(part), "\(part)")
    }
    #expect(try folder.names() == ["datasets", "reports"])
    let reports = try FileManager.default.contentsOfDirectory(atPath: folder.file("reports"))
    #expect(reports == ["quickstart.html"])
    expectSelfContained(try page())
  }

  @Test("The document holds the ticks, every backtest and the report's path")
  func document() throws {
    let document = try Program.run("quickstart", "--json", in: folder).json()
    #expect((document["ticks"] as? [String: Any])?["ticks"] as? Int == 3_000)
    let backtests = try #require(document["backtests"] as? [[String: Any]])
    #expect(backtests.compactMap { $0["broker"] as? String } == ["reference", "reference", "exness_raw"])
    #expect(backtests.allSatisfy { $0["fingerprint"] != nil && $0["ticks"] as? Int == 3_000 })
    #expect(document["report"] as? String == "reports/quickstart.html")
  }

  @Test("The report is the same each time and shows how to make it again")
  func again() throws {
    _ = try Program.run("quickstart", in: folder)
    let first = try page()
    _ = try Program.run("quickstart", in: folder)
    #expect(Data(try page().utf8) == Data(first.utf8))
    let words = first.replacingOccurrences(of: "<code>", with: "")
      .replacingOccurrences(of: "</code>", with: "")
    #expect(words.range(of: "slipway backtest --strategy donchian_breakout") != nil)
    #expect(words.range(of: "--ticks datasets/eurusd-30d.ticks") != nil)
  }

  @Test("A damaged sample is refused before anything is made")
  func damaged() throws {
    try TickFixture.change(folder.file("datasets/eurusd-30d.ticks")) { $0[$0.count / 2] ^= 1 }
    expectError(
      try Program.run("quickstart", in: folder), status: 65,
      naming: "damaged tick file (datasets/eurusd-30d.ticks")
    #expect(try folder.names() == ["datasets"])
  }

  @Test("A report that can't be made")
  func uncreatable() throws {
    try "".write(toFile: folder.file("reports"), atomically: true, encoding: .utf8)
    expectError(try Program.run("quickstart", in: folder), status: 73, naming: "reports")
    let full = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: folder.file("datasets"), toPath: full.file("datasets"))
    let outcome = try Program.onDisk(of: 16, "quickstart", in: full)
    expectError(outcome, status: 74, naming: "reports/quickstart.html")
    #expect(try full.names() == ["datasets"])
  }

  @Test("Stopped while it makes a sample of its own, it leaves nothing")
  func stopped() throws {
    let empty = try TemporaryFolder()
    let running = try Program.Running(
      Program.path, ["quickstart"], in: empty, environment: ["TMPDIR": empty.path])
    while running.process.isRunning, try empty.names().isEmpty { usleep(1_000) }
    running.send(SIGINT)
    expectStopped(try running.wait(), by: SIGINT)
    #expect(try empty.names().isEmpty)
  }
}
