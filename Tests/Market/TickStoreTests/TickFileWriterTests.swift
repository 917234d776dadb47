import FileSystem
import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("What the writer refuses")
struct TickFileWriterTests {
  @Test("A time before the last one is named by the tick's ordinal, and nothing is left")
  func outOfOrder() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.ticks")
    let error = TickStoreError.outOfOrder(
      path: path, ordinal: 3, time: Timestamp(milliseconds: 1_999), previous: Timestamp(milliseconds: 2_000))
    #expect(throws: error) {
      try Ticks.write(
        [Ticks.quote(1_000, 1, 2), Ticks.quote(2_000, 1, 2), Ticks.quote(1_999, 1, 2)], to: path)
    }
    #expect(try folder.names() == [])
    #expect(error.kind == .wrongData)
  }

  @Test("Prices of 2^40 points and the ends of time do not fit", arguments: [0, 1, 2])
  func outOfRange(which: Int) throws {
    let folder = try TemporaryFolder()
    let quote = [
      Ticks.quote(1, Price.magnitudeLimit, 1), Ticks.quote(1, 1, -Price.magnitudeLimit),
      Ticks.quote(nanoseconds: TimeUnit.limit + 1, 1, 1),
    ][which]
    let writer = try TickFileWriter(path: folder.file("a.ticks"), metadata: Ticks.metadata())
    try writer.append(Ticks.quote(0, 1, 1))
    do {
      try writer.append(quote)
      Issue.record("the writer took it")
    } catch {
      guard case .tickOutOfRange(_, ordinal: 2, _) = error else { throw error }
    }
  }

  @Test("A file without ticks is not written")
  func noTicks() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.ticks")
    #expect(throws: TickStoreError.noTicks(path: path)) { try Ticks.write([], to: path) }
    #expect(try folder.names() == [])
  }

  @Test("A writer dropped half-way leaves nothing")
  func dropped() throws {
    let folder = try TemporaryFolder()
    try {
      let writer = try TickFileWriter(path: folder.file("a.ticks"), metadata: Ticks.metadata())
      try writer.append(contentsOf: Ticks.walk(40_000))
      #expect(try folder.names().count == 1)
    }()
    #expect(try folder.names() == [])
  }

  @Test("Digits above 9 and a path that can't be made are refused before any work")
  func refusedAtOnce() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.ticks")
    #expect(
      throws: TickStoreError.invalidMetadata(path: path, reason: "digits must be 0 to 9, was 10")
    ) { try TickFileWriter(path: path, metadata: Ticks.metadata(digits: 10)) }
    do {
      _ = try TickFileWriter(path: folder.file("no/such/a.ticks"), metadata: Ticks.metadata())
      Issue.record("the writer was made")
    } catch let error as TickStoreError {
      #expect(error.kind == .uncreatableOutput)
    }
  }
}
