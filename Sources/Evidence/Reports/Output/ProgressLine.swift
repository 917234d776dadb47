/// The text of a progress bar: how far, how fast, how long still. The caller keeps the clock and the terminal.
package struct ProgressLine: Sendable, Hashable {
  /// What is being done, such as `Importing`.
  package var label: String
  /// What is counted, in the plural, such as `ticks`.
  package var unit: String
  /// Units done.
  package var done: Int64
  /// Units in all, or `nil` when unknown.
  package var total: Int64?
  /// Seconds since the work began.
  package var elapsedSeconds: Double

  /// A progress line.
  package init(label: String, unit: String, done: Int64, total: Int64?, elapsedSeconds: Double) {
    self.label = label
    self.unit = unit
    self.done = done
    self.total = total
    self.elapsedSeconds = elapsedSeconds
  }

  /// Units a second, or `nil` before any time has passed.
  package var rate: Double? { elapsedSeconds > 0 ? Double(done) / elapsedSeconds : nil }

  /// The share done, 0 to 1, or `nil` when the total is unknown.
  package var fraction: Double? {
    guard let total else { return nil }
    return total > 0 ? min(max(Double(done) / Double(total), 0), 1) : 1
  }

  /// Seconds still to go at the rate so far, or `nil` when that can't be told.
  package var secondsLeft: Double? {
    guard let total, let rate, rate > 0 else { return nil }
    return Double(max(total - done, 0)) / rate
  }

  /// The line without line break, at most `width` characters: the bar gives way first, then the end is cut.
  package func text(width: Int = 80) -> String {
    var parts: [String] = []
    if let fraction {
      // Rounded down, so that 100 % means done.
      let percent = String(Int(fraction * 100))
      parts.append(String(repeating: " ", count: 3 - percent.count) + percent + " %")
    } else {
      parts.append(NumberText.short(Double(done)) + " " + unit)
    }
    if let rate { parts.append(NumberText.short(rate) + " \(unit)/s") }
    if let secondsLeft { parts.append(NumberText.duration(seconds: secondsLeft) + " left") }
    let words = parts.joined(separator: "  ")
    let room = min(width - label.count - words.count - 4, 30)
    guard let fraction, room >= 8 else { return String("\(label)  \(words)".prefix(max(width, 0))) }
    let filled = Int(fraction * Double(room))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: room - filled)
    return "\(label)  \(bar)  \(words)"
  }
}
