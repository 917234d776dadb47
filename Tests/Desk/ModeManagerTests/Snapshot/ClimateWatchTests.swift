import Foundation
import Logging
import MarketClimate
import SessionRecording
import StateCoding
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

@Suite("The climate that a desk shows of its feed")
struct ClimateWatchTests {
  private let folder: TemporaryFolder
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  init() throws { folder = try TemporaryFolder() }

  private func begun(digits: Int = 5) -> ClimateWatch {
    var watch = ClimateWatch()
    watch.begin(
      [SessionSymbol(symbol: Known.eurusd.symbol, digits: digits)], home: folder.path, log: log)
    return watch
  }

  private func add(_ milliseconds: [Int64], to watch: inout ClimateWatch) {
    let quotes = milliseconds.map { Known.quote($0, 110_000 + $0 / 1_000, 110_010 + $0 / 1_000) }
    quotes.withUnsafeBufferPointer { watch.add($0, symbolIndex: 0) }
  }

  private func lastMinute(_ watch: ClimateWatch) -> Timestamp? {
    watch.readings.first?.readings.first { $0.timeframe == .m1 }?.at
  }

  @Test("a bar is read when the clock has ended it, a moment after its end, though no quote comes")
  func clock() {
    var watch = begun()
    add([0, 20_000, 59_000], to: &watch)
    #expect(lastMinute(watch) == nil)
    watch.pass(to: Known.time(60_299))
    #expect(lastMinute(watch) == nil)
    watch.pass(to: Known.time(60_300))
    #expect(lastMinute(watch) == Known.time(60_000))
    // What comes too late for its bar makes no second one of the same minute.
    add([59_900, 60_400], to: &watch)
    watch.pass(to: Known.time(120_300))
    #expect(lastMinute(watch) == Known.time(120_000))
  }

  @Test("the next session goes on from what the last one has kept")
  func kept() {
    var first = begun()
    add((0..<200).map { $0 * 30_000 }, to: &first)
    first.keep(home: folder.path, log: log)
    var (second, whole) = (begun(), first)
    #expect(second.readings == first.readings)
    let rest = (200..<300).map { Int64($0) * 30_000 }
    add(rest, to: &second)
    add(rest, to: &whole)
    #expect(second.readings == whole.readings)
    #expect(second.readings.first?.readings.map(\.timeframe) == [.m1, .m5, .m15, .h1])
  }

  @Test(
    "what is kept while a session goes on is what the next one has, where the process is killed in its middle"
  )
  func killed() {
    var first = begun()
    add((0..<200).map { $0 * 30_000 }, to: &first)
    func look(at seconds: Int64) {
      first.keepDue(at: seconds * Timestamp.second, home: folder.path, log: log)
    }
    // The first look begins the minute, and nothing is kept before it is over.
    look(at: 100)
    look(at: 159)
    #expect(begun().readings.first?.readings.isEmpty == true)
    look(at: 160)
    let kept = first
    // What comes after is lost with the process: it ends here, and says so to nobody.
    add((200..<204).map { Int64($0) * 30_000 }, to: &first)
    look(at: 219)
    let deadline = ContinuousClock.now + .seconds(20)
    var next = begun()
    while next.readings != kept.readings, ContinuousClock.now < deadline {
      usleep(10_000)
      next = begun()
    }
    #expect(next.readings == kept.readings && first.readings != kept.readings)
    let rest = (200..<300).map { Int64($0) * 30_000 }
    var whole = kept
    add(rest, to: &next)
    add(rest, to: &whole)
    #expect(next.readings == whole.readings)
  }

  @Test("what was kept of prices with other digits is begun anew: its ranges would say something else")
  func scale() {
    var first = begun()
    add((0..<200).map { $0 * 30_000 }, to: &first)
    first.keep(home: folder.path, log: log)
    #expect(begun(digits: 5).readings == first.readings)
    #expect(begun(digits: 4).readings.first?.readings.isEmpty == true)
  }

  @Test("what an earlier program has kept, without its digits, is gone on from")
  func earlier() throws {
    var tracker = ClimateTracker(timeframes: Timeframe.ofRegimes)
    for quote in (0..<200).map({ Known.quote($0 * 30_000, 110_000 + $0, 110_010 + $0) }) {
      tracker.close(at: quote.eventTime)
      tracker.add(quote)
    }
    try FileManager.default.createDirectory(
      atPath: folder.file("climate"), withIntermediateDirectories: true)
    let bytes = try StateEncoder.encode(tracker)
    try Data(bytes).write(to: URL(fileURLWithPath: folder.file("climate/455552555344.state")))
    #expect(begun().readings.first?.readings == tracker.readings)
  }

  @Test("what can't be read is begun anew, and so is a calendar left out that can't")
  func damaged() throws {
    var first = begun()
    add([0, 60_000], to: &first)
    first.keep(home: folder.path, log: log)
    let file = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("climate")).first)
    try "garbage".write(toFile: folder.file("climate/\(file)"), atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(
      atPath: folder.file("calendar"), withIntermediateDirectories: true)
    try "nonsense".write(toFile: folder.file("calendar/news.csv"), atomically: true, encoding: .utf8)
    #expect(begun().readings.first?.readings.isEmpty == true)
  }
}
