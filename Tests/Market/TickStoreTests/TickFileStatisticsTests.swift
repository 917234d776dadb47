import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("What is counted over ticks")
struct TickFileStatisticsTests {
  @Test("Every statistic of five hand-made ticks")
  func byHand() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.ticks")
    let summary = try Ticks.write(
      [
        Ticks.quote(1_000, 100, 103), Ticks.quote(1_000, 100, 103), Ticks.quote(3_500, 105, 104),
        Ticks.quote(3_501, 99, 99), Ticks.quote(4_000, 101, 109),
      ], to: path)
    let info = try TickFileReader(path: path).info()
    #expect(summary.statistics == info.statistics)
    #expect(info.statistics.ticks == 5)
    #expect(info.statistics.first == Timestamp(milliseconds: 1_000))
    #expect(info.statistics.last == Timestamp(milliseconds: 4_000))
    #expect(info.statistics.bidMin.points == 99)
    #expect(info.statistics.bidMax.points == 105)
    #expect(info.statistics.askMin.points == 99)
    #expect(info.statistics.askMax.points == 109)
    #expect(info.statistics.spreadMin == -1)
    #expect(info.statistics.spreadMedian == 3)
    #expect(info.statistics.spreadMax == 8)
    #expect(info.statistics.crossed == 1)
    #expect(info.statistics.locked == 1)
    #expect(info.statistics.duplicates == 1)
    #expect(info.longestGapSeconds == 2.5)
    #expect(info.blocks == 1)
    #expect(info.bytes == summary.bytes)
    #expect(info.bytesPerTick == Double(summary.bytes) / 5)
    #expect(info.contentDigest == summary.contentDigest)
  }

  @Test("The median is the lower one of two, and exact far from zero")
  func median() {
    var histogram = SpreadHistogram()
    for spread in [5, 9, 4, 100_000_000] as [Int64] { histogram.add(spread) }
    #expect(histogram.lowerMedian == 5)
    for spread in [100_000_001, 100_000_002, 100_000_003, 100_000_004] as [Int64] { histogram.add(spread) }
    #expect(histogram.lowerMedian == 100_000_000)
    for _ in 0..<20 { histogram.add(-70_001) }
    #expect(histogram.lowerMedian == -70_001)
  }

  @Test("With very many distinct wide spreads the median is the lower end of a small step, in any order")
  func coarseMedian() {
    let spreads = (0..<200_000).map { 1_000_000 + 3 * Int64($0) }
    var upward = SpreadHistogram()
    var downward = SpreadHistogram()
    for spread in spreads { upward.add(spread) }
    for spread in spreads.reversed() { downward.add(spread) }
    let exact = spreads[99_999]
    #expect(upward.lowerMedian == downward.lowerMedian)
    #expect(upward.lowerMedian <= exact)
    #expect(exact - upward.lowerMedian < 8)
  }
}
