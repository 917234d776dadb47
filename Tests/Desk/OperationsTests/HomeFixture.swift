import BotAssembly
import Foundation
import Operations
import TestSupport
import TradingCore

/// A home in a folder of its own, and ticks beside it.
struct HomeFixture {
  let folder: TemporaryFolder
  let home: Home

  /// `more`: strategies besides the bundled ones.
  init(adding more: [StrategyEntry] = []) throws {
    folder = try TemporaryFolder()
    home = Home(folder: folder.file("home"), strategies: StrategyCatalog(adding: more)) { TestClock.now }
  }

  /// What makes the bot of most tests: an EMA cross of EURUSD at the reference broker.
  static var crossing: TypedBot {
    var typed = TypedBot()
    (typed.strategy, typed.params) = ("ema_cross", ["fast=5", "slow=20"])
    (typed.symbols, typed.broker) = (["EURUSD"], "reference")
    return typed
  }

  /// Writes a text into a file beside the home, or in it.
  func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: folder.file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  /// A tick file of 3,000 minutes in which the price goes up and down: every forty, which a cross of averages follows
  /// with a profit, and in the second half every eight, which it is too late for.
  ///
  /// `count`: how many, where other than 3,000.
  func ticks(_ count: Int = 3_000) throws -> String {
    try write("ticks.csv", "time,bid,ask\n" + Self.rows(count).map { $0 + "\n" }.joined())
    let typed = TypedImport(
      inputs: [folder.file("ticks.csv")], symbol: "EURUSD", output: folder.file("a.ticks"))
    _ = try home.ticks.importTicks(typed) { _, _ in }
    return folder.file("a.ticks")
  }

  /// The ticks as time, bid and ask.
  static var rows: [String] { rows(3_000) }

  private static func rows(_ count: Int) -> [String] {
    (0..<count).map { minute in
      let half = minute < 1_500 ? 40 : 8
      let step = minute % (2 * half)
      let points = 110_000 + 10 * Int64(step < half ? step : 2 * half - step)
      let time = Timestamp(nanoseconds: 1_767_571_200_000_000_000 + Int64(minute) * 60_000_000_000)
      let (bid, ask) = (DecimalText.format(points, digits: 5), DecimalText.format(points + 10, digits: 5))
      return "\(time.iso8601),\(bid),\(ask)"
    }
  }
}
