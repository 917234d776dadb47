import BotAssembly
import Foundation
import RiskControl
import StrategyKit
import Testing
import TradingCore

@testable import Journal
@testable import ModeManager
@testable import StateCoding
@testable import SessionRecording

/// Inputs in binary formats to start from: `SLIPWAY_FUZZ_SEEDS=Fuzzing/Corpus swift test --filter SeedTests`.
@Suite(
  "Seeds for the fuzzer", .enabled(if: ProcessInfo.processInfo.environment["SLIPWAY_FUZZ_SEEDS"] != nil))
struct SeedTests {
  private func put(_ target: String, _ name: String, _ bytes: [UInt8]) throws {
    let root = ProcessInfo.processInfo.environment["SLIPWAY_FUZZ_SEEDS"] ?? ""
    try FileManager.default.createDirectory(
      atPath: "\(root)/\(target)", withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: "\(root)/\(target)/\(name)"))
  }

  @Test("Saved states and batches of events")
  func states() throws {
    let sample = FuzzSample(
      text: "a", flag: true, small: -1, large: .max, wide: 1 << 100, number: 1.5, numbers: [0.5, -1],
      integers: [1, -300], bytes: [1, 2], named: ["x": [1, 2]], children: [],
      kind: .perLotAndSide(Money(units: 3_500_000), .usd))
    var parent = sample
    parent.children = [sample, sample]
    try put("state", "sample", [0] + (try StateEncoder.encode(parent)))
    let order = StreamOrder(symbols: ["EURUSD", "XAUUSD"].compactMap { Symbol($0) })
    try put("state", "order", [2] + (try StateEncoder.encode(order)))
    var input = FuzzInput((0..<150).map { UInt8(truncatingIfNeeded: [20, $0 * 7, 3][$0 % 3]) })
    let market = FuzzMarket(&input)
    let entry = StrategyEntry(EMACross.self)
    let bot = try BotAssembler.paperBot(entry, try FuzzMarket.emaCross(entry))
    bot.keepEvents()
    try put("state", "bot", [3] + (try bot.saveState()))
    try market.quotes.withUnsafeBufferPointer { try bot.process($0, symbolIndex: 0) }
    try put("state", "bot-with-position", [3] + (try bot.saveState()))
    let events = bot.takeEvents()
    try put("state", "batch", [1] + BotEventBatch.encode(events, evidence: 1, firstNumber: 1))
  }

  @Test("Reports, intents and a saved state of risk")
  func venues() throws {
    let key = OrderKey(ClientOrderID(ordinal: 2))
    let report = VenueReport(
      .working(OrderNotice(key, venueOrder: VenueOrderID("O2"), remaining: Quantity(units: 10_000))),
      receiveTime: Timestamp(nanoseconds: 5))
    try put("venue", "report-state", [2] + (try StateEncoder.encode(report)))
    let intent = VenueIntent(
      number: 2, askedAt: Timestamp(nanoseconds: 5), action: .cancel(key, VenueOrderID("O2")))
    try put("venue", "intent-state", [3] + (try StateEncoder.encode(intent)))
    var tree = try FuzzRisk.tree()
    try put("risk", "new", try StateEncoder.encode(with: tree.encodeState))
    let act = OperatorAct(.kill, by: "ann", reason: "drill")
    _ = tree.take(
      RiskEvent(
        .operated(act), of: .desk, at: Timestamp(nanoseconds: 1_704_888_001_000_000_000), cycle: 1, marks: [])
    )
    try put("risk", "killed", try StateEncoder.encode(with: tree.encodeState))
  }

  @Test("A session, raw and sealed")
  func sessions() throws {
    try Scratch.with { folder in
      try FuzzTarget.writeSession(folder, isSealed: false)
      func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
      }
      let log = try bytes("segment-0001.log")
      try put("sessions", "raw", [0] + log)
      try put("sessions", "repaired", [1] + log)
      try ClosedSegment(folder: SessionFolder(path: folder), number: 1).seal()
      try put("sessions", "seal", [2] + (try bytes("segment-0001.seal.json")))
      try put("sessions", "controls", [3] + (try bytes("segment-0001.controls")))
      try put("ticks", "session", [1] + (try bytes("segment-0001-EURUSD.ticks")))
    }
  }
}
