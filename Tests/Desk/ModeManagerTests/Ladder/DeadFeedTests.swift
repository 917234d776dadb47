import Journal
import Promotion
import SessionRecording
import Testing
import TradingCore

@testable import ModeManager

/// A feed that says nothing any more: the clock goes on, and what has to be closed is closed.
@Suite("Bots on a dead feed", .timeLimit(.minutes(5)))
struct DeadFeedTests {
  /// After six quotes of a round a position is open and a limit order works.
  private static let quotes = 6

  @Test(
    "what is taken back is closed and canceled at the last quote, by the clock, and the recording brings the same"
  )
  func closed() throws {
    let home = try LadderHome()
    let request = try home.promote(to: .demo)
    var isRevoked = false
    try home.stream("W", quotes: Self.quotes) {
      defer { isRevoked = true }
      if !isRevoked { try? home.sign(.revoke(request, reason: "enough"), by: "ada", subject: LadderHome.bot) }
      // Nothing of the old mode is open any more once the bot has begun anew.
      return (try? home.rows.count) ?? 0 > 1
    }
    let row = try #require(try home.rows.first)
    #expect(row.mode == .demo)
    let fills = try home.fills(of: row)
    #expect(fills.map(\.reason) == [.entry, .strategy, .entry, .risk])
    let entry = try #require(fills.dropLast().last)
    let close = try #require(fills.last)
    // The last quote's bid; the time is the clock's, at least a second behind that quote.
    #expect(close.price == Price(points: 110_000))
    #expect(close.eventTime.nanoseconds - entry.eventTime.nanoseconds > Timestamp.second)
    let canceled = try home.journal.read { try $0.botEvents(of: row) }.filter {
      if case .canceled = $0 { true } else { false }
    }
    #expect(canceled.count == 1)
    #expect(try home.mode == .paper)
    #expect(try home.replays().map(\.isSame) == [true, true])
    #expect(try home.journal.verify().isIntact)
  }

  @Test("a run that is killed after the close does not close twice")
  func killed() throws {
    let home = try LadderHome()
    let request = try home.promote(to: .demo)
    var looks = 0
    #expect(throws: DeskError.self) {
      try home.stream("W", quotes: Self.quotes) {
        looks += 1
        if looks == 1 {
          try? home.sign(.revoke(request, reason: "enough"), by: "ada", subject: LadderHome.bot)
        }
        // The next commit fails, as if the process had died before it.
        if looks == 2 { home.isBroken = true }
        return false
      }
    }
    home.isBroken = false
    try home.stream("W")
    let row = try #require(try home.rows.first)
    #expect(try home.fills(of: row).map(\.reason) == [.entry, .strategy, .entry, .risk])
    #expect(try home.mode == .paper)
    #expect(try home.replays().allSatisfy(\.isSame))
  }

  @Test("without anything to close, a minute of silence is let pass first, and only where something is due")
  func patience() throws {
    let home = try LadderHome()
    var looks = 0
    try home.stream("W", quotes: Self.quotes) {
      looks += 1
      return looks > 60
    }
    // More than three minutes by the clock: the bot has no bars and timers, its orders no expiry, nights cost nothing.
    var reader = try SessionLogReader(folder: Desk.folder(ofSession: 1, home: home.home))
    var times: [Timestamp] = []
    while try reader.next({ if case .event(.clock(let time)) = $0 { times.append(time) } }) {}
    #expect(times.isEmpty)
  }
}
