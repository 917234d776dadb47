import FileSystem
package import TradingCore

/// Where lines of a log go. Writing never waits for a reader and never fails: lines that don't fit are counted.
package protocol LogDestination: Sendable {
  /// Takes a line without its line break, and when it was written.
  func write(_ line: String, at time: Timestamp)

  /// Lines that were dropped so far.
  var droppedLines: Int { get }
}

/// What both destinations do with lines that could not be written.
struct DroppedLines {
  private(set) var total = 0
  /// Dropped since the last line that was written.
  private var unsaid = 0

  mutating func add() {
    total += 1
    unsaid += 1
  }

  /// A line that says how many are missing before the next one, if any are.
  func note(at time: Timestamp) -> String? {
    guard unsaid > 0 else { return nil }
    return "{\"time\":\"\(time.iso8601)\",\"level\":\"warning\",\"message\":\"log lines were dropped\","
      + "\"metadata\":{\"count\":\"\(unsaid)\"}}"
  }

  mutating func said() { unsaid = 0 }
}

extension Timestamp {
  /// What the wall clock of this machine shows.
  static func wallClock() -> Timestamp { Timestamp(nanoseconds: Machine.wallClock) }
}
