import Synchronization

/// What a download has done so far; read by whoever draws the bar while the work goes on.
package final class DownloadProgress: Sendable {
  /// Counts of one moment.
  package struct Counts: Sendable, Hashable {
    /// Hours settled in this run, of those that had to be asked for.
    package var hoursDone = 0
    /// Requests sent, repeated ones too.
    package var requests = 0
    /// Bytes of hour files received.
    package var bytes = 0
  }

  private let state = Mutex(Counts())

  /// Nothing done yet.
  package init() {}

  /// The counts of this moment.
  package var counts: Counts { state.withLock { $0 } }

  func countHour() { state.withLock { $0.hoursDone += 1 } }
  func countRequest() { state.withLock { $0.requests += 1 } }
  func countBytes(_ bytes: Int) { state.withLock { $0.bytes += bytes } }
}
