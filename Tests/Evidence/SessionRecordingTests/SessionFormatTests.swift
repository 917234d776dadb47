import Foundation
import TestSupport
import Testing
import TickStore
import TradingCore

@testable import SessionRecording

/// Version 1 of the log knew quotes and controls; version 2 knows the clock and a venue's reports, too.
@Suite("A session's log says which inputs it can hold")
struct SessionFormatTests {
  private static let later = RecordedSession.opening.advanced(by: Timestamp.hour)

  /// The bytes of a file as if its header said another version.
  private func header(_ version: UInt16, of bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    bytes[8] = UInt8(truncatingIfNeeded: version)
    bytes[9] = UInt8(truncatingIfNeeded: version >> 8)
    let length = bytes[12..<16].reversed().reduce(0) { $0 << 8 | Int($1) }
    let sum = bytes[..<(length - 4)].withUnsafeBytes { Checksum.crc32($0) }
    for place in 0..<4 { bytes[length - 4 + place] = UInt8(truncatingIfNeeded: sum >> (8 * UInt32(place))) }
    return bytes
  }

  @Test("the clock and reports come back in their places, sealed or not", arguments: [false, true])
  func events(isSealed: Bool) throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    let events: [SessionEvent] = [
      .control([1]), .clock(Self.later), .report([2, 3]), .clock(Self.later), .report([]),
    ]
    for event in events { try writer.append(event) }
    let closed = try writer.close()
    if isSealed { try closed.seal() }
    #expect(try recorded.read().inputs == events.map { .event($0) })
    #expect(writer.position == SessionPosition(quotes: 0, controls: 5))
  }

  @Test("no quote behind the clock gets an earlier time; one that has it is refused by the log")
  func afterTheClock() throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    try writer.append(.clock(Self.later))
    var order = writer.session.order
    let sent = Quote(
      eventTime: RecordedSession.opening, bid: Price(points: 110_000), ask: Price(points: 110_003))
    #expect(order.place(sent, symbolIndex: 0) == .new(Self.later))
    #expect(throws: SessionLogError.self) {
      try writer.append(
        LoggedQuote(symbolIndex: 0, quote: sent, sentTime: sent.eventTime, receivedAt: sent.eventTime))
    }
    // So it is when the session is gone on with.
    _ = try writer.close()
    let again = try SessionLogWriter(reopening: recorded.path, at: Self.later)
    #expect(again.session.order.engineTime == Self.later)
  }

  @Test(
    "a log of version 1 is read, and gone on with in a segment of this version", arguments: [false, true])
  func versionOne(isSealed: Bool) throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    try writer.append(.control([1]))
    let closed = try writer.close()
    try recorded.overwrite(header(1, of: try recorded.bytes()))
    if isSealed {
      try closed.seal()
      let seal = try String(contentsOfFile: recorded.path + "/segment-0001.seal.json", encoding: .utf8)
      #expect(seal.contains("\"format\": 1"))
    }
    let again = try SessionLogWriter(reopening: recorded.path, at: Self.later)
    #expect(again.segment == 2)
    try again.append(.clock(Self.later))
    let last = try again.close()
    for segment in again.unsealed + [last] { try segment.seal() }
    #expect(try recorded.read().inputs == [.event(.control([1])), .event(.clock(Self.later))])
  }

  @Test("a log that says version 1 and holds the clock is damaged at that place")
  func clockInVersionOne() throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    let place = try recorded.bytes().count
    try writer.append(.clock(Self.later))
    try writer.append(.control([1]))
    _ = try writer.close()
    try recorded.overwrite(header(1, of: try recorded.bytes()))
    #expect(
      throws: SessionLogError.damaged(
        path: recorded.path + "/segment-0001.log", offset: place,
        reason: "a record is cut off or has another CRC than its bytes")
    ) { try recorded.read() }
  }

  @Test("a log and a seal of a later version say so", arguments: [false, true])
  func laterVersion(isSealed: Bool) throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    try writer.append(.control([1]))
    let closed = try writer.close()
    if isSealed {
      try closed.seal()
      let path = recorded.path + "/segment-0001.seal.json"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.replacingOccurrences(of: "\"format\": 2", with: "\"format\": 99")
        .write(toFile: path, atomically: true, encoding: .utf8)
      #expect(throws: SessionLogError.unsupported(path: path, found: "format 99")) { try recorded.read() }
    } else {
      try recorded.overwrite(header(99, of: try recorded.bytes()))
      let path = recorded.path + "/segment-0001.log"
      #expect(throws: SessionLogError.unsupported(path: path, found: "format version 99")) {
        try recorded.read()
      }
    }
  }
}
