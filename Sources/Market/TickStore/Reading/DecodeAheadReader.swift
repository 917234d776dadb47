import Dispatch
import Synchronization

/// Decodes the next few blocks of a source on another thread while the caller works on one.
///
/// At most `depth` blocks are decoded ahead; each call hands the caller's used block back for the next one, so
/// that memory stays bounded. An error arrives after the ticks before it. Dropping the reader starts no more
/// work; a block being decoded is finished and dropped.
package final class DecodeAheadReader: TickBlockSource {
  private let worker: Worker
  private var isStarted = false
  private var isFinished = false
  private let depth: Int

  /// A reader ahead of a source, which no one else may use from then on.
  package init(_ source: sending some TickBlockSource, depth: Int = 3) {
    worker = Worker(source)
    self.depth = max(1, depth)
  }

  deinit { worker.cancel() }

  /// Puts the next full block in the caller's place, waiting for it when need be.
  ///
  /// - Returns: `false` at the end; the block then has no meaning.
  /// - Throws: what the source threw.
  package func nextBlock(into block: inout TickBlock) throws(TickStoreError) -> Bool {
    guard !isFinished else { return false }
    if !isStarted {
      isStarted = true
      for _ in 1..<max(depth, 2) { worker.request(TickBlock()) }
    }
    worker.request(block)
    switch worker.take() {
    case .block(let full):
      block = full
      return true
    case .end:
      isFinished = true
      return false
    case .failure(let error):
      isFinished = true
      throw error
    }
  }
}

/// The other thread's side: a serial queue of requests and the results in order.
///
/// Unchecked `Sendable`: the source and `isOver` are touched on the queue only.
private final class Worker: @unchecked Sendable {
  enum Result {
    case block(TickBlock)
    case end
    case failure(TickStoreError)
  }

  private let source: any TickBlockSource
  private let queue = DispatchQueue(label: "slipway.decode-ahead", qos: .userInitiated)
  private let ready = DispatchSemaphore(value: 0)
  private let results = Mutex<[Result]>([])
  private let isCanceled = Atomic<Bool>(false)
  private var isOver = false

  init(_ source: any TickBlockSource) { self.source = source }

  func cancel() { isCanceled.store(true, ordering: .relaxed) }

  func request(_ block: TickBlock) {
    queue.async { [self] in
      guard !isCanceled.load(ordering: .relaxed) else { return }
      let result = fill(block)
      results.withLock { $0.append(result) }
      ready.signal()
    }
  }

  func take() -> Result {
    ready.wait()
    return results.withLock { $0.removeFirst() }
  }

  private func fill(_ block: TickBlock) -> Result {
    guard !isOver else { return .end }
    var block = block
    do {
      if try source.nextBlock(into: &block) { return .block(block) }
      isOver = true
      return .end
    } catch {
      isOver = true
      return .failure(error)
    }
  }
}
