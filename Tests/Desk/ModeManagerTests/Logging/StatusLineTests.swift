import Testing
import TradingCore

@testable import ModeManager

@Suite("The status line of a desk")
struct StatusLineTests {
  private let status = StatusLine(
    ticksPerSecond: 12_345, lag: 35 * Timestamp.millisecond, bots: 3,
    equity: [StatusLine.Equity(Money(units: 3_012_409_999), .usd)], fills: 12, feed: "live")

  @Test("It says speed, lag, bots, equity, fills and the feed")
  func text() {
    #expect(status.text() == "12.3k ticks/s  lag 35 ms  3 bots  equity 3,012.40 USD  12 fills  feed live")
  }

  @Test("Where there is no room, the feed and the equity stay longest")
  func narrow() {
    #expect(status.text(width: 64) == "12.3k ticks/s  lag 35 ms  3 bots  equity 3,012.40 USD  feed live")
    #expect(status.text(width: 63) == "12.3k ticks/s  3 bots  equity 3,012.40 USD  feed live")
    #expect(status.text(width: 40) == "3 bots  equity 3,012.40 USD  feed live")
    #expect(status.text(width: 30) == "equity 3,012.40 USD  feed live")
    #expect(status.text(width: 9) == "feed live")
    #expect(status.text(width: 4) == "feed")
  }

  @Test("A replay has no lag; one bot and one fill are one; currencies add up apart")
  func words() {
    var other = status
    other.lag = nil
    (other.bots, other.fills, other.ticksPerSecond, other.feed) = (1, 1, 850.4, "2026-01-05")
    other.equity.append(StatusLine.Equity(Money(units: -1_500_000), .eur))
    #expect(
      other.text(width: 100)
        == "850 ticks/s  1 bot  equity 3,012.40 USD + -1.50 EUR  1 fill  feed 2026-01-05")
    other.ticksPerSecond = 4_560_000
    other.lag = -75 * Timestamp.second
    #expect(other.text(width: 100).hasPrefix("4.6M ticks/s  lag -75.0 s"))
  }

  @Test("A replay says where it is, how fast it goes and what is left, which stays longest")
  func replay() {
    var replay = status
    replay.lag = nil
    replay.replay = StatusLine.Replay(speed: "600×", left: "1 h 12 min", place: "2024-01-05 13:30")
    #expect(
      replay.text(width: 120)
        == "12.3k ticks/s  3 bots  equity 3,012.40 USD  12 fills  2024-01-05 13:30  at 600×  1 h 12 min left")
    #expect(
      replay.text(width: 79)
        == "3 bots  equity 3,012.40 USD  2024-01-05 13:30  at 600×  1 h 12 min left")
    #expect(replay.text(width: 42) == "2024-01-05 13:30  at 600×  1 h 12 min left")
    #expect(replay.text(width: 41) == "2024-01-05 13:30  1 h 12 min left")
  }

  @Test("It is drawn four times a second at most, with the rate of the last second")
  func pace() {
    var pace = StatusPace()
    let quarter = Timestamp.second / 4
    let drawn = [0, quarter - 1, quarter].map { pace.isDue(monotonic: $0) }
    #expect(drawn == [true, false, true])
    let looks: [(ticks: Int, quarters: Int64)] = [(100, 0), (120, 1), (200, 8), (220, 9)]
    let rates = looks.map { pace.ticksPerSecond(ticks: $0.ticks, monotonic: $0.quarters * quarter) }
    #expect(rates == [0, 0, 50, 50])
  }
}
