import Foundation
import TestSupport
import Testing

/// `slipway stats`: the papers' known answers, files, and what is refused.
@Suite struct StatsCommandTests {
  private func document(_ arguments: String..., in folder: TemporaryFolder? = nil) throws -> [String: Any] {
    let outcome = try Program.Running(
      Program.path, ["stats"] + arguments + ["--json"], in: folder, environment: [:]
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.json()
  }

  private func folder(_ files: [String: String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in files {
      try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
    }
    return folder
  }

  private func agrees(_ value: Any?, _ expected: Double, within tolerance: Double = 1e-12) -> Bool {
    guard let value = value as? Double else { return false }
    return abs(value - expected) <= tolerance * max(1, abs(expected))
  }

  @Test("the known answers of the probabilistic and the deflated Sharpe ratio and the minimum track record")
  func sharpe() throws {
    let psr = try document(
      "psr", "--sr", "0.458", "--n", "24", "--skewness", "-2.448", "--kurtosis", "10.164")
    #expect(agrees(psr["psr"], 0.913361083860933))
    #expect(psr["sr"] as? Double == 0.458 && psr["n"] as? Int == 24)
    #expect(psr["skewness"] as? Double == -2.448 && psr["kurtosis"] as? Double == 10.164)
    #expect(agrees(try document("psr", "--sr", "0.458", "--n", "24")["psr"], 0.9816749190910771))
    let length = try document(
      "mintrl", "--sr", "0.12598815766974242", "--benchmark-sr", "0.06299407883487121", "--confidence", "0.95"
    )
    #expect(agrees(length["min_track_record_length"], 688.2080373402353))
    #expect(length["n"] is NSNull)
    let deflated = try document(
      "dsr", "--sr", "0.15811388300841897", "--n", "1250", "--skewness", "-3", "--kurtosis", "10",
      "--trials", "100", "--trials-variance", "0.002")
    #expect(agrees(deflated["sr0"], 0.11317200186513203))
    #expect(agrees(deflated["dsr"], 0.900396834449391))
  }

  @Test("the known answers of Wilson's interval and the e-value")
  func proportions() throws {
    let wilson = try document("wilson", "--successes", "81", "--trials", "263")
    #expect(agrees(wilson["lower"], 0.2552885198782742) && agrees(wilson["upper"], 0.36620957698280004))
    let evalue = try document("evalue", "--successes", "35", "--trials", "50", "--null-rate", "0.5")
    #expect(agrees(evalue["e_value"], 9.80814762949927))
    let huge = try document("evalue", "--successes", "5000", "--trials", "5000", "--null-rate", "0.5")
    #expect(huge["e_value"] is NSNull && agrees(huge["log_e_value"], 3457.2185096283074))
  }

  @Test(
    "returns come from a file's last column, with a heading, line feeds of Windows, quotes and empty lines")
  func returns() throws {
    let rows = ["0.01", "-0.02", "0.015", "\"0.005\"", " -0.01 ", "2e-2", "", "0", "+0.03", "-.005", "0.012"]
    let text = "\u{FEFF}time,return\r\n" + rows.map { $0.isEmpty ? "\r\n" : "x,\($0)\r\n" }.joined()
    let folder = try folder(["r.csv": text])
    let psr = try document("psr", "--returns", "r.csv", "--benchmark-sr", "0.1", in: folder)
    #expect(psr["n"] as? Int == 10)
    #expect(agrees(psr["sr"], 0.4036466838758145) && agrees(psr["kurtosis"], 2.291148982774346))
    #expect(agrees(psr["psr"], 0.806618643996515))
    let never = try document("mintrl", "--returns", "r.csv", "--benchmark-sr", "0.9", in: folder)
    #expect(never["min_track_record_length"] is NSNull)
  }

  @Test("a matrix's probability of overfitting: two that win in turn are always the wrong choice")
  func overfitting() throws {
    let folder = try folder(["m.csv": "a,b\n1,-1\n2,-2\n-1,1\n-2,2\n"])
    let result = try document("pbo", "--matrix", "m.csv", "--splits", "2", in: folder)
    #expect(result["pbo"] as? Double == 1 && result["combinations"] as? Int == 2)
    #expect(result["configurations"] as? Int == 2 && result["rows"] as? Int == 4)
  }

  @Test(
    "decimals are what they are written as: three times the stake is the same ratio, idle columns and copies none"
  )
  func exactOverfitting() throws {
    let rows = [(1, 3), (2, 6), (7, 21), (-4, -12), (3, 9), (-1, -3), (6, 18), (-2, -6)]
    let text = rows.map { "\(Double($0) / 10),\(Double($1) / 10),0,\(Double($0) / 10)0" }.joined(
      separator: "\n")
    let folder = try folder(["m.csv": text, "long.csv": "0.1,0.\(String(repeating: "7", count: 1_001))\n"])
    let result = try document("pbo", "--matrix", "m.csv", "--splits", "4", in: folder)
    #expect(
      result["configurations"] as? Int == 4 && result["idle"] as? Int == 1 && result["copies"] as? Int == 1)
    #expect(agrees(result["median_logit"], 0.6931471805599453) && result["pbo"] as? Double == 0)
    let outcome = try Program.Running(
      Program.path, ["stats", "pbo", "--matrix", "long.csv"], in: folder, environment: [:]
    ).wait()
    #expect(outcome.status == 65 && outcome.errors.contains("(long.csv:1)"), "\(outcome.errors)")
  }

  @Test("trials: copies are one, and the variance has every cluster alike, as in NumPy")
  func trials() throws {
    var state: UInt64 = 4
    func draw() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int((state >> 33) % 199) - 99) / 1_000
    }
    let rows = (0..<40).map { _ in
      let (first, second, third) = (draw(), draw(), draw())
      return "\(first),\(second),\(third),\(second),\(second * 1.1 + 0.001)"
    }
    let text = "a,b,c,d,e\n" + rows.joined(separator: "\n")
    let folder = try folder(["m.csv": text])
    let result = try document("trials", "--matrix", "m.csv", in: folder)
    #expect(
      result["trials"] as? Int == 5 && result["effective_trials"] as? Int == 3 && result["rows"] as? Int == 40
    )
    #expect(result["least_variance"] as? Double == 0.025)
    #expect(agrees(result["variance_of_trials"], 0.004097682635192019))
    #expect(agrees(result["variance_of_clusters"], 0.005753946427096318))
    #expect(agrees(result["sr0"], 0.18856566835299468, within: 1e-9))
  }

  @Test("summaries of R multiples and of an equity curve")
  func summaries() throws {
    let folder = try folder([
      "r.csv": "2\n-1\n1.5\n-1\n-1\n3\n-.5\n1\n-1\n2\n", "e.csv": "100\n110\n105\n95\n100\n120\n114\n126\n",
      "zero.csv": "100\n0\n10\n",
    ])
    let multiples = try document("summary", "--multiples", "r.csv", in: folder)
    #expect(multiples["expectancy"] as? Double == 0.5 && agrees(multiples["sqn"], 1.0112997936948631))
    #expect(multiples["count"] as? Int == 10 && agrees(multiples["profit_factor"], 9.5 / 4.5))
    let equity = try document("summary", "--equity", "e.csv", in: folder)
    #expect(agrees(equity["ulcer"], 0.062675, within: 5e-7) && agrees(equity["max_drawdown"], 15.0 / 110))
    let ruined = try document("summary", "--equity", "zero.csv", in: folder)
    #expect(ruined["sharpe"] is NSNull && ruined["max_drawdown"] as? Double == 1)
  }

  @Test("bad files are named with their line, and missing ones have a code of their own")
  func badFiles() throws {
    let folder = try folder([
      "bad.csv": "h\n0.1\n\nx\n", "typo.csv": "0.0l1\n0.2\n", "nan.csv": "nan\n0.1\n", "empty.csv": "",
      "heading.csv": "return\n", "flat.csv": "0.1\n0.1\n", "one.csv": "0.1\n", "uneven.csv": "1,2\n3\n",
      "huge.csv": "1,2\n3,4\n5,6\n1e200,3\n", "few.csv": "1,2\n2,1\n", "gap.csv": "1,2\n3,\n",
      "narrow.csv": "1\n2\n3\n4\n",
    ])
    let psr = ["psr", "--returns"]
    let pbo = ["pbo", "--splits", "2", "--matrix"]
    let cases: [([String], String, Int32, String)] = [
      (psr, "bad.csv", 65, "expected a number, was 'x' (bad.csv:4)"), (psr, "typo.csv", 65, "(typo.csv:1)"),
      (psr, "nan.csv", 65, "(nan.csv:1)"), (psr, "empty.csv", 65, "no numbers (empty.csv)"),
      (psr, "heading.csv", 65, "no numbers (heading.csv)"), (psr, "flat.csv", 65, "deviation (flat.csv)"),
      (psr, "one.csv", 65, "one return has no deviation (one.csv)"), (psr, "no.csv", 66, "no.csv"),
      (pbo, "uneven.csv", 65, "expected 2 columns, was 1 (uneven.csv:2)"),
      (pbo, "huge.csv", 65, "(huge.csv:4)"),
      (pbo, "few.csv", 65, "rows for 2 blocks, was 2 (few.csv)"),
      (pbo, "gap.csv", 65, "column 2, was '' (gap.csv:2)"), (pbo, "narrow.csv", 65, "two or more columns"),
    ]
    for (command, file, status, words) in cases {
      let outcome = try Program.Running(
        Program.path, ["stats"] + command + [file], in: folder, environment: [:]
      ).wait()
      #expect(outcome.status == status, "\(file): \(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test(
    "options out of range are refused by name",
    arguments: [
      ("psr", "--returns"), ("psr --sr nan --n 5", "(--sr)"), ("psr --sr 1", "(--n)"),
      ("psr --sr 1 --n 1", "(--n)"), ("psr --sr 1 --n 9 --kurtosis 0", "(--kurtosis)"),
      ("psr --sr 1 --n 9 --skewness 5 --kurtosis 1", "(--skewness)"), ("psr --returns a --n 4", "(--n)"),
      ("mintrl --sr 1 --confidence 95", "(--confidence)"), ("mintrl --sr 1 --confidence 0", "(--confidence)"),
      ("dsr --sr 1 --n 9 --trials 0 --trials-variance 1", "(--trials)"),
      ("dsr --sr 1 --n 9 --trials 3 --trials-variance -1", "(--trials-variance)"),
      ("dsr --sr 1 --n 9", "--trials"), ("pbo --matrix a --splits 7", "(--splits)"),
      ("pbo --matrix a --splits 22", "(--splits)"), ("wilson --successes 3 --trials 2", "(--successes)"),
      ("wilson --successes 0 --trials 0", "(--trials)"),
      ("wilson --successes -1 --trials 2", "(--successes)"),
      ("evalue --successes 1 --trials 2 --null-rate 1", "(--null-rate)"), ("summary", "--multiples"),
      ("summary --returns a --equity b", "more than one file"),
    ])
  func refused(_ line: String, _ words: String) throws {
    let arguments = ["stats"] + line.split(separator: " ").map(String.init)
    let outcome = try Program.Running(Program.path, arguments, in: nil, environment: [:]).wait()
    #expect(outcome.status == 64, "\(line): \(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }
}
