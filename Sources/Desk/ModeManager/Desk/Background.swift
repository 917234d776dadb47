import Dispatch
import Logging
import SessionRecording

/// Housekeeping that nothing waits for.
enum Background {
  private static let queue = DispatchQueue(label: "slipway.housekeeping", qos: .utility)

  /// Seals one segment after another, on a thread of its own; one that is not sealed can be read all the same.
  static func seal(_ segment: ClosedSegment, _ log: Logger) {
    queue.async {
      do { _ = try segment.seal() } catch {
        log.warning("a segment was not sealed", metadata: ["reason": "\(error)"])
      }
    }
  }
}
