import ModeManager
import Reports
import TradingCore

/// Makes the status of a run, when the last one is old enough.
final class RunDisplay {
  private let desk: Desk
  private let status: ((RunStatus) -> Void)?
  /// How recorded ticks are played; `nil` on a feed.
  private let speed: Pace?
  private var pace = StatusPace()
  private var started: Int64?

  init(_ desk: Desk, _ status: ((RunStatus) -> Void)?, pace: Pace?) {
    (self.desk, self.status, speed) = (desk, status, pace)
  }

  func show(_ progress: DeskProgress) {
    let now = desk.clock.monotonic()
    let began = started ?? now
    started = began
    guard let status, pace.isDue(monotonic: now) else { return }
    status(
      RunStatus(
        line: StatusLine(
          ticksPerSecond: pace.ticksPerSecond(ticks: Int(progress.quotes), monotonic: now),
          lag: progress.lagNanoseconds, bots: desk.botCount, equity: desk.equity, fills: desk.fillCount,
          feed: progress.feed ?? "", dropped: progress.dropped,
          replay: speed.map { replay(progress, $0, elapsed: now - began) })))
  }

  private func replay(_ progress: DeskProgress, _ pace: Pace, elapsed: Int64) -> StatusLine.Replay {
    StatusLine.Replay(
      speed: pace.text,
      left: ReplayTime.left(progress, pace, elapsed: elapsed).map(ReplayTime.text),
      // Whoever watches a replay wants the day and the minute.
      place: progress.lastTime.map { String($0.iso8601.prefix(16)).replacing("T", with: " ") })
  }
}

/// How long a replay takes.
enum ReplayTime {
  /// What is to be expected, before it begins: `30 days at 600×: about 1 h 12 min`; `nil` at full speed, of which nobody
  /// knows beforehand, and where there are no ticks.
  static func plan(_ progress: DeskProgress, _ pace: Pace) -> String? {
    guard let speed = pace.text, let recorded = progress.recorded else { return nil }
    let span = recorded.last.nanoseconds.subtractingReportingOverflow(recorded.first.nanoseconds).partialValue
    return "\(text(span)) at \(speed): about \(text(pace.real(span)))"
  }

  /// Nanoseconds left, from those that have gone by since the start; `nil` while that can't be told.
  ///
  /// At a pace it is what the pace says, and what has been played says at full speed.
  static func left(_ progress: DeskProgress, _ pace: Pace, elapsed: Int64) -> Int64? {
    guard let recorded = progress.recorded else { return nil }
    let whole = Double(recorded.last.nanoseconds) - Double(recorded.first.nanoseconds)
    guard pace == .unlimited else {
      // Over a weekend no quote comes and time goes by all the same.
      return max(0, pace.real(Int64(clamping: Int128(whole))) - elapsed)
    }
    guard let last = progress.lastTime, elapsed > Timestamp.second else { return nil }
    let done = Double(last.nanoseconds) - Double(recorded.first.nanoseconds)
    guard done > 0, whole > 0 else { return nil }
    return Int64(clamping: Int128(Double(elapsed) * max(0, whole - done) / done))
  }

  /// A length of time in words for people: `30 days`, `1 h 12 min`, `42 s`.
  static func text(_ nanoseconds: Int64) -> String {
    let seconds = Double(max(0, nanoseconds)) / Double(Timestamp.second)
    let days = (seconds / 86_400).rounded()
    return days < 2 ? NumberText.duration(seconds: seconds) : "\(NumberText.grouped(Int64(days))) days"
  }
}
