package import JSONText
package import ModeManager
import TradingCore

/// A home's desk as a process next door sees it.
package struct ShownDesk: Sendable, Hashable {
  /// What the run showed last.
  package let snapshot: DeskSnapshot
  /// Whether a run still stands behind it: one that hangs or was killed leaves its last snapshot behind.
  package let isCurrent: Bool

  init(_ snapshot: DeskSnapshot, now: Timestamp) {
    self.snapshot = snapshot
    // One from the future is of a clock that was set since: nobody knows how old it is.
    isCurrent =
      (Int128(now.nanoseconds) - Int128(snapshot.takenAt.nanoseconds)).magnitude
      <= SnapshotFile.staleAfter.magnitude
  }

  /// As one document.
  package var json: JSONValue { snapshot.json.adding("current", .boolean(isCurrent)) }
}
