import JSONText
import BotAssembly
import StrategyKit
import TradingCore

@testable import Journal
@testable import ModeManager
@testable import StateCoding
@testable import SessionRecording

extension FuzzTarget {
  /// Saved states as values of all sorts and as a bot's, and batches of what a bot did.
  static let state = FuzzTarget(name: "state") { input in
    var input = input
    let kind = input.choice(4)
    let bytes = input.all()
    switch kind {
    case 0:
      let value = try StateDecoder.decode(FuzzSample.self, from: bytes)
      let again = try StateDecoder.decode(FuzzSample.self, from: try StateEncoder.encode(value))
      let isSame = try StateEncoder.encode(again) == StateEncoder.encode(value)
      try expect(isSame, "a state reads back as another one")
    case 1:
      let batch = try BotEventBatch.decode(bytes)
      let header = batch.header
      let again = BotEventBatch.encode(
        batch.events, evidence: header.evidence, firstNumber: header.firstNumber)
      try expect(try BotEventBatch.decode(again) == batch, "a batch reads back as another one")
      _ = batch.json.compactText
    case 2:
      let order = try StateDecoder.decode(StreamOrder.self, from: bytes)
      _ = order.engineTime
    default:
      let entry = StrategyEntry(EMACross.self)
      let configuration = try FuzzMarket.emaCross(entry)
      let bot = try BotAssembler.paperBot(entry, configuration)
      try bot.restoreState(bytes)
      let saved = try bot.saveState()
      let other = try BotAssembler.paperBot(entry, configuration)
      do { try other.restoreState(saved) } catch { throw OracleFault("a bot can't go on: \(error)") }
      try expect(try other.saveState() == saved, "a bot that goes on is another one")
    }
  }
}

/// One of everything that a state can hold.
struct FuzzSample: Codable {
  var text: String
  var flag: Bool?
  var small: Int8
  var large: UInt64
  var wide: Int128?
  var number: Double
  var numbers: [Double]
  var integers: [Int64]
  var bytes: [UInt8]
  var named: [String: [Int32]]
  var children: [FuzzSample]
  var kind: CommissionModel?
}
