import Testing
import TradingCore

@testable import ModeManager

@Suite("The watch over a feed halts entries and resumes them on fresh quotes only")
struct FeedWatchTests {
  /// Wednesday, 2026-11-18 12:00 UTC: every market but the American stock exchange is open.
  private static let noon = Timestamp(milliseconds: 1_795_003_200_000)

  /// EURUSD is 0 and BTCUSDT 1; looks at the clock tell both clocks the same seconds.
  private struct Bench {
    var watch: FeedWatch

    init(_ hours: TradingHours = .fxWeek) {
      watch = FeedWatch(
        symbols: [("EURUSD", hours), ("BTCUSDT", .always)].compactMap { name, hours in
          Symbol(name).map { ($0, hours) }
        })
    }

    func at(_ seconds: Double) -> Timestamp {
      noon.advanced(by: monotonic(seconds))
    }

    func monotonic(_ seconds: Double) -> Int64 { Int64((seconds * 1_000).rounded()) * Timestamp.millisecond }

    mutating func connect(_ seconds: Double = 0) -> [String] {
      lines(watch.connected(monotonic: monotonic(seconds)))
    }

    mutating func lose(_ seconds: Double) -> [String] {
      lines(watch.disconnected(monotonic: monotonic(seconds), reason: "connection reset"))
    }

    /// A quote of symbol `index` that arrives `lag` seconds after its stamp.
    mutating func quote(_ index: Int, _ seconds: Double, lag: Double = 0.02) -> [String] {
      lines(watch.quote(symbolIndex: index, eventTime: at(seconds - lag), receivedAt: at(seconds)))
    }

    mutating func look(_ seconds: Double, wallAhead: Double = 0) -> [String] {
      lines(watch.clock(now: at(seconds + wallAhead), monotonic: monotonic(seconds)))
    }

    /// `code symbol on/off: text`.
    func lines(_ changes: [FeedTransition]) -> [String] {
      changes.map { change in
        let symbol = change.symbolIndex.map(String.init) ?? "all"
        return "\(change.code.rawValue) \(symbol) \(change.isOn ? "on" : "off"): \(change.text)"
      }
    }

    static let running: Bench = {
      var bench = Bench()
      _ = bench.connect()
      _ = bench.look(0)
      _ = bench.quote(0, 0)
      _ = bench.quote(1, 0)
      return bench
    }()
  }

  @Test("Every symbol starts halted and is released by its own first current quote")
  func start() {
    var bench = Bench()
    #expect(bench.watch.halts(symbolIndex: 0) == .lost)
    #expect(bench.connect() == ["feed_connected all off: connected"])
    #expect(
      bench.quote(0, 1) == [
        "feed_fresh 0 off: a current quote, 0.020 s old", "entries_resumed 0 off: over: feed lost",
      ])
    #expect(bench.watch.halts(symbolIndex: 0).isEmpty)
    #expect(bench.watch.halts(symbolIndex: 1) == .lost)
    #expect(bench.quote(0, 2).isEmpty)
  }

  @Test("A symbol without quotes for 30 seconds of open market is stale, and fresh with the next one")
  func stale() {
    var bench = Bench.running
    #expect(bench.look(1).isEmpty)
    _ = bench.quote(1, 20)
    #expect(bench.look(31).isEmpty, "30 s since the look at which the quote was seen")
    #expect(
      bench.look(31.5) == [
        "feed_stale 0 on: no quote for 30.500 s, 30.000 s are allowed",
        "entries_halted 0 on: quotes stale",
      ])
    #expect(bench.watch.halts(symbolIndex: 1).isEmpty, "the other symbol was heard")
    #expect(bench.look(40).isEmpty, "said once")
    #expect(
      bench.quote(0, 41) == [
        "feed_fresh 0 off: a current quote, 0.020 s old", "entries_resumed 0 off: over: quotes stale",
      ])
  }

  @Test("Silence of a closed market is no fault; it counts from the opening on")
  func closed() {
    var bench = Bench(.usEquity)
    _ = bench.connect()
    // 9:30 in New York is 14:30 UTC, two and a half hours after noon.
    #expect(bench.look(0).isEmpty)
    #expect(bench.look(8_999).allSatisfy { $0.contains(" 1 ") }, "only the coin trades yet")
    #expect(bench.look(9_020).isEmpty)
    #expect(
      bench.look(9_030) == ["feed_stale 0 on: no quote for 31.000 s, 30.000 s are allowed"],
      "31 s after the last look at a closed market; entries were never open")
  }

  @Test("Quotes stamped more than five seconds from their arrival are late, either way")
  func late() {
    var bench = Bench.running
    #expect(
      bench.quote(0, 1, lag: 5.5) == [
        "feed_late 0 on: a quote is 5.500 s old, 5.000 s are allowed", "entries_halted 0 on: quotes late",
      ])
    #expect(bench.quote(0, 2, lag: 5.001).isEmpty)
    #expect(
      bench.quote(0, 3, lag: 5) == [
        "feed_late 0 off: quotes are 5.000 s old again", "entries_resumed 0 off: over: quotes late",
      ])
    #expect(
      bench.quote(1, 3, lag: -7).first
        == "feed_late 1 on: a quote is stamped 7.000 s ahead of the clock, 5.000 s are allowed")
  }

  @Test("A late quote does not release a stale symbol")
  func lateAndStale() {
    var bench = Bench.running
    _ = bench.look(1)
    _ = bench.look(32)
    #expect(bench.quote(0, 33, lag: 20).count == 1)
    #expect(bench.watch.halts(symbolIndex: 0) == [.stale, .late])
    #expect(bench.quote(0, 34).last == "entries_resumed 0 off: over: quotes stale, quotes late")
  }

  @Test("A lost feed halts all symbols; back, each waits for its own quote")
  func lost() {
    var bench = Bench.running
    #expect(
      bench.lose(10) == ["feed_lost all on: connection reset", "entries_halted all on: feed lost"])
    #expect(bench.lose(11).isEmpty)
    #expect(bench.quote(0, 11).isEmpty, "left over from before")
    #expect(bench.look(60).isEmpty, "lost says it all")
    #expect(bench.connect(72.5) == ["feed_connected all off: back after 62.500 s"])
    #expect(bench.watch.halts(symbolIndex: 0) == .lost)
    #expect(
      bench.quote(0, 73) == [
        "feed_gap 0 off: no quote for 73.000 s of open market, from 2026-11-18T11:59:59.980Z to "
          + "2026-11-18T12:01:12.980Z",
        "feed_fresh 0 off: a current quote, 0.020 s old", "entries_resumed 0 off: over: feed lost",
      ])
    #expect(bench.watch.halts(symbolIndex: 1) == .lost)
  }

  @Test("A weekend is no gap; the open part of a silence is")
  func gap() {
    var bench = Bench.running
    // Friday 16:59:50 to Sunday 17:00:40 in New York (22:00 UTC): 50 s of open market.
    let friday: Double = 2 * 86_400 + 9 * 3_600 + 3_590
    _ = bench.quote(0, friday)
    #expect(bench.quote(0, friday + 2 * 86_400 + 50).isEmpty)
    #expect(
      bench.quote(0, friday + 2 * 86_400 + 50 + 61).first?.hasPrefix("feed_gap 0 off: no quote for 61.000 s")
        == true)
  }

  @Test("A clock that jumps halts all entries until ten quotes in a row are sane")
  func jumpAhead() {
    var bench = Bench.running
    #expect(bench.look(1, wallAhead: 0.9).isEmpty, "within the second that is tolerated")
    #expect(
      bench.look(2, wallAhead: 4.5) == [
        "clock_jump all on: the clock was set ahead by 3.600 s, to 2026-11-18T12:00:06.500Z",
        "entries_halted all on: clock jumped",
      ])
    for number in 0..<4 { #expect(bench.quote(0, 3 + Double(number)).isEmpty) }
    #expect(bench.quote(0, 8, lag: 6).count == 1, "late: the count starts again")
    #expect(bench.quote(0, 9).count == 1, "no longer late")
    for number in 0..<8 { #expect(bench.quote(0, 10 + Double(number)).isEmpty) }
    #expect(
      bench.quote(0, 18) == [
        "clock_jump all off: trusted again: 10 sane quotes in a row",
        "entries_resumed 0 off: over: clock jumped",
        "entries_resumed 1 off: the clock is trusted again",
      ])
    #expect(bench.watch.allHalts.isEmpty)
  }

  @Test("Few quotes are enough when they are sane for 30 seconds; none are not")
  func jumpBack() {
    var bench = Bench.running
    #expect(
      bench.look(1, wallAhead: -3_600).first
        == "clock_jump all on: the clock was set back by 3600.000 s, to 2026-11-18T11:00:01.000Z")
    #expect(bench.look(31, wallAhead: -3_600).isEmpty)
    _ = bench.quote(0, 31.1 - 3_600)
    _ = bench.quote(1, 31.2 - 3_600)
    #expect(bench.look(60, wallAhead: -3_600).isEmpty)
    #expect(
      bench.look(61, wallAhead: -3_600) == [
        "clock_jump all off: trusted again: 2 sane quotes in 30.000 s",
        "entries_resumed 0 off: the clock is trusted again",
        "entries_resumed 1 off: the clock is trusted again",
      ])
  }
}
