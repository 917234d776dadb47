import FileSystem
import TradingCore

/// The reading of a pipe, on one thread from its start to its end.
///
/// It is made on one thread and then used on the reading one alone, which is what makes it safe to hand over.
final class PipeSession: @unchecked Sendable {
  /// What is read.
  enum Source {
    /// A FIFO or a file.
    case path(String)
    /// Something open, which stays open.
    case descriptor(Int32)
  }

  private let setup: FeedSetup
  private let queue: FeedQueue
  private let wake: WakePipe
  private let isStopped: @Sendable () -> Bool
  private var reception: FeedReception
  private var failures = 0
  private var isConnected = false

  /// How the reading of something that was open ended.
  private enum Ending {
    case end
    case endOnPurpose
    case stopped
    case dropped(reason: String)
    case failed(reason: String)
  }

  init(_ setup: FeedSetup, queue: FeedQueue, wake: WakePipe, isStopped: @escaping @Sendable () -> Bool) {
    self.setup = setup
    self.queue = queue
    self.wake = wake
    self.isStopped = isStopped
    reception = setup.reception
  }

  func run(_ source: Source) {
    switch source {
    case .descriptor(let number): readOnce(Descriptor(number: number))
    case .path(let path): readPath(path)
    }
  }

  /// Standard input or a file: what has an end.
  private func readOnce(_ input: borrowing some Opened & ~Copyable) {
    becomeConnected()
    switch read(input) {
    case .stopped: return
    case .end, .endOnPurpose: finish(.ended)
    case .dropped(let reason), .failed(let reason):
      finish(.disconnected(reason: reason, retryNanoseconds: nil))
    }
  }

  private func readPath(_ path: String) {
    var last: OpenFile?
    while !isStopped() {
      // The next one is opened before the last one is closed: what a new writer has written is not lost.
      let opened: OpenFile
      do {
        opened = try OpenFile(path, .nonBlocking)
        _ = last.take()
      } catch {
        _ = last.take()
        guard waitToRetry("can't open \(path): \(error.reason)") else { return }
        continue
      }
      switch (try? opened.status())?.kind {
      case .folder:
        guard waitToRetry("can't read \(path): it is a folder") else { return }
      case .pipe:
        guard readFIFO(opened, path) else { return }
      default: return readOnce(opened)
      }
      last = consume opened
    }
  }

  /// One writer of a FIFO after another until none is left: true to open it again.
  private func readFIFO(_ fifo: borrowing OpenFile, _ path: String) -> Bool {
    reception.beginConnection()
    isConnected = false
    switch read(fifo, readsAhead: true) {
    case .stopped: return false
    case .endOnPurpose:
      finish(.ended)
      return false
    case .end:
      guard isConnected else {
        // Where the system reports the end of a FIFO that nobody has opened, this must not become a busy
        // loop.
        _ = wake.wait(for: -1, nanoseconds: 10 * Timestamp.millisecond)
        return true
      }
      failures = 0
      // There is nothing to wait for: a new writer waits for us.
      return finish(.disconnected(reason: "the writer of \(path) went away", retryNanoseconds: 0))
    case .dropped(let reason), .failed(let reason): return waitToRetry(reason)
    }
  }

  private func becomeConnected() {
    guard !isConnected else { return }
    isConnected = true
    reception.add(.connected, at: setup.clock())
  }
}

extension PipeSession {
  /// Reads until the end or until told to stop. Only what never blocks can be read ahead.
  private func read(_ input: borrowing some Opened & ~Copyable, readsAhead: Bool = false) -> Ending {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1_024, alignment: 16)
    defer { buffer.deallocate() }
    guard flush() else { return .stopped }
    // A writer that came and went before the FIFO was opened is not seen by waiting, only by reading on.
    var looksFirst = false
    while !isStopped() {
      if !looksFirst { guard case .readable = wake.wait(for: input.number) else { continue } }
      let count: Int
      do { count = try input.read(into: buffer) } catch {
        looksFirst = false
        if error == .interrupted || error == .wouldBlock { continue }
        return .failed(reason: "reading failed: \(error.reason)")
      }
      if count == 0 { return .end }
      looksFirst = readsAhead
      becomeConnected()
      let verdict = reception.receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: setup.clock())
      guard flush() else { return .stopped }
      switch verdict {
      case .goOn: break
      case .ended: return .endOnPurpose
      case .drop(let reason): return .dropped(reason: reason)
      }
    }
    return .stopped
  }

  /// The end of what was open: true unless told to stop.
  @discardableResult
  private func finish(_ kind: FeedEvent.Kind) -> Bool {
    let now = setup.clock()
    reception.endConnection(at: now)
    reception.add(kind, at: now)
    return flush()
  }

  /// Tells what went wrong and waits: true to try again.
  private func waitToRetry(_ reason: String) -> Bool {
    if reception.goodLines > 0 { failures = 0 }
    failures += 1
    let delay = setup.configuration.reconnect.delay(afterFailures: failures, jitter: setup.jitter())
    guard finish(.disconnected(reason: reason, retryNanoseconds: delay)) else { return false }
    reception.beginConnection()
    let end = ContinuousClock.now + .nanoseconds(delay)
    while !isStopped() {
      let left = (end - ContinuousClock.now) / .nanoseconds(1)
      guard left > 0 else { return true }
      _ = wake.wait(for: -1, nanoseconds: Int64(left))
    }
    return false
  }

  /// Puts the events into the queue, waiting for room: true unless told to stop.
  private func flush() -> Bool {
    let wake = wake
    while !queue.put(&reception.outbox, onRoom: { wake.wake() }) {
      repeat {
        guard !isStopped() else { return false }
        _ = wake.wait(for: -1)
      } while !queue.hasRoom
    }
    return !isStopped()
  }
}
