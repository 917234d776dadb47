import FileSystem
import Foundation
import Synchronization
import TestSupport
import Testing
import TradingCore

@testable import SessionRecording

@Suite("A session's input log gives back what was put into it")
struct SessionLogTests {
  @Test("Quotes, sizes and controls come back in order", arguments: [false, true])
  func roundTrip(withSizes: Bool) throws {
    let recorded = try RecordedSession(withSizes: withSizes)
    let writer = try recorded.writer()
    try recorded.fill(writer, quotes: 3_000)
    try writer.sync()
    let (inputs, tornTail) = try recorded.read()
    #expect(inputs == recorded.inputs)
    #expect(tornTail == nil)
    #expect(writer.position.quotes == recorded.quoteCount)
  }

  @Test("Nothing is in the file before a flush, all of it after")
  func flush() throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    let empty = try recorded.bytes().count
    try recorded.fill(writer, quotes: 10)
    #expect(try recorded.bytes().count == empty)
    try writer.flush()
    #expect(try recorded.bytes().count == writer.segmentBytes)
    #expect(try recorded.read().inputs == recorded.inputs)
  }

  @Test("Reading can start behind any number of quotes and controls, also in a later segment")
  func skip() throws {
    let recorded = try RecordedSession(seed: 5)
    let writer = try recorded.writer()
    for part in 0..<4 {
      try recorded.fill(writer, quotes: 60)
      let closed = try writer.rotate(at: RecordedSession.opening)
      if part % 2 == 0 { try closed.seal() }
    }
    try writer.flush()
    var position = SessionPosition()
    for (number, input) in recorded.inputs.enumerated() {
      if number % 7 == 0 {
        #expect(try recorded.read(from: position).inputs == Array(recorded.inputs[number...]))
      }
      if case .quote = input { position.quotes += 1 } else { position.controls += 1 }
    }
    #expect(try recorded.read(from: position).inputs.isEmpty)
  }

  @Test("Skipping to a number of quotes gives the controls at that place again")
  func skipToQuotes() throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    try recorded.fill(writer, quotes: 1)
    try writer.append(.control([1]))
    try writer.append(.control([2]))
    try writer.flush()
    var reader = try SessionLogReader(folder: recorded.path)
    try reader.skip(toQuotes: 1)
    var controls: [[UInt8]] = []
    while try reader.next({ if case .event(.control(let bytes)) = $0 { controls.append(bytes) } }) {}
    #expect(controls == [[1], [2]])
  }

  @Test("Wherever a kill cuts the file, what is whole is read, the rest is reported and reopening goes on")
  func tornTail() throws {
    let recorded = try RecordedSession(seed: 3)
    let writer = try recorded.writer()
    let header = try recorded.bytes().count
    for _ in 0..<4 {
      try recorded.fill(writer, quotes: 2)
      try writer.flush()
    }
    let whole = try recorded.bytes()
    for length in stride(from: header, through: whole.count, by: 3) {
      try recorded.overwrite(Array(whole[..<length]))
      let (inputs, tail) = try recorded.read()
      #expect(inputs == Array(recorded.inputs.prefix(inputs.count)))
      let again = try SessionLogWriter(reopening: recorded.path, at: RecordedSession.opening)
      #expect(again.tornTail == tail)
      #expect(again.position.quotes + again.position.controls == inputs.count)
      try again.append(.control([42]))
      try again.flush()
      #expect(try recorded.read().inputs == inputs + [.event(.control([42]))])
      #expect(try recorded.read().tornTail == nil)
    }
  }

  @Test("A last record with a wrong CRC is a torn end, too")
  func badEnd() throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    try recorded.fill(writer, quotes: 30)
    try writer.flush()
    let before = try recorded.bytes().count
    try writer.append(.control([1, 2, 3]))
    try writer.flush()
    var bytes = try recorded.bytes()
    bytes[bytes.count - 6] ^= 1
    try recorded.overwrite(bytes)
    let (inputs, tail) = try recorded.read()
    #expect(inputs == recorded.inputs)
    #expect(tail == TornTail(path: recorded.path + "/segment-0001.log", offset: before, bytes: 20))
  }

  @Test("A bad record with more behind it is an error that names segment and byte")
  func damaged() throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    let place = try recorded.bytes().count
    try recorded.fill(writer, quotes: 50)
    try writer.flush()
    try recorded.fill(writer, quotes: 50)
    try writer.flush()
    var bytes = try recorded.bytes()
    bytes[place + 30] ^= 0x10
    try recorded.overwrite(bytes)
    let expected = SessionLogError.damaged(
      path: recorded.path + "/segment-0001.log", offset: place,
      reason: "a record is cut off or has another CRC than its bytes")
    #expect(throws: expected) { try recorded.read() }
    #expect(throws: expected) { try SessionLogWriter(reopening: recorded.path, at: RecordedSession.opening) }
  }

  @Test("Any one changed byte is found: an error, or a shorter log that says so")
  func changedByte() throws {
    let recorded = try RecordedSession(seed: 21)
    let writer = try recorded.writer()
    for _ in 0..<3 {
      try recorded.fill(writer, quotes: 5)
      try writer.flush()
    }
    let sound = try recorded.bytes()
    for place in stride(from: 0, to: sound.count, by: 17) {
      var bytes = sound
      bytes[place] ^= UInt8(1 << (place % 8))
      try recorded.overwrite(bytes)
      do {
        let (inputs, tail) = try recorded.read()
        #expect(tail != nil && inputs.count < recorded.inputs.count, "byte \(place)")
        #expect(inputs == Array(recorded.inputs.prefix(inputs.count)))
      } catch is SessionLogError {}
    }
  }

  @Test("A closed segment may not end torn")
  func closedIsWhole() throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    try recorded.fill(writer, quotes: 50)
    _ = try writer.rotate(at: RecordedSession.opening)
    try recorded.overwrite(try recorded.bytes().dropLast())
    #expect(throws: SessionLogError.self) { try recorded.read() }
  }

  @Test("A full disk leaves whole records; with room again nothing is lost")
  func fullDisk() throws {
    let recorded = try RecordedSession()
    let room = Mutex(700)
    let writer = try SessionLogWriter(
      creating: recorded.path, session: recorded.session, at: RecordedSession.opening,
      SessionLogWriter.Rotation()
    ) { (file, bytes, offset) throws(SystemError) in
      let count = min(bytes.count, room.withLock { $0 })
      room.withLock { $0 -= count }
      try LogFile.systemWrite(file, bytes.prefix(count), offset)
      guard count == bytes.count else { throw .noSpace }
    }
    try recorded.fill(writer, quotes: 8)
    try writer.flush()
    let kept = try recorded.bytes()
    try recorded.fill(writer, quotes: 20)
    #expect {
      try writer.flush()
    } throws: {
      guard case SessionLogError.file(.writeFailed(_, let reason)) = $0 else { return false }
      return reason == SystemError.noSpace.reason
    }
    #expect(try recorded.bytes() == kept)
    room.withLock { $0 = .max }
    try writer.flush()
    #expect(try recorded.read().inputs == recorded.inputs)
  }

  @Test("Reopening knows the stream's order, whatever was sealed")
  func order() throws {
    let recorded = try RecordedSession(seed: 9)
    let writer = try recorded.writer()
    try recorded.fill(writer, quotes: 100)
    try writer.rotate(at: RecordedSession.opening).seal()
    #expect(
      try SessionLogWriter(reopening: recorded.path, at: RecordedSession.opening).session.order
        == recorded.streamOrder)
    try recorded.fill(writer, quotes: 50)
    try writer.flush()
    let again = try SessionLogWriter(reopening: recorded.path, at: RecordedSession.opening)
    #expect(again.session.order == recorded.streamOrder)
    try again.close().seal()
    let third = try SessionLogWriter(reopening: recorded.path, at: RecordedSession.opening)
    #expect(third.session.order == recorded.streamOrder)
    #expect(third.segment == 3)
    #expect(third.session.id == "s1")
  }

  @Test("A quote that could not be merged back, or stored, is refused")
  func refused() throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    func quote(_ index: Int, _ time: Timestamp, _ bid: Int64 = 5, size: Int64 = 0) -> LoggedQuote {
      LoggedQuote(
        symbolIndex: index, quote: Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: 6)),
        sentTime: time, receivedAt: time, size: QuoteSize(bidUnits: size, askUnits: 0))
    }
    let now = RecordedSession.opening
    try writer.append(quote(0, now))
    #expect(throws: SessionLogError.self) { try writer.append(quote(0, now.advanced(by: -1))) }
    #expect(throws: SessionLogError.self, "AUDUSD sorts first") { try writer.append(quote(1, now)) }
    #expect(throws: SessionLogError.self) { try writer.append(quote(0, now, 1 << 40)) }
    #expect(throws: SessionLogError.self) { try writer.append(quote(0, now, size: -1)) }
    #expect(throws: SessionLogError.self) { try writer.append(quote(2, now)) }
    #expect(throws: SessionLogError.self) { try writer.append(.control(Array(repeating: 0, count: 1 << 20))) }
    #expect(writer.position == SessionPosition(quotes: 1, controls: 0))
  }

  @Test("A folder without a session, with another or with a hole is refused")
  func foreign() throws {
    let recorded = try RecordedSession()
    #expect(throws: SessionLogError.self) { try recorded.read() }
    #expect(throws: SessionLogError.self) {
      try SessionLogWriter(reopening: recorded.path, at: RecordedSession.opening)
    }
    let writer = try recorded.writer()
    #expect(throws: SessionLogError.self) { try recorded.writer() }
    try recorded.fill(writer, quotes: 5)
    _ = try writer.rotate(at: RecordedSession.opening)
    try FileManager.default.removeItem(atPath: recorded.path + "/segment-0001.log")
    #expect(throws: SessionLogError.segmentMissing(path: recorded.path + "/segment-0001.log")) {
      try recorded.read()
    }
  }
}
