import Foundation
import JSONText
import Statistics
import Testing
import TradingCore

@testable import Reports

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Runs read back from their reports, and put side by side.
@Suite struct RunComparisonTests {
  private func snapshot(seed: UInt64, change: (inout BacktestReport) -> Void = { _ in }) throws -> RunSnapshot
  {
    var report = try SampleReport.make(trades: 120, seed: seed)
    change(&report)
    return RunSnapshot(report, try BacktestAnalysis(report))
  }

  @Test("a report's page holds its run: figures, settings and equity by day read back equal")
  func roundTrip() throws {
    let report = try SampleReport.make(trades: 60)
    let read = try RunSnapshot(page: Array(try report.htmlPage().utf8), path: "r.html")
    #expect(read == RunSnapshot(report, try BacktestAnalysis(report)))
    #expect(read.days == report.days && read.metrics["trades"] == 60)
  }

  @Test("what is no report, of another version or damaged is refused by name")
  func refusals() throws {
    let page = try SampleReport.make(trades: 4).htmlPage()
    func error(_ text: String) -> ReportsError? {
      do {
        _ = try RunSnapshot(page: Array(text.utf8), path: "r.html")
        return nil
      } catch { return error }
    }
    #expect(error("<html></html>") == .notAReport(path: "r.html"))
    #expect(error("") == .notAReport(path: "r.html"))
    #expect(
      error(page.replacingOccurrences(of: "\"slipway_run\":1", with: "\"slipway_run\":2"))
        == .otherVersion(path: "r.html", found: 2, known: 1))
    #expect(
      error(page.replacingOccurrences(of: "\"currency\":\"USD\"", with: "\"currency\":\"\""))
        == .damaged(path: "r.html", problem: "'currency' is missing or wrong"))
    #expect(
      error(page.replacingOccurrences(of: "\"days\":[[", with: "\"days\":[[1,"))
        == .damaged(path: "r.html", problem: "'days' is missing or wrong"))
    for day in ["0001-01-01", "1600-02-03", "2261-01-01", "9999-12-31"] {
      // A day that no instant lies in has no place on an axis of time.
      let days = "\"days\":[[\"\(day)\",\"1.00\"]],\"was\":[["
      #expect(
        error(page.replacingOccurrences(of: "\"days\":[[", with: days))
          == .damaged(path: "r.html", problem: "'days' is missing or wrong"))
    }
    #expect(
      error(page.replacingOccurrences(of: "\"slipway_run\":1,", with: "")) == .notAReport(path: "r.html"))
  }

  @Test("what differs is listed run by run, what doesn't by name")
  func differences() throws {
    let comparison = RunComparison(
      [
        ("a.html", try snapshot(seed: 1)),
        (
          "b.html",
          try snapshot(seed: 2) {
            $0.params[0] = JSONMember("fast", 20)
            $0.params.append(JSONMember("only_b", "x"))
          }
        ),
      ], generator: "slipway")
    #expect(
      comparison.differences.filter { !$0.name.hasSuffix("tick") } == [
        .init(name: "Parameter fast", values: ["50", "20"]),
        .init(name: "Parameter only_b", values: [nil, "x"]),
      ])
    #expect(comparison.shared.contains("Parameter slow") && comparison.shared.contains("Ticks of EURUSD"))
  }

  @Test("a run correlates with itself by 1, and over the days both have")
  func correlation() throws {
    let run = try snapshot(seed: 3)
    var half = run
    half.days = Array(run.days.prefix(4))
    let comparison = RunComparison([("a", run), ("b", half)], generator: "slipway")
    #expect(comparison.correlations[0][1] == 1)
    #expect(comparison.commonDays == [[run.days.count, 4], [4, 4]])
    #expect(comparison.warnings.contains { $0.hasPrefix("The runs cover different days") })
  }

  @Test("the best is marked where one way is better; a ratio below zero never is")
  func best() throws {
    func metric(_ key: String) throws -> RunMetric {
      try #require(RunMetric.all.first { $0.key == key })
    }
    #expect(try metric("net_profit").best(of: [-1, -3, -1]) == [0, 2])
    #expect(try metric("max_drawdown").best(of: [0.2, 0.1, nil]) == [1])
    #expect(try metric("sharpe").best(of: [-1, -2]).isEmpty)
    #expect(try metric("sharpe").best(of: [1, -2]) == [0])
    #expect(try metric("trades").best(of: [1, 2]).isEmpty)
    #expect(try metric("net_profit").best(of: [5, 5]).isEmpty)
    #expect(try metric("net_profit").best(of: [5, nil]).isEmpty)
  }

  @Test("figures that too few days say little of are marked, and not starred")
  func shortRuns() throws {
    let sharpe = try #require(RunMetric.all.first { $0.key == "sharpe" })
    let net = try #require(RunMetric.all.first { $0.key == "net_profit" })
    func run(days: Int, sharpe: Double, net: Double) throws -> RunSnapshot {
      var run = try snapshot(seed: 1)
      let first = try #require(run.days.first)
      run.days = (0..<Int64(days)).map { DayEquity(date: first.date.adding(days: $0), equity: first.equity) }
      (run.metrics["sharpe"], run.metrics["net_profit"]) = (sharpe, net)
      return run
    }
    let comparison = RunComparison(
      [
        ("a", try run(days: 29, sharpe: 9, net: 30)), ("b", try run(days: 30, sharpe: 2, net: 20)),
        ("c", try run(days: 40, sharpe: 1, net: 10)),
      ], generator: "slipway")
    #expect(comparison.best(net) == [0] && comparison.best(sharpe) == [1])
    #expect(comparison.entries.map { comparison.text(sharpe, $0.run) } == ["9.00 †", "2.00", "1.00"])
    #expect(comparison.text(net, comparison.entries[0].run) == "30.00")
    let page = comparison.htmlPage()
    #expect(page.contains("<td>9.00 †</td><td class=\"best\" title=\"best of the runs\">2.00</td>"))
    #expect(page.contains("† From fewer than 30 trading days, which say little of it: not starred."))
    #expect(comparison.summaryText(colored: false).contains("9.00 †"))
    #expect(comparison.json(page: "p")["best"]?["sharpe"] == ["B"])
    let long = RunComparison(
      [("b", comparison.entries[1].run), ("c", comparison.entries[2].run)], generator: "s")
    #expect(!long.htmlPage().contains("†") && !long.summaryText(colored: false).contains("†"))
  }

  @Test("the page is well-formed, fetches nothing and escapes what it is given")
  func page() throws {
    let hostile = "<script>alert(1)</script>&\""
    let comparison = RunComparison(
      [
        (hostile, try snapshot(seed: 1)), ("b.html", try snapshot(seed: 2) { $0.title = hostile }),
        ("c.html", try snapshot(seed: 3) { $0.brokerLines = [.init(hostile, hostile)] }),
      ], generator: "slipway")
    let page = comparison.htmlPage()
    #expect(XMLParser(data: Data(page.utf8)).parse())
    #expect(!page.contains("<script>alert") && !page.contains("http:") && !page.contains("https:"))
    #expect(page == comparison.htmlPage())
    for heading in [
      "Growth of equity", "Drawdown", "Figures side by side", "What differs", "Correlation of daily returns",
    ] {
      #expect(page.contains("<h2>\(heading)</h2>"), "\(heading)")
    }
    #expect(page.contains("class=\"run-2\""))
  }

  @Test("the document has money as text, counts as whole numbers and the best by letter")
  func json() throws {
    let comparison = RunComparison(
      [("a", try snapshot(seed: 1)), ("b", try snapshot(seed: 2))], generator: "slipway")
    let document = comparison.json(page: "out.html")
    guard case .array(let runs)? = document["runs"], let metrics = runs[0]["metrics"] else {
      Issue.record("no runs")
      return
    }
    #expect(metrics["trades"] == .integer(120))
    guard case .string? = metrics["net_profit"], case .number? = metrics["win_rate"] else {
      Issue.record("\(metrics)")
      return
    }
    #expect(document["best"]?["trades"] == nil)
    #expect(document["report"] == "out.html")
  }
}
