import TradingCore

/// What a broker can do and how long its answers are waited for. Evidence keeps it with its recipe: a session that is run
/// again has to wait as long.
package struct BrokerSettings: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case keepsLevels = "keeps_levels"
    case trailsStops = "trails_stops"
    case answerTimeout = "answer_timeout"
    case lookupPause = "lookup_pause"
    case clockTolerance = "clock_tolerance"
    case memory = "memory"
  }

  /// Whether stop losses and take profits rest on positions at the broker. If not, each is an order of its own, and
  /// the one that is filled has the other canceled.
  package var keepsLevels: Bool
  /// Whether the broker follows the market with a stop by itself.
  package var trailsStops: Bool
  /// Nanoseconds until an order, close, change or cancel that nobody answered counts as unknown.
  package var answerTimeout: Int64
  /// Nanoseconds until something that is not known is looked up again; doubled each time, sixteen times this at most.
  package var lookupPause: Int64
  /// Nanoseconds by which the broker's clock may be behind ours.
  package var clockTolerance: Int64
  /// How many orders that have ended are kept to recognize what comes late.
  package var memory: Int

  /// Settings; the defaults suit a broker with levels on positions.
  package init(
    keepsLevels: Bool = true, trailsStops: Bool = false, answerTimeout: Int64 = 5 * Timestamp.second,
    lookupPause: Int64 = 2 * Timestamp.second, clockTolerance: Int64 = 2 * Timestamp.second, memory: Int = 512
  ) {
    self.keepsLevels = keepsLevels
    self.trailsStops = trailsStops
    self.answerTimeout = answerTimeout
    self.lookupPause = lookupPause
    self.clockTolerance = clockTolerance
    self.memory = memory
  }

  /// How long to wait after so many lookups.
  func pause(afterTries tries: Int) -> Int64 {
    let (pause, overflowed) = lookupPause.multipliedReportingOverflow(
      by: 1 << Int64(min(max(tries - 1, 0), 4)))
    return overflowed ? .max : pause
  }
}
