import Dispatch
import Logging
import SessionRecording

/// Housekeeping that nothing waits for.
enum Background {
  private static let queue = DispatchQueue(label: "slipway.housekeeping", qos: .utility)

  /// Seals one segment after another, on a thread of its own; one that is not sealed can be read all the same.
  ///
  /// `then`: what is to be done with it after that.
  static func seal(_ segment: ClosedSegment, _ log: Logger, then: @escaping @Sendable () throws -> Void = {})
  {
    queue.async {
      do { _ = try segment.seal() } catch {
        log.warning("a segment was not sealed", metadata: ["reason": "\(error)"])
      }
      do { try then() } catch {
        log.warning("a segment is not in the chain yet", metadata: ["reason": "\(error)"])
      }
    }
  }
}
