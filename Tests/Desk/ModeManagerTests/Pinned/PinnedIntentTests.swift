import BrokerBridges
import StateCoding
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// What the journal keeps of a bot at a broker.
@Suite("Intents and brokers that stay")
struct PinnedIntentTests {
  /// An intent of a program after this one.
  private struct Later: Codable {
    var version = 2

    enum CodingKeys: String, CodingKey { case version = "version" }
  }

  private let intent = VenueIntent(
    number: 7, askedAt: Known.time(0),
    action: .cancel(OrderKey(ClientOrderID(ordinal: 5), leg: .stopLoss), VenueOrderID("O12")))

  @Test("an intent has these bytes, and they are read")
  func bytes() throws {
    let bytes = try StoredIntent.bytes(of: intent, bot: "cross")
    #expect(
      Hexadecimal.text(bytes)
        == "535753010706696e74656e74066e756d6265720861736b65645f6174046b696e64056f72646572036c65670b76"
        + "656e75655f6f726465720a32000a2f010407020380809cddcca6fda82f03070663616e63656c040a0f04040505"
        + "070973746f705f6c6f73730607034f3132")
    #expect(try StateDecoder.decode(StoredIntent.self, from: bytes).intent == intent)
  }

  @Test("one of a later version is refused, not misread")
  func later() throws {
    let bytes = try StateEncoder.encode(Later())
    let error = #expect(throws: StateCodingError.self) {
      try StateDecoder.decode(StoredIntent.self, from: bytes)
    }
    #expect("\(try #require(error))".contains("the intent"))
  }

  @Test("what a broker can do has these bytes in a recipe")
  func broker() throws {
    let settings = BrokerSettings(keepsLevels: false, answerTimeout: 7 * Timestamp.second)
    let bytes = try StateEncoder.encode(settings)
    #expect(
      Hexadecimal.text(bytes)
        == "53575301060c6b656570735f6c6576656c730c747261696c735f73746f70730e616e737765725f74696d656f75"
        + "740c6c6f6f6b75705f70617573650f636c6f636b5f746f6c6572616e6365066d656d6f72790a1d000101010203"
        + "8098dc9334030380d0acf30e040380d0acf30e05038008")
  }

  @Test("a broker knows an order by home, evidence and number, and a request by that of its intent")
  func wire() throws {
    let account = BotAccount(bot: "cross", evidence: 10)
    let committed = try #require(CommittedIntent(intent, of: account, home: 1_000_000))
    #expect(WireOrderID(committed.wire.text)?.subject == .request(7))
    #expect(committed.target?.subject == .order(OrderKey(ClientOrderID(ordinal: 5), leg: .stopLoss)))
    #expect(committed.wire.evidence == 10 && committed.wire.home == 1_000_000)
    let beyond = BotAccount(bot: "cross", evidence: Int64(WireOrderID.evidenceLimit))
    #expect(CommittedIntent(intent, of: beyond, home: 1) == nil)
  }
}
