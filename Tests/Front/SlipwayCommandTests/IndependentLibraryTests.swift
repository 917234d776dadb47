import Foundation
import TestSupport
import Testing

/// `slipway stats` on equity curves made from recorded ticks, against what other people's libraries say of them.
///
/// The expected numbers are printed by `Scripts/statistics-reference.py` from the same equity files: moments by SciPy
/// 1.17.1, Wilson's interval by statsmodels 0.15.0, drawdown, Sharpe and Sortino ratio by empyrical-reloaded 0.7.1,
/// PSR, MinTRL, SR0 and DSR by jsharpe 0.6.3 (with the variance of the papers), PBO by phacker 0.1.0.
@Suite(.enabled(if: RealTicks.areAvailable, "\(RealTicks.skipMessage)"))
struct IndependentLibraryTests {
  private static let curves =
    ["10", "20", "40"].flatMap { [("M5", $0, "1.5"), ("M5", $0, "3")] } + [
      ("M1", "40", "1.5"), ("M1", "40", "3"),
    ]
  private static let tolerance = 1e-9

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Self.run(
      ["data", "import", RealTicks.path("dukascopy_bi5/EURUSD"), "--symbol", "EURUSD", "-o", "day.ticks"],
      folder)
    for (timeframe, channel, target) in Self.curves {
      let name = "\(timeframe)-\(channel)-\(target).csv"
      try Self.run(
        [
          "backtest", "--strategy", "donchian_breakout", "--param", "timeframe=\(timeframe)", "--param",
          "channel=\(channel)", "--param", "target_atr=\(target)", "--ticks", "day.ticks", "--broker",
          "reference",
          "--equity", name,
        ], folder)
      if let kept = ProcessInfo.processInfo.environment["SLIPWAY_KEEP_CURVES"] {
        try FileManager.default.copyItem(atPath: folder.file(name), toPath: kept + "/" + name)
      }
    }
  }

  @discardableResult
  private static func run(_ arguments: [String], _ folder: TemporaryFolder) throws -> Program.Outcome {
    let outcome = try Program.Running(Program.path, arguments, in: folder, environment: [:]).wait()
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome
  }

  private func stats(_ arguments: String...) throws -> [String: Any] {
    try Self.run(["stats"] + arguments + ["--json"], folder).json()
  }

  /// Equity every ten minutes, the start before them.
  private func marks(_ name: String) throws -> [Double] {
    let text = try String(contentsOfFile: folder.file(name), encoding: .utf8)
    let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    var (marks, place) = ([Double(rows[0][2]) ?? .nan], 0)
    for step in 1...144 {
      let (hour, minute) = (step / 6, step % 6)
      let mark = hour < 24 ? "2019-02-04T\(hour < 10 ? "0" : "")\(hour):\(minute)0:00.000Z" : "2019-02-05"
      while place + 1 < rows.count, rows[place + 1][0] <= mark { place += 1 }
      marks.append(Double(rows[place][2]) ?? .nan)
    }
    return marks
  }

  private func returns() throws -> [[Double]] {
    try Self.curves.map { timeframe, channel, target in
      let equity = try marks("\(timeframe)-\(channel)-\(target).csv")
      return zip(equity.dropFirst(), equity).map { $0 / $1 - 1 }
    }
  }

  private func write(_ name: String, _ rows: [String]) throws {
    try (rows.joined(separator: "\n") + "\n").write(
      toFile: folder.file(name), atomically: true, encoding: .utf8)
  }

  private func expect(
    _ document: [String: Any], _ key: String, _ expected: Double, location: SourceLocation = #_sourceLocation
  ) {
    guard let value = document[key] as? Double else {
      Issue.record("no \(key)", sourceLocation: location)
      return
    }
    #expect(
      abs(value - expected) <= Self.tolerance * max(abs(expected), 1e-3),
      "\(key) is \(value), not \(expected)",
      sourceLocation: location)
  }

  @Test(
    "Sharpe ratio, its moments and tests, drawdown, Wilson's interval and overfitting agree to nine digits")
  func agreement() throws {
    let matrix = try returns()
    let own = matrix[5]
    try write("returns.csv", ["return"] + own.map { "\($0)" })
    try write(
      "matrix.csv",
      [Self.curves.map { "\($0)-\($1)-\($2)" }.joined(separator: ",")]
        + own.indices.map { row in matrix.map { "\($0[row])" }.joined(separator: ",") })

    let psr = try stats("psr", "--returns", "returns.csv")
    #expect(psr["n"] as? Int == 144)
    expect(psr, "sr", -0.06548181131342622)
    expect(psr, "skewness", 0.7308025466445061)
    expect(psr, "kurtosis", 14.673532607121075)
    expect(psr, "psr", 0.22372758734224557)
    expect(
      try stats("psr", "--returns", "returns.csv", "--benchmark-sr", "-0.2"), "psr", 0.9406869060171825)
    expect(
      try stats("mintrl", "--returns", "returns.csv", "--benchmark-sr", "-0.2", "--confidence", "0.95"),
      "min_track_record_length", 159.86428549972686)
    let deflated = try stats(
      "dsr", "--returns", "returns.csv", "--trials", "8", "--trials-variance", "0.007100832392597965")
    expect(deflated, "sr0", 0.12294591773431096)
    expect(deflated, "dsr", 0.01440857892727402)

    let overfitting = try stats("pbo", "--matrix", "matrix.csv", "--splits", "16")
    #expect(overfitting["combinations"] as? Int == 12_870)
    expect(overfitting, "pbo", 0.012665112665112666)
    expect(overfitting, "median_logit", 1.252762968495368)

    let summary = try stats("summary", "--returns", "returns.csv")
    expect(summary, "sharpe", -1.03587589513658)
    expect(summary, "sortino", -1.4137085989313098)
    let wilson = try stats("wilson", "--successes", "20", "--trials", "144")
    expect(wilson, "lower", 0.09174177752213594)
    expect(wilson, "upper", 0.20480196041450174)
    #expect(own.count { $0 > 0 } == 20)
    expect(
      try stats("evalue", "--successes", "20", "--trials", "144", "--null-rate", "0.5"), "e_value",
      1.0153735820833128e+17)

    // Row by row: without their times they are not brought to days.
    let curve = try String(contentsOfFile: folder.file("M5-40-3.csv"), encoding: .utf8)
    try write("equity.csv", curve.split(separator: "\n").map { "\($0.split(separator: ",")[2])" })
    let file = try stats("summary", "--equity", "equity.csv")
    #expect(file["count"] as? Int == 5_738)
    expect(file, "sr", -0.0073747939161806775)
    expect(file, "skewness", 0.19898377069002307)
    expect(file, "kurtosis", 5.001704311444097)
    expect(file, "max_drawdown", 0.0023977580961816163)
  }
}
