import Operations

/// The status line of a run, on a terminal.
final class RunDisplay {
  /// Whether somebody looks.
  let isEnabled: Bool
  private var isDrawn = false

  init(quiet: Bool) { isEnabled = !quiet && StandardError.isTerminal }

  /// Draws the line anew.
  func show(_ status: RunStatus) {
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
