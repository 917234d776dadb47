import TestSupport
import Testing
import TradingCore

@testable import Journal

@Suite("Batches of bot events as bytes")
struct BatchTests {
  @Test("Events of every case come back as they went in, at the extremes of every field too")
  func roundTrip() throws {
    var random = RandomEvents(seed: 4)
    var tags: Set<UInt8> = []
    for size in 0..<120 {
      let events = (0..<size).map { _ in random.event() }
      let bytes = BotEventBatch.encode(events, evidence: 7, firstNumber: size + 1)
      let batch = try BotEventBatch.decode(bytes)
      #expect(batch.events == events, "seed 4, batch \(size)")
      #expect(batch.header == BotEventBatch.Header(evidence: 7, firstNumber: size + 1, count: size))
      #expect(try BotEventBatch.header(of: bytes) == batch.header)
      #expect(BotEventBatch.encode(batch.events, evidence: 7, firstNumber: size + 1) == bytes)
      for event in events { tags.insert(random.tag(of: event)) }
    }
    #expect(tags == Set(1...14))
  }

  @Test("The bytes stay what they are")
  func pinned() {
    let events: [BotEvent] = [
      .accepted(ClientOrderID(ordinal: 3), at: Timestamp(nanoseconds: 100)),
      .rejected(
        Rejection(
          order: ClientOrderID(ordinal: 4), code: .noPrice, eventTime: Timestamp(nanoseconds: 101))),
    ]
    let bytes = BotEventBatch.encode(events, evidence: 1, firstNumber: 5)
    #expect(Hexadecimal.text(bytes) == "010205020" + "7c801060c0202086e6f5f7072696365")
  }

  @Test("A batch cut off anywhere is refused")
  func truncated() throws {
    var random = RandomEvents(seed: 5)
    let events = (0..<60).map { _ in random.event() }
    let bytes = BotEventBatch.encode(events, evidence: 1, firstNumber: 1)
    for count in 0..<bytes.count {
      #expect(throws: BotEventBatch.Fault.self) { try BotEventBatch.decode(Array(bytes.prefix(count))) }
    }
    #expect(throws: BotEventBatch.Fault(offset: bytes.count, expected: "the end")) {
      try BotEventBatch.decode(bytes + [0])
    }
  }

  @Test("Garbage is refused or read as some batch, and never traps")
  func garbage() {
    var random = RandomEvents(seed: 6)
    let events = (0..<20).map { _ in random.event() }
    let good = BotEventBatch.encode(events, evidence: 1, firstNumber: 1)
    for round in 0..<3_000 {
      var bytes = good
      if round.isMultiple(of: 3) {
        bytes =
          [1, 2, 1, UInt8(random.number(below: 20))] + (0..<100).map { _ in UInt8(random.number(below: 256)) }
      } else {
        for _ in 0...random.number(below: 4) {
          bytes[Int(random.number(below: UInt64(bytes.count)))] = UInt8(random.number(below: 256))
        }
      }
      if let batch = try? BotEventBatch.decode(bytes) {
        #expect(batch.records.count == batch.header.count)
      }
    }
  }

  @Test("A count that the bytes can't hold is refused before memory is taken for it")
  func hugeCount() {
    let bytes: [UInt8] = [1, 2, 1] + [UInt8](repeating: 0xFF, count: 8) + [0x7F]
    #expect(throws: BotEventBatch.Fault.self) { try BotEventBatch.header(of: bytes) }
  }

  @Test("Events are not numbered beyond what can be counted")
  func lastNumbers() throws {
    let events: [BotEvent] = [.marginCall(Timestamp(nanoseconds: 0)), .marginCall(Timestamp(nanoseconds: 0))]
    let most = BotEventBatch.encode(events, evidence: 1, firstNumber: .max - 2)
    #expect(try BotEventBatch.decode(most).header.firstNumber == .max - 2)
    let beyond = BotEventBatch.encode(events, evidence: 1, firstNumber: .max - 1)
    #expect(throws: BotEventBatch.Fault(offset: 12, expected: "2 events")) {
      try BotEventBatch.decode(beyond)
    }
  }

  @Test(
    "A trial whose days no calendar has gives no returns",
    arguments: [
      (19_000, true), (106_000, true), (106_001, false), (-106_001, false), (Int64.max, false),
      (Int64.min, false),
    ] as [(Int64, Bool)])
  func returns(day: Int64, isRead: Bool) throws {
    let payload = #"{"identity":"00ff","data":"aa","returns":[[\#(day),0.5]]}"#
    let event = JournalEvent(
      seq: 2, recordedAt: Timestamp(nanoseconds: 0), code: "trial", subject: "family",
      payload: Array(payload.utf8), effects: [], previous: [], hash: [])
    let returns = TrialReturns(event: event)
    #expect((returns != nil) == isRead)
    #expect(returns?.days.map(\.daysSinceEpoch) ?? [day] == [day])
    #expect(returns?.days.first?.description.isEmpty != true)
  }
}

extension RandomEvents {
  /// The tag an event is written under.
  func tag(of event: BotEvent) -> UInt8 {
    let bytes = BotEventBatch.encode([event], evidence: 0, firstNumber: 1)
    return bytes[4]
  }
}
