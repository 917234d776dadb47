import NIOPosix
import Synchronization
import TradingCore

/// A feed from a FIFO, a file or standard input. Nothing is sent; a FIFO whose writer goes away is opened
/// again.
package final class PipeFeed: QuoteFeed {
  private let setup: FeedSetup
  private let path: String?
  private let wake = WakePipe()
  private let shouldStop = Atomic(false)
  private let pool = NIOThreadPool(numberOfThreads: 1)

  /// A feed from a path, or from standard input without one; nothing is opened yet.
  init(_ setup: FeedSetup, path: String?) {
    self.setup = setup
    self.path = path
  }

  deinit { stop() }

  /// Starts reading. The cursors are not asked for: there is nobody to send them to.
  package func start(into queue: FeedQueue, resumeCursors: @escaping @Sendable () -> [FeedCursor]) {
    start(into: queue, descriptor: 0)
  }

  /// Starts reading; what stands for standard input can be chosen.
  func start(into queue: FeedQueue, descriptor: Int32) {
    pool.start()
    let isStopped: @Sendable () -> Bool = { [weak self] in self?.shouldStop.load(ordering: .relaxed) ?? true }
    let session = PipeSession(setup, queue: queue, wake: wake, isStopped: isStopped)
    let path = path
    pool.submit { state in
      guard state == .active else { return }
      session.run(path.map { .path($0) } ?? .descriptor(descriptor))
    }
  }

  /// Ends the reading thread and waits for it.
  package func stop() {
    shouldStop.store(true, ordering: .relaxed)
    wake.wake()
    try? pool.syncShutdownGracefully()
  }
}
