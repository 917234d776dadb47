import TradingCore

/// All there is to say about a tick file without showing its ticks.
package struct TickFileInfo: Sendable, Hashable {
  /// Where it is.
  package var path: String
  /// What it says about itself.
  package var metadata: TickFileMetadata
  /// What it holds.
  package var kind: TickKind
  /// The unit of its times.
  package var timeUnit: TimeUnit
  /// What was counted over its ticks.
  package var statistics: TickStatistics
  /// How many blocks it has.
  package var blocks: Int
  /// Its size in bytes.
  package var bytes: Int
  /// SHA-256 over the decoded ticks, in hex.
  package var contentDigest: String
  /// SHA-256 over the file's bytes, in hex.
  package var sha256: String

  /// The file's size by tick.
  package var bytesPerTick: Double { Double(bytes) / Double(statistics.ticks) }
  /// The longest time between two neighbors, in seconds.
  package var longestGapSeconds: Double { Double(statistics.longestGap) / 1e9 }
}

/// What reading all of a file found.
package enum TickFileVerification: Sendable, Hashable {
  /// Every byte is as it was written.
  case sound(TickFileInfo)
  /// Something is not; the first part at fault.
  case faulty(TickFileFault)
}
