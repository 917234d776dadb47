import Foundation
import TestSupport
import Testing

/// `slipway compare`, from reports made by `slipway backtest`.
@Suite struct CompareCommandTests {
  /// A folder with the reports of two runs.
  private func fixture() throws -> BacktestFixture {
    let fixture = try BacktestFixture(count: 2_000)
    for (name, slow) in [("a.html", "20"), ("b.html", "30")] {
      let outcome = try fixture.run([
        "--strategy", "ema_cross", "--param", "fast=5", "--param", "slow=\(slow)", "--broker", "reference",
        "--ticks", "a.ticks", "--report", name,
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    return fixture
  }

  private func compare(_ fixture: BacktestFixture, _ arguments: String...) throws -> Program.Outcome {
    try Program.Running(Program.path, ["compare"] + arguments, in: fixture.folder, environment: [:]).wait()
  }

  @Test("two reports become one page, the same each time, and a document")
  func page() throws {
    let fixture = try fixture()
    let text = try compare(fixture, "a.html", "b.html", "-o", "out.html")
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.contains("Parameter slow"))
    let page = try fixture.text("out.html")
    let document = try compare(fixture, "a.html", "b.html", "-o", "out.html", "--json").json()
    #expect(try fixture.text("out.html") == page)
    #expect((document["runs"] as? [[String: Any]])?.map { $0["run"] as? String } == ["A", "B"])
    #expect(document["report"] as? String == "out.html")
    let single = try fixture.document([
      "--strategy", "ema_cross", "--param", "fast=5", "--param", "slow=20", "--broker", "reference",
      "--ticks",
      "a.ticks",
    ])
    let runs = try #require(document["runs"] as? [[String: Any]])
    let metrics = try #require(runs[0]["metrics"] as? [String: Any])
    #expect(try money(metrics["net_profit"]) == money(single["net_profit"]))
    #expect(metrics["trades"] as? Int == single["trades"] as? Int)
    #expect(runs[0]["fingerprint"] as? String == single["fingerprint"] as? String)
  }

  @Test("wrong input is named, with its exit code, and makes no file")
  func mistakes() throws {
    let fixture = try fixture()
    try "<html></html>".write(toFile: fixture.folder.file("other.html"), atomically: true, encoding: .utf8)
    let page = try fixture.text("a.html")
    try page.replacingOccurrences(of: "\"slipway_run\":1", with: "\"slipway_run\":9")
      .write(toFile: fixture.folder.file("newer.html"), atomically: true, encoding: .utf8)
    try page.replacingOccurrences(of: "\"currency\":\"USD\"", with: "\"currency\":\"EUR\"")
      .write(toFile: fixture.folder.file("euro.html"), atomically: true, encoding: .utf8)
    let cases: [([String], Int32, String)] = [
      (["a.html"], 64, "2 to 8 runs"), (["a.html", "a.html"], 64, "are the same run"),
      (["a.html", "b.html", "./a.html"], 64, "are the same run"),
      (["a.html", "euro.html"], 64, "in USD and 'euro.html' in EUR"),
      (["a.html", "other.html"], 65, "no figures of a backtest (other.html)"),
      (["a.html", "a.ticks"], 65, "no figures of a backtest (a.ticks)"),
      (["a.html", "newer.html"], 65, "expected a report of version 1, was 9 (newer.html)"),
      (["a.html", "missing.html"], 66, "missing.html"),
    ]
    for (runs, status, words) in cases {
      let outcome = try Program.Running(
        Program.path, ["compare"] + runs + ["-o", "out.html"], in: fixture.folder, environment: [:]
      ).wait()
      #expect(outcome.status == status, "\(runs): \(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
      #expect(try !fixture.folder.names().contains("out.html"))
    }
    let overwrite = try compare(fixture, "a.html", "b.html", "-o", "a.html")
    #expect(overwrite.status == 64 && overwrite.errors.contains("is an input"))
    #expect(try fixture.text("a.html") == page)
  }
}
