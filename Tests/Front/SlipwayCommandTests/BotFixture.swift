import Foundation
import TestSupport
import Testing

/// A folder with a home in it, and `slipway` run there.
struct BotFixture {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Where the state is.
  var home: String { folder.file("home") }

  /// What makes the bot of most tests.
  static let crossing = [
    "--strategy", "ema_cross", "--param", "fast=5", "--param", "slow=20", "--symbol", "EURUSD", "--broker",
    "reference",
  ]

  /// Runs `slipway` with these arguments.
  func run(_ arguments: [String]) throws -> Program.Outcome {
    try Program.Running(Program.path, arguments, in: folder, environment: ["SLIPWAY_HOME": home]).wait()
  }

  /// Runs `slipway bot` with these arguments.
  func bot(_ arguments: String...) throws -> Program.Outcome { try run(["bot"] + arguments) }

  /// Runs `slipway bot … --json` and expects a result.
  func document(_ arguments: String...) throws -> [String: Any] {
    let outcome = try run(["bot"] + arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.json()
  }

  /// Registers the bot of most tests, or one with other options, and expects that it works.
  @discardableResult
  func register(_ id: String, _ options: [String] = BotFixture.crossing) throws -> [String: Any] {
    let outcome = try run(["bot", "register", id] + options + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.json()
  }

  /// Writes a text into the folder.
  func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: folder.file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  /// Whether anything was stored.
  var hasHome: Bool { FileManager.default.fileExists(atPath: home) }
}
