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
      label: label, unit: unit, done: done, total: total, elapsed: (now - start) / .seconds(1))
    StandardError.write("\r" + line.text(columns: StandardError.columns) + "\u{1B}[K")
  }

  /// Wipes the line.
  func finish() {
    guard isDrawn else { return }
    isDrawn = false
    StandardError.write("\r\u{1B}[K")
  }
}

/// The text of a progress bar at one moment.
struct ProgressLine {
  var label: String
  var unit: String
  var done: Int
  var total: Int?
  /// Seconds since the start.
  var elapsed: Double

  private static let barWidth = 24

  /// `Importing  42 % ██████████▏             1.2 M ticks/s  0:12 left`, cut to the terminal's width.
  func text(columns: Int) -> String {
    let rate = elapsed > 0 ? Double(done) / elapsed : 0
    var parts = [label]
    if let total, total > 0 {
      let share = min(1, Double(done) / Double(total))
      let filled = Int(share * Double(Self.barWidth))
      let percent = String(Int(share * 100))
      parts.append(String(repeating: " ", count: max(0, 3 - percent.count)) + percent + " %")
      parts.append(
        String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barWidth - filled))
      parts.append(Self.short(rate) + " \(unit)/s")
      if rate > 0 { parts.append(Self.clock(Double(max(0, total - done)) / rate) + " left") }
    } else {
      parts.append("\(Self.short(Double(done))) \(unit)")
      parts.append(Self.short(rate) + " \(unit)/s")
    }
    return String(parts.joined(separator: "  ").prefix(max(0, columns - 1)))
  }

  /// Three significant digits: `950`, `1.23 k`, `45.6 M`.
  static func short(_ value: Double) -> String {
    var rest = value
    var suffix = ""
    for next in [" k", " M", " G"] where rest >= 999.5 {
      rest /= 1_000
      suffix = next
    }
    if suffix.isEmpty { return String(Int(rest.rounded())) }
    let decimals = rest < 9.995 ? 2 : rest < 99.95 ? 1 : 0
    let scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1
    let scaled = Int((rest * Double(scale)).rounded())
    if decimals == 0 { return "\(scaled)\(suffix)" }
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(scaled / scale).\(zeros)\(fraction)\(suffix)"
  }

  /// `0:07`, `12:30`, `1:02:03`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 359_999).rounded())
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    let minutes = whole / 60
    return minutes < 60
      ? "\(minutes):\(two(whole % 60))" : "\(minutes / 60):\(two(minutes % 60)):\(two(whole % 60))"
  }
}
