import ModeManager
import TradingCore

/// The status line of a run, on a terminal.
final class RunDisplay {
  private let desk: Desk
  private let isEnabled: Bool
  private var pace = StatusPace()
  private var isDrawn = false

  init(_ desk: Desk, quiet: Bool) {
    self.desk = desk
    isEnabled = !quiet && StandardError.isTerminal
  }

  /// Draws anew when the line is old enough.
  func show(_ progress: DeskProgress) {
    let now = desk.clock.monotonic()
    guard isEnabled, pace.isDue(monotonic: now) else { return }
    let status = StatusLine(
      ticksPerSecond: pace.ticksPerSecond(ticks: Int(progress.quotes), monotonic: now),
      lag: progress.lagNanoseconds, bots: desk.botCount, equity: desk.equity, fills: desk.fillCount,
      feed: progress.feed ?? progress.lastTime?.iso8601 ?? "replay",
      dropped: progress.dropped)
    isDrawn = true
    StandardError.write("\r" + status.text(width: StandardError.columns - 1) + "\u{1B}[K")
  }

  /// Wipes the line.
  func finish() {
    guard isDrawn else { return }
    isDrawn = false
    StandardError.write("\r\u{1B}[K")
  }
}
