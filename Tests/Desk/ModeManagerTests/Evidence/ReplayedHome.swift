import BotAssembly
import Foundation
import Journal
import JSONText
import Logging
import ModeManager
import StrategyKit
import TestSupport
import Testing
import TickStore
import TradingCore

/// A home with bots in it, a tick file of a few trading days, and a desk that plays it to them.
struct ReplayedHome {
  let folder: TemporaryFolder
  let quotes: [Quote]
  private static let registered = Timestamp(milliseconds: 1_700_000_000_000)

  /// A copy of a home as it stands, in a folder of its own; the ticks stay where they are.
  init(copying other: ReplayedHome) throws {
    folder = try TemporaryFolder()
    quotes = other.quotes
    ticks = other.ticks
    try FileManager.default.copyItem(atPath: other.home, toPath: folder.file("home"))
  }

  /// A home whose ticks are a walk of EURUSD from Monday, 4 February 2019, one tick a minute.
  init(quotes count: Int = 6_000) throws {
    folder = try TemporaryFolder()
    ticks = folder.file("a.ticks")
    var generator = SeededGenerator(seed: 11)
    var bid: Int64 = 114_500
    let start = Timestamp(milliseconds: 1_549_238_400_000)
    quotes = (0..<count).map { index in
      bid += Int64.random(in: -6...6, using: &generator)
      let spread = Int64.random(in: 1...9, using: &generator)
      return Quote(
        eventTime: start.advanced(by: Int64(index) * Timestamp.minute), bid: Price(points: bid),
        ask: Price(points: bid + spread))
    }
    let metadata = TickFileMetadata(
      symbol: try Self.symbol, digits: 5, source: "fixture", provenance: "made for a test")
    let writer = try TickFileWriter(path: ticks, metadata: metadata)
    try writer.append(contentsOf: quotes)
    _ = try writer.finish()
  }

  static var symbol: Symbol {
    get throws { try #require(Symbol("EURUSD")) }
  }

  var home: String { folder.file("home") }

  let ticks: String

  /// An EMA cross that trades every few hours.
  static func crossing(_ id: String, fast: Int = 5, slow: Int = 20) throws -> BotSpec {
    BotSpec(
      id: id, strategy: "ema_cross", params: ["fast": "\(fast)", "slow": "\(slow)"], symbols: [try symbol],
      broker: "reference", family: "ema_cross")
  }

  /// A bot put together as the desk does it.
  func resolve(_ spec: BotSpec) throws -> ResolvedBot {
    try spec.resolve(strategies: strategy(named:), home: home)
  }

  /// The bundled strategy of a name.
  func strategy(named name: String) throws -> StrategyEntry {
    try #require(StrategyEntry.bundled.first { $0.descriptor.name == name })
  }

  /// Stores bots.
  func register(_ specs: BotSpec...) throws {
    let journal = try Journal(home: home, mode: .create)
    for spec in specs {
      let record = BotRecord(
        id: spec.id, family: spec.family, spec: spec.json, createdAt: Self.registered,
        updatedAt: Self.registered)
      try journal.write { transaction in
        _ = try transaction.record(
          NewEvent(.botRegistered, subject: spec.id, at: Self.registered), [.newBot(record)])
      }
    }
  }

  /// Opens the home, as `slipway run` does, and plays the ticks before a time.
  func run(until: Timestamp = .distantFuture, plays: Bool = true) throws {
    let desk = Desk(
      journal: try Journal(home: home, mode: .open), home: home,
      log: Logger(label: "test") { _ in
        SwiftLogNoOpLogHandler()
      }, resolve: resolve)
    try desk.open()
    if plays { try desk.play(RecordedTicks(paths: [ticks], pace: .unlimited, until: until)) }
  }

  /// The evidence of a bot, the oldest first, and the journal it is in.
  func evidence(of bot: String) throws -> (rows: [EvidenceRecord], journal: Journal) {
    let journal = try Journal(home: home, mode: .readOnly)
    return (try journal.read { try $0.evidence(of: bot) }, journal)
  }

  /// All of the only evidence of a bot.
  func contents(of bot: String) throws -> EvidenceContents {
    let (rows, journal) = try evidence(of: bot)
    try #require(rows.count == 1)
    return try EvidenceReader.read(rows[0], journal)
  }
}
