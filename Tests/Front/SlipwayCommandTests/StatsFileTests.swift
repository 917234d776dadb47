import Foundation
import TestSupport
import Testing

/// Files given to `slipway stats`: which column, which kind, and what is refused.
@Suite("Files of slipway stats")
struct StatsFileTests {
  private func run(
    _ arguments: String..., files: [String: String], input: String? = nil
  ) throws -> Program.Outcome {
    let folder = try TemporaryFolder()
    for (name, text) in files {
      try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
    }
    guard let input else {
      return try Program.Running(Program.path, ["stats"] + arguments, in: folder, environment: [:]).wait()
    }
    try input.write(toFile: folder.file("input"), atomically: true, encoding: .utf8)
    let command = "cat input | '\(Program.path)' stats \(arguments.joined(separator: " "))"
    return try Program.Running("/bin/bash", ["-c", command], in: folder, environment: [:]).wait()
  }

  /// A file that is refused, in whatever command reads it.
  struct Refused: Sendable, CustomTestStringConvertible {
    let option: String
    let text: String
    let words: [String]

    var testDescription: String { "\(option): \(words[0])" }

    init(_ option: String, _ text: String, _ words: String...) {
      (self.option, self.text, self.words) = (option, text, words)
    }
  }

  static let refused: [Refused] = [
    // Numbers that are written otherwise.
    Refused("--returns", "0,01\n-0,02\n0,015\n", "f.csv:1", "decimals with a point"),
    Refused("--returns", "return\n0,01\n-0,02\n", "expected 1 column, was 2 (f.csv:2)", "with a point"),
    Refused(
      "--returns", "\u{FEFF}date;return\n2024-01-02;0,01\n2024-01-03;-0,02\n", "'0,01' (f.csv:2)",
      "with a point"),
    Refused("--returns", "date,return\n2024-01-02,\"0,01\"\n", "'0,01' (f.csv:2)", "with a point"),
    Refused("--returns", "1,25\n-0,50\n2,10\n", "may be one number with a comma"),
    Refused("--returns", "2024-01-02,0,01\n2024-01-03,-0,02\n", "may be one number with a comma"),
    Refused("--returns", "x,07\ny,02\n", "cut off a decimal comma (f.csv:1)"),
    Refused("--equity", "1,000.50\n1,010.25\n", "may be one number with a comma"),
    Refused("--equity", "\"1,000.50\"\n\"1,010.25\"\n", "no thousands separators"),
    Refused("--equity", "equity\n999.50\n1,000.25\n", "expected 1 column, was 2 (f.csv:3)"),
    Refused("--equity", "1'000.50\n1'010.25\n", "no thousands separators"),
    Refused("--equity", "$100\n$101\n", "leave out the currency"),
    Refused("--returns", "1.5%\n-0.2%\n", "'1.5%' (f.csv:1)", "0.015 for 1.5 %"),
    Refused("--returns", "0.01\n\u{2212}0.02\n", "(f.csv:2)", "with a '-'"),
    Refused("--returns", "0.01\n0x1p-3\n", "(f.csv:2)"), Refused("--returns", "0.01\ninf\n", "(f.csv:2)"),
    Refused("--returns", "0.01\n\"0.02\n", "a quote is not closed (f.csv:2)"),
    Refused("--returns", "return\n0.01\nreturn\n0.02\n", "the heading stands there again (f.csv:3)"),
    Refused("--returns", "a,b\n0.01,0.02\n0.03\n", "expected 2 columns, was 1 (f.csv:3)"),
    // Numbers that are no returns.
    Refused("--returns", "1000\n1001\n1003\n", "these are no returns"),
    Refused("--returns", "0.8512\n0.8519\n0.8507\n", "these are no returns"),
    Refused("--returns", "0.01\n-1.5\n0.02\n", "more than everything (f.csv:2)"),
    Refused("--returns", "2\n-1\n1.5\n", "loses everything (f.csv:2)"),
    Refused("--returns", "date,equity\n2024-01-02,0.1\n", "'equity', holds no returns", "--equity"),
    Refused("--returns", "time,price\n2024-01-02,0.1\n", "'price', holds no returns"),
    // Files that the program writes.
    Refused(
      "--returns", "time,balance,equity\n2024-01-02T00:00:00.000Z,1000,1000\n", "equity curve", "--equity"),
    Refused("--multiples", "time,balance,equity\n2024-01-02T00:00:00.000Z,1000,1000\n", "equity curve"),
    Refused(
      "--returns", "trade_id,symbol,net_profit,mae,mfe\n1,EURUSD,1.5,-2,3\n", "list of trades", "--equity"),
    Refused(
      "--multiples", "trade_id,symbol,net_profit,mae,mfe\n1,EURUSD,1.5,-2,3\n", "list of trades", "--column"),
    Refused("--equity", "trade_id,symbol,net_profit,mae,mfe\n1,EURUSD,1.5,-2,3\n", "list of trades"),
    Refused("--returns", "time,bid,ask\n2024-01-02T00:00:00Z,0.1,0.2\n", "it holds prices"),
    // Times.
    Refused(
      "--equity", "time,equity\n2024-01-03T00:00:00Z,100\n2024-01-02T00:00:00Z,101\n", "goes back", "f.csv:3"),
    Refused(
      "--equity", "time,equity\n2024-01-03 00:00:00,100\n2024-01-04 00:00:00,101\n", "no zone (f.csv:2)"),
    Refused("--equity", "time,equity\n1704240000,100\n1704326400,101\n", "expected a time", "f.csv:2"),
    Refused(
      "--equity", "date,equity\n2024-01-03,100\n2024-01-04T00:00:00Z,101\n", "expected a date", "f.csv:3"),
  ]

  @Test("what is no number, no return or another file is refused with what to do", arguments: refused)
  func refusals(_ file: Refused) throws {
    let outcome = try run("summary", file.option, "f.csv", files: ["f.csv": file.text])
    #expect(outcome.status == 65, "\(outcome.errors)")
    for words in file.words { #expect(outcome.errors.contains(words), "\(outcome.errors)") }
    #expect(outcome.output.isEmpty)
  }

  @Test("every command that reads returns refuses alike, pbo too")
  func everywhere() throws {
    let files = ["f.csv": "0,01\n-0,02\n0,015\n"]
    for command in [["psr"], ["mintrl"], ["dsr", "--trials", "3", "--trials-variance", "0.1"]] {
      let folder = try TemporaryFolder()
      try files["f.csv"]?.write(toFile: folder.file("f.csv"), atomically: true, encoding: .utf8)
      let outcome = try Program.Running(
        Program.path, ["stats"] + command + ["--returns", "f.csv"], in: folder, environment: [:]
      ).wait()
      expectError(outcome, status: 65, naming: "f.csv:1", "decimals with a point")
    }
    expectError(
      try run("pbo", "--splits", "2", "--matrix", "f.csv", files: ["f.csv": "0,15\n-0,2\n0,1\n0,3\n"]),
      status: 65, naming: "decimals with a point")
    expectError(
      try run("pbo", "--matrix", "f.csv", files: ["f.csv": "time,balance,equity\n1,2,3\n"]), status: 65,
      naming: "equity curve")
  }

  private static let curve = """
    time,balance,equity
    2024-01-02T10:00:00.000Z,1000,1000
    2024-01-02T12:00:00Z,1000,1010
    2024-01-03T10:00:00Z,1000,990
    2024-01-03T21:59:59Z,1000,1000
    2024-01-03T22:00:00Z,1000,1020
    2024-01-04T10:00:00Z,1000,1030

    """

  @Test("equity at any times is brought to New York's trading days")
  func days() throws {
    let document = try run("summary", "--equity", "e.csv", "--json", files: ["e.csv": Self.curve]).json()
    // 2 January ends at 1010, 3 January at 1000, and 22:00 UTC begins 4 January, which ends at 1030.
    let returns = [0.01, 1000.0 / 1010 - 1, 0.03]
    let mean = returns.reduce(0, +) / 3
    let deviation = (returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2).squareRoot()
    #expect(document["days"] as? Int == 3 && document["count"] as? Int == 6)
    #expect(document["periods_per_year"] as? Int == 252 && document["column"] as? String == "equity")
    let sharpe = try #require(document["sharpe"] as? Double)
    #expect(abs(sharpe - mean / deviation * 252.0.squareRoot()) < 1e-9)
    #expect(abs((document["max_drawdown"] as? Double ?? 0) - 20.0 / 1010) < 1e-12)
    // Two days exactly.
    let growth = try #require(document["annual_growth"] as? Double)
    #expect(abs(growth - (pow(1.03, 182.625) - 1)) < 1e-6)

    let psr = try run("psr", "--equity", "e.csv", "--json", files: ["e.csv": Self.curve]).json()
    #expect(psr["sr"] as? Double == document["sr"] as? Double && psr["n"] as? Int == 3)
  }

  @Test("columns are chosen by name or number")
  func columns() throws {
    let text = "date,return,note\n2024-01-06,0.01,7\n2024-01-07,-0.02,8\n2024-01-08,0.03,9\n"
    func mean(_ column: String) throws -> Double? {
      try run("summary", "--returns", "r.csv", "--column", column, "--json", files: ["r.csv": text]).json()[
        "mean"] as? Double
    }
    let byName = try #require(try mean("return"))
    let expected = 0.02 / 3
    #expect(abs(byName - expected) < 1e-15)
    #expect(try mean("RETURN") == mean("2"))
    expectError(
      try run("summary", "--returns", "r.csv", files: ["r.csv": text]), status: 65,
      naming: "these are no returns", "--column")
    expectError(
      try run("summary", "--returns", "r.csv", "--column", "gain", files: ["r.csv": text]), status: 64,
      naming: "no column 'gain'", "date, return, note")
    expectError(
      try run("summary", "--returns", "r.csv", "--column", "gain", files: ["r.csv": "0.1\n"]), status: 64,
      naming: "no heading")
    // A column that is named is taken at its word.
    let results = try run(
      "summary", "--multiples", "t.csv", "--column", "net_profit", "--json",
      files: ["t.csv": "trade_id,net_profit,mfe\n1,3,9\n2,-1,9\n"]
    ).json()
    #expect(results["profit_factor"] as? Double == 3 && results["column"] as? String == "net_profit")
    #expect(
      try run("summary", "--multiples", "m.csv", "--column", "2", "--json", files: ["m.csv": "1,5\n2,6\n"])
        .json()["mean"] as? Double == 5.5)
  }

  @Test("how many returns make a year is told, read off the dates, or 252")
  func periods() throws {
    func found(_ text: String, _ more: String...) throws -> (Any?, Double?) {
      let folder = try TemporaryFolder()
      try text.write(toFile: folder.file("r.csv"), atomically: true, encoding: .utf8)
      let document = try Program.Running(
        Program.path, ["stats", "summary", "--returns", "r.csv", "--json"] + more, in: folder,
        environment: [:]
      ).wait().json()
      return (document["periods_per_year"], document["sharpe"] as? Double)
    }
    let values = ["0.01", "-0.02", "0.03", "0.01"]
    func dated(_ dates: String...) -> String { zip(dates, values).map { "\($0),\($1)\n" }.joined() }
    let daily = try found(values.joined(separator: "\n"))
    #expect(daily.0 as? Int == 252)
    let coin = try found(dated("2024-01-05", "2024-01-06", "2024-01-07", "2024-01-08"))
    #expect(coin.0 as? Int == 365)
    #expect(abs((coin.1 ?? 0) / (daily.1 ?? 1) - (365.0 / 252).squareRoot()) < 1e-12)
    #expect(try found(dated("2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09")).0 as? Int == 252)
    #expect(try found(dated("2024-01-05", "2024-01-12", "2024-01-19", "2024-01-26")).0 as? Int == 52)
    #expect(try found(dated("2024-01-31", "2024-02-29", "2024-03-29", "2024-04-30")).0 as? Int == 12)
    let stated = try found(
      dated("2024-01-05", "2024-01-06", "2024-01-07", "2024-01-08"), "--periods-per-year", "12")
    #expect(stated.0 as? Int == 12)
    // Within a day no number of them makes a year that anybody could know.
    let hourly = try found(
      dated("2024-01-05T10:00:00Z", "2024-01-05T11:00:00Z", "2024-01-05T12:00:00Z", "2024-01-05T13:00:00Z"))
    #expect(hourly.0 is NSNull && hourly.1 == nil)
    expectError(
      try run("summary", "--multiples", "m", "--periods-per-year", "9", files: [:]), status: 64,
      naming: "--periods-per-year")
    expectError(
      try run("summary", "--returns", "m", "--periods-per-year", "0", files: [:]), status: 64,
      naming: "above 0")
  }

  @Test("standard input is read, and named in errors")
  func standardInput() throws {
    let psr = try run("psr", "--returns", "-", "--json", files: [:], input: "0.01\n-0.02\n0.03\n").json()
    #expect(psr["n"] as? Int == 3)
    let matrix = try run(
      "pbo", "--matrix", "-", "--splits", "2", "--json", files: [:], input: "a,b\n1,-1\n2,-2\n-1,1\n-2,2\n"
    ).json()
    #expect(matrix["pbo"] as? Double == 1)
    let outcome = try run("summary", "--returns", "-", files: [:], input: "0.01\nx\n")
    expectError(outcome, status: 65, naming: "standard input:2")
  }

  @Test("exponents, signs and numbering columns are read as they are meant")
  func accepted() throws {
    let document = try run(
      "summary", "--returns", "r.csv", "--json",
      files: ["r.csv": "1,1e-2\r\n2,-2E-2\r\n3,+.03\r\n\r\n4, 0.01 \r\n"]
    ).json()
    #expect(document["count"] as? Int == 4)
    #expect(abs((document["mean"] as? Double ?? 0) - (0.01 - 0.02 + 0.03 + 0.01) / 4) < 1e-15)
    // A column that counts the rows is no part of a number.
    let numbered = try run(
      "summary", "--equity", "e.csv", "--json", files: ["e.csv": "1,100.5\n2,101.5\n3,102.5\n"]
    ).json()
    #expect(numbered["start"] as? Double == 100.5 && numbered["end"] as? Double == 102.5)
  }
}
