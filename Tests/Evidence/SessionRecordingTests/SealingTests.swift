import FileSystem
import Foundation
import TestSupport
import Testing
import TickStore
import TradingCore

@testable import SessionRecording

@Suite("A closed segment becomes tick files, and a kill on the way loses nothing")
struct SealingTests {
  /// A kill at a step.
  private static let killed = SessionLogError.file(.interrupted(signal: 9))

  @Test("A sealed segment is tick files, controls and a seal, and reads as before", arguments: [false, true])
  func sealed(withSizes: Bool) throws {
    let recorded = try RecordedSession(seed: 11, withSizes: withSizes)
    let writer = try recorded.writer()
    try recorded.fill(writer, quotes: 2_500)
    let seal = try writer.rotate(at: RecordedSession.opening).seal()
    #expect(
      try recorded.names == [
        "segment-0001-AUDUSD.ticks", "segment-0001-EURUSD.ticks", "segment-0001.controls",
        "segment-0001.seal.json", "segment-0002.log",
      ])
    #expect(try recorded.read().inputs == recorded.inputs)
    #expect(seal.end.quotes == recorded.quoteCount)
    #expect(seal.files.map(\.symbol) == ["EURUSD", "AUDUSD"])
    #expect(seal.files.reduce(0) { $0 + $1.quotes } == recorded.quoteCount)
    #expect(try SegmentSeal(path: recorded.path + "/segment-0001.seal.json") == seal)
  }

  @Test("The tick files of all segments merge into the session's quotes")
  func merge() throws {
    let recorded = try RecordedSession(seed: 12)
    let writer = try recorded.writer()
    for _ in 0..<3 {
      try recorded.fill(writer, quotes: 300)
      try writer.rotate(at: RecordedSession.opening).seal()
    }
    let paths = try recorded.names.filter { $0.hasSuffix(".ticks") }.map { recorded.path + "/" + $0 }
    let merged = try MergedTicks(paths: paths, digits: { _ in 5 })
    var quotes: [Quote] = []
    while let run = try merged.next() { quotes += Array(run.quotes) }
    #expect(
      quotes
        == recorded.inputs.compactMap { if case .quote(_, let quote, _) = $0 { quote } else { nil } })
  }

  @Test("A segment with controls only has no tick files")
  func controlsOnly() throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    try writer.append(.control([7]))
    try writer.close().seal()
    #expect(try recorded.names == ["segment-0001.controls", "segment-0001.seal.json"])
    #expect(try recorded.read().inputs == [.event(.control([7]))])
  }

  @Test(
    "Killed after any step of sealing, the session reads the same and sealing completes",
    arguments: ClosedSegment.Step.allCases)
  func killedSealing(step: ClosedSegment.Step) throws {
    let recorded = try RecordedSession(seed: 13)
    let writer = try recorded.writer()
    try recorded.fill(writer, quotes: 400)
    let closed = try writer.rotate(at: RecordedSession.opening)
    #expect(throws: Self.killed) {
      try closed.seal { (reached) throws(SessionLogError) in
        if reached == step { throw Self.killed }
      }
    }
    // What a real kill leaves of a file that was being written.
    try recorded.overwrite([1, 2, 3], ".segment-0001-EURUSD.ticks.partial-1")
    #expect(try recorded.read().inputs == recorded.inputs)
    let again = try SessionLogWriter(reopening: recorded.path, at: RecordedSession.opening)
    #expect(again.unsealed.count == (step == .rawRemoved ? 0 : 1))
    try recorded.fill(again, quotes: 10)
    try again.flush()
    for segment in again.unsealed { try segment.seal() }
    #expect(try recorded.read().inputs == recorded.inputs)
    #expect(try !recorded.names.contains("segment-0001.log"))
    if step != .sealed, step != .rawRemoved {
      #expect(try !recorded.names.contains { $0.contains(".partial-") })
    }
  }

  @Test("Killed before the new segment is there, the old one goes on")
  func killedBeforeRotation() throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    try recorded.fill(writer, quotes: 40)
    try writer.sync()
    try recorded.overwrite([1, 2, 3], ".segment-0002.log.partial-1")
    let again = try SessionLogWriter(reopening: recorded.path, at: RecordedSession.opening)
    #expect(again.segment == 1)
    #expect(again.unsealed.isEmpty)
    try recorded.fill(again, quotes: 40)
    try again.flush()
    #expect(try recorded.read().inputs == recorded.inputs)
  }

  @Test("A tick file that was exchanged or changed after sealing is found")
  func exchanged() throws {
    let recorded = try RecordedSession(seed: 14)
    let writer = try recorded.writer()
    try recorded.fill(writer, quotes: 100)
    try writer.rotate(at: RecordedSession.opening).seal()
    let other = try RecordedSession(seed: 15)
    let second = try other.writer()
    try other.fill(second, quotes: 100)
    try second.close().seal()
    try recorded.overwrite(other.bytes("segment-0001-EURUSD.ticks"), "segment-0001-EURUSD.ticks")
    #expect(throws: SessionLogError.self) { try recorded.read() }
    try FileManager.default.removeItem(atPath: recorded.path + "/segment-0001-EURUSD.ticks")
    #expect(throws: SessionLogError.self) { try recorded.read() }
  }

  @Test("A control changed after sealing is found, whatever its CRC says")
  func changedControl() throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer()
    try writer.append(.control([7]))
    try writer.close().seal()
    var bytes = try recorded.bytes("segment-0001.controls")
    let old = SessionEvent.control([7]).record(afterQuotes: 0)
    let new = SessionEvent.control([8]).record(afterQuotes: 0)
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: old) })
    bytes.replaceSubrange(place..<(place + old.count), with: new)
    try recorded.overwrite(bytes, "segment-0001.controls")
    #expect(throws: SessionLogError.self) { try recorded.read() }
  }

  @Test("Rotation is due by size and at the end of a day of UTC")
  func due() throws {
    let recorded = try RecordedSession()
    let writer = try recorded.writer(bytes: 2_000)
    let now = RecordedSession.opening
    #expect(!writer.isRotationDue(at: now.advanced(by: 11 * Timestamp.hour)))
    #expect(writer.isRotationDue(at: now.advanced(by: 12 * Timestamp.hour)))
    try recorded.fill(writer, quotes: 60)
    #expect(writer.isRotationDue(at: now))
    _ = try writer.rotate(at: now)
    #expect(!writer.isRotationDue(at: now))
  }
}
