import StrategyKit
import TestSupport
import Testing
import TradingCore

/// Indicators by hand.
struct IndicatorTests {
  /// Length 3: weight ½. 10, then (20 + 10) / 2 = 15, (5 + 15) / 2 = 10.
  @Test("an exponential average starts at the first value")
  func exponential() {
    var average = ExponentialMovingAverage(length: 3)
    #expect(average.value.isNaN)
    let values = [10.0, 20, 5].map {
      average.add($0)
      return average.value
    }
    #expect(values == [10, 15, 10])
  }

  /// Length 7: weight ¼. 8, 8 + (16 − 8) / 4 = 10, 10 + (2 − 10) / 4 = 8. Length 1 is the value itself.
  @Test("the weight is two over length plus one")
  func weight() {
    var average = ExponentialMovingAverage(length: 7)
    for value in [8.0, 16, 2] { average.add(value) }
    #expect(average.value == 8)
    var last = ExponentialMovingAverage(length: 1)
    for value in [8.0, 16, 2] { last.add(value) }
    #expect(last.value == 2)
  }

  /// Means of three: (1 + 2 + 6) / 3 = 3, (2 + 6 + 10) / 3 = 6, (6 + 10 + 14) / 3 = 10.
  @Test("a simple average is there from the n-th value on and forgets the oldest")
  func simple() {
    var average = SimpleMovingAverage(length: 3)
    let values = [1.0, 2, 6, 10, 14].map {
      average.add($0)
      return average.value
    }
    #expect(values == [nil, nil, 3, 6, 10])
  }

  /// Ranges: 10 (high − low); max(8, |118 − 104|, |110 − 104|) = 14; max(6, |101 − 115|, |95 − 115|) = 20 of the
  /// low; mean of the first two 12, then (12 × 1 + 20) / 2 = 16.
  @Test("average true range counts gaps and smooths as Wilder did")
  func averageTrueRange() throws {
    var range = AverageTrueRange(length: 2)
    let values = try [bar(100, 110, 100, 104), bar(110, 118, 110, 115), bar(100, 101, 95, 96)].map {
      range.add($0)
      return range.value
    }
    #expect(values == [nil, 12, 16])
  }

  @Test("a Donchian channel spans the last n bars only")
  func donchian() throws {
    var channel = DonchianChannel(length: 2)
    channel.add(try bar(0, 110, 90, 0))
    #expect(channel.bounds == nil)
    channel.add(try bar(0, 105, 95, 0))
    #expect(try #require(channel.bounds) == (Price(points: 90), Price(points: 110)))
    channel.add(try bar(0, 107, 99, 0))
    #expect(try #require(channel.bounds) == (Price(points: 95), Price(points: 107)))
    channel.add(try bar(0, 100, 98, 0))
    #expect(try #require(channel.bounds) == (Price(points: 98), Price(points: 107)))
  }

  /// A bar of one minute; zeros stand for no quote.
  private func bar(_ open: Int64, _ high: Int64, _ low: Int64, _ close: Int64) throws -> Bar {
    var builder = BarBuilder(BarSubscription(.m1))
    for (index, bid) in [open, high, low, close].enumerated() where bid != 0 {
      builder.add(Known.quote(Int64(index), bid, bid))
    }
    let closed = builder.close(at: Known.time(60_000))
    return try #require(closed)
  }
}

/// When bars begin and end.
struct BarBuilderTests {
  /// Minutes are aligned to UTC: quotes at 12:00:30 and 12:00:59.999 are of the bar 12:00.
  @Test("a bar has the bids of its time and is closed by the first event at or after its end")
  func closing() throws {
    var builder = BarBuilder(BarSubscription(.m1, symbolIndex: 2))
    #expect(builder.close(at: Known.time(0)) == nil)
    for (time, bid) in [(30_000, 105), (40_000, 110), (50_000, 101), (59_999, 107)] as [(Int64, Int64)] {
      builder.add(Known.quote(time, bid, bid + 9))
    }
    #expect(builder.close(at: Known.time(59_999)) == nil)
    let closed = builder.close(at: Known.time(60_000))
    let bar = try #require(closed)
    #expect([bar.open, bar.high, bar.low, bar.close].map(\.points) == [105, 110, 101, 107])
    #expect(bar.startTime == Known.time(0) && bar.endTime == Known.time(60_000))
    #expect(bar.quoteCount == 4 && bar.symbolIndex == 2 && bar.timeframe == .m1)
    #expect(builder.close(at: Known.time(60_000)) == nil)
  }

  @Test("times without quotes make no bar; the next begins where its first quote lies")
  func gap() throws {
    var builder = BarBuilder(BarSubscription(.m5))
    builder.add(Known.quote(0, 100, 101))
    #expect(builder.close(at: Known.time(3_600_000 + 1)) != nil)
    builder.add(Known.quote(3_600_000 + 299_999, 200, 201))
    let closed = builder.close(at: Known.time(3_900_000))
    let bar = try #require(closed)
    #expect(bar.startTime == Known.time(3_600_000) && bar.quoteCount == 1)
  }

  @Test("frames are aligned to UTC, before the epoch too")
  func alignment() throws {
    let time = try Timestamp(iso8601: "2024-01-10T23:59:59.999Z")
    let starts = Timeframe.allCases.map { $0.start(containing: time).iso8601(fractionDigits: 0) }
    #expect(
      starts == [
        "2024-01-10T23:59:00Z", "2024-01-10T23:55:00Z", "2024-01-10T23:45:00Z", "2024-01-10T23:30:00Z",
        "2024-01-10T23:00:00Z", "2024-01-10T20:00:00Z", "2024-01-10T00:00:00Z",
      ])
    #expect(Timeframe.d1.start(containing: Timestamp(nanoseconds: -1)).iso8601 == "1969-12-31T00:00:00.000Z")
  }
}
