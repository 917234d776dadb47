import ModeManager
import Testing
import TradingCore

@testable import Operations

@Suite("How long a replay takes")
struct ReplayTimeTests {
  private let day = 86_400 * Timestamp.second

  private func progress(days: Int64, at last: Int64?) -> DeskProgress {
    var progress = DeskProgress(lastTime: last.map { Timestamp(nanoseconds: $0) })
    progress.recorded = .init(
      first: Timestamp(nanoseconds: 0), last: Timestamp(nanoseconds: days * day))
    return progress
  }

  @Test("A pace says beforehand what it takes; at full speed nobody knows")
  func plan() {
    let month = progress(days: 30, at: nil)
    #expect(ReplayTime.plan(month, .times(thousandths: 600_000)) == "30 days at 600×: about 1 h 12 min")
    #expect(ReplayTime.plan(month, .times(thousandths: 1_000)) == "30 days at 1×: about 30 days")
    #expect(
      ReplayTime.plan(progress(days: 1, at: nil), .times(thousandths: 1_500)) == "1 d at 1.5×: about 16 h")
    #expect(ReplayTime.plan(month, .unlimited) == nil)
    #expect(ReplayTime.plan(DeskProgress(), .times(thousandths: 1_000)) == nil)
  }

  @Test("At a pace the time left is that of the clock, over weekends, too")
  func paced() {
    let pace = Pace.times(thousandths: 86_400_000)
    // A day a second.
    #expect(
      ReplayTime.left(progress(days: 30, at: nil), pace, elapsed: 10 * Timestamp.second) == 20
        * Timestamp.second)
    #expect(ReplayTime.left(progress(days: 30, at: nil), pace, elapsed: 40 * Timestamp.second) == 0)
  }

  @Test("At full speed it is what the time played so far says")
  func unlimited() {
    let played = progress(days: 30, at: 10 * day)
    #expect(ReplayTime.left(played, .unlimited, elapsed: 4 * Timestamp.second) == 8 * Timestamp.second)
    #expect(ReplayTime.left(played, .unlimited, elapsed: Timestamp.second / 2) == nil)
    #expect(ReplayTime.left(progress(days: 30, at: nil), .unlimited, elapsed: 4 * Timestamp.second) == nil)
  }
}
