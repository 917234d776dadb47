import Foundation
import TestSupport
import Testing

/// A folder with ticks in it, and `slipway backtest` run there.
struct BacktestFixture {
  let folder: TemporaryFolder
  /// Where nothing but inputs should stay after an error.
  private let inputs: Set<String>

  /// A folder with `a.ticks`, an EURUSD walk, and whatever inputs a test adds by their text.
  init(count: Int = 3_000, step: Int64 = 1_001, files: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    try TickFixture.write(folder.file("a.ticks"), count: count, step: step)
    for (name, text) in files {
      let parent = URL(fileURLWithPath: folder.file(name)).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
    }
    inputs = Set(try folder.names())
  }

  /// An EMA cross that trades often on few ticks.
  static let crossing = [
    "--strategy", "ema_cross", "--param", "fast=5", "--param", "slow=20", "--broker", "reference", "--ticks",
    "a.ticks",
  ]

  /// The orders of `orders.csv` on the ticks of `a.ticks`.
  static let scripted = [
    "--strategy", "scripted", "--param", "orders=orders.csv", "--broker", "reference", "--ticks", "a.ticks",
  ]

  /// Every file a backtest can make.
  static let outputs = ["--report", "r.html", "--trades", "t.csv", "--equity", "e.csv"]

  /// Runs `slipway backtest` with these arguments.
  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Program.Outcome {
    try Program.Running(Program.path, ["backtest"] + arguments, in: folder, environment: environment).wait()
  }

  /// Runs `slipway backtest --json` and expects a result.
  func document(_ arguments: [String], environment: [String: String] = [:]) throws -> [String: Any] {
    let outcome = try run(arguments + ["--json"], environment: environment)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.json()
  }

  /// The rows of a CSV file as fields by column.
  func rows(_ name: String) throws -> [[String: String]] {
    let lines = try text(name).split(separator: "\n").map { $0.components(separatedBy: ",") }
    let columns = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) }
  }

  /// A file's text.
  func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder.file(name), encoding: .utf8)
  }

  /// Expects that nothing has come to the inputs: no output, no partial file, no state but that of a logged trial.
  func expectNothingLeft(
    isLogged: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let state: Set = isLogged ? [".slipway"] : []
    #expect(Set(try folder.names()) == inputs.union(state), sourceLocation: sourceLocation)
  }

  /// Expects an error with that exit code and those words, and no output of any kind.
  func expectError(
    _ arguments: [String], status: Int32, naming parts: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try run(arguments)
    #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    let form = /error: .+ \(.+\): .+\n/
    #expect(
      outcome.errors.wholeMatch(of: form) != nil, "\(outcome.errors)", sourceLocation: sourceLocation)
    for part in parts {
      #expect(
        outcome.errors.contains(part), "no '\(part)' in \(outcome.errors)", sourceLocation: sourceLocation)
    }
    try expectNothingLeft(sourceLocation: sourceLocation)
  }

  /// A file of this package, such as `brokers/reference.yaml`.
  static func packageFile(_ name: String) -> String { PackageRoot.path(of: name) }

  /// The text of the profile `reference` with one passage changed.
  static func profile(replacing old: String = "", with new: String = "") throws -> String {
    let text = try String(contentsOfFile: packageFile("brokers/reference.yaml"), encoding: .utf8)
    return old.isEmpty ? text : text.replacingOccurrences(of: old, with: new)
  }
}

/// A result without what the clock and earlier runs in the home decide, in a form that can be compared.
func timeless(_ document: [String: Any]) -> NSDictionary {
  document.filter { !["elapsed_seconds", "ticks_per_second", "trial"].contains($0.key) } as NSDictionary
}

/// A money string of a document or row as an exact number.
func money(_ value: Any?, sourceLocation: SourceLocation = #_sourceLocation) throws -> Decimal {
  let text = try #require(value as? String, sourceLocation: sourceLocation)
  #expect(text.wholeMatch(of: /-?\d+\.\d{2,6}/) != nil, "\(text)", sourceLocation: sourceLocation)
  return try #require(Decimal(string: text), sourceLocation: sourceLocation)
}
