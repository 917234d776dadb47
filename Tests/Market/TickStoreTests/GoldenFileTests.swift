import FileSystem
import Foundation
import TestSupport
import Testing
import TradingCore

@testable import TickStore

/// A file of format version 1 as it was written once. It must stay readable, whatever becomes of the writer.
@Suite("A tick file written by version 1")
struct GoldenFileTests {
  private static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/version-1.ticks").path

  /// What a file may hold: duplicates, a crossed and a locked quote, a weekend, jumps.
  private static let quotes: [Quote] = {
    var quotes = Ticks.walk(400)
    quotes[10] = quotes[9]
    quotes[50].ask.points = quotes[50].bid.points - 2
    quotes[51].ask = quotes[51].bid
    quotes[200].bid.points += 70_000
    quotes[201].ask.points += 5_000_000
    for index in 300..<400 {
      quotes[index].eventTime = quotes[index].eventTime.advanced(by: 2 * Timestamp.day)
    }
    return quotes
  }()

  @Test("It reads back tick by tick, and verifies")
  func readsBack() throws {
    if !FileManager.default.fileExists(atPath: Self.path) {
      try Ticks.write(Self.quotes, to: Self.path)
      Issue.record("the golden file was missing and has been written: look at it, then run again")
    }
    let reader = try TickFileReader(path: Self.path)
    #expect(try Ticks.read(reader.makeCursor()) == Self.quotes)
    #expect(reader.metadata == (try Ticks.metadata()))
    #expect(reader.timeUnit == .milliseconds)
    guard case .sound(let info) = try TickFileReader.verify(path: Self.path) else {
      throw TestFault("verify found a fault")
    }
    #expect(info.contentDigest == "508db61fdd8810dca57b23fb125973313d01a1362d0194923f37d984da11fe14")
    #expect(info.sha256 == "1750d3ba1290020de6898ffb6460bda5e38bffc581a8b42c0ae52a573d070c2a")
    #expect(info.statistics.duplicates == 1)
    #expect(info.statistics.crossed == 2)
    #expect(info.statistics.locked == 37)
  }

  @Test("Writing the same ticks gives the same content digest")
  func sameDigest() throws {
    let folder = try TemporaryFolder()
    let summary = try Ticks.write(Self.quotes, to: folder.file("a.ticks"))
    #expect(summary.contentDigest == (try TickFileReader(path: Self.path).contentDigest))
  }
}
