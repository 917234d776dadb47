import Reports

/// A line on standard error that shows how far long work has come.
///
/// It shows on a terminal only, and not before a second has passed; it is gone when the work is.
final class ProgressBar {
  private let label: String
  private let unit: String
  private let isEnabled: Bool
  private let start = ContinuousClock.now
  private var nextDrawing: ContinuousClock.Instant
  private var isDrawn = false

  private static let firstDrawing = Duration.seconds(1)
  private static let interval = Duration.milliseconds(100)

  /// A bar that says what is being done and what it counts ("ticks").
  init(_ label: String, unit: String, quiet: Bool) {
    self.label = label
    self.unit = unit
    isEnabled = !quiet && StandardError.isTerminal
    nextDrawing = start + Self.firstDrawing
  }

  deinit { finish() }

  /// Shows how much is done, of how much when that is known.
  func update(done: Int, of total: Int?) {
    guard isEnabled else { return }
    let now = ContinuousClock.now
    guard now >= nextDrawing else { return }
    nextDrawing = now + Self.interval
    isDrawn = true
    let line = ProgressLine(
      label: label, unit: unit, done: Int64(done), total: total.map(Int64.init),
      elapsedSeconds: (now - start) / .seconds(1))
    StandardError.write("\r" + line.text(width: StandardError.columns - 1) + "\u{1B}[K")
  }

  /// Wipes the line.
  func finish() {
    guard isDrawn else { return }
    isDrawn = false
    StandardError.write("\r\u{1B}[K")
  }
}
