import Dispatch
import Synchronization

/// Events on their way from the thread of a feed to the thread that uses them, a bounded number of them.
///
/// A feed that finds it full keeps what it has parsed, at most what one read brought, and reads no more until
/// half of the queue is free: nothing is dropped and nothing grows. One feed puts, one thread takes.
package final class FeedQueue: Sendable {
  /// As many events as a queue holds unless another number is given.
  package static let defaultCapacity = 65_536

  /// As many events as it holds.
  package let capacity: Int
  private let state = Mutex(State())
  private let arrival = DispatchSemaphore(value: 0)

  private struct State {
    var events: [FeedEvent] = []
    /// Events before this place have been taken.
    var head = 0
    var takerWaits = false
    /// Whether the taker is to go on with nothing.
    var isWoken = false
    /// What the feed is told when there is room; one, so that trying again and again adds nothing.
    var onRoom: (@Sendable () -> Void)?
    var most = 0

    var count: Int { events.count - head }

    mutating func take(_ limit: Int) -> [FeedEvent] {
      let taken = max(min(limit, count), 0)
      if taken == events.count {
        defer { events = [] }
        return events
      }
      let result = Array(events[head..<head + taken])
      head += taken
      // Moving the rest to the front costs no more than what was taken since the last time.
      if head * 2 >= events.count {
        events.removeFirst(head)
        head = 0
      }
      return result
    }
  }

  /// An empty queue.
  package init(capacity: Int = FeedQueue.defaultCapacity) {
    precondition(capacity > 0, "a queue must hold at least one event")
    self.capacity = capacity
  }

  /// How many events wait.
  package var count: Int { state.withLock { $0.count } }

  /// Whether half of it is free.
  var hasRoom: Bool { count <= capacity / 2 }

  /// The most that ever waited.
  package var mostCount: Int { state.withLock { $0.most } }

  /// The oldest events, in order, removed; waits for the first one when there is none.
  ///
  /// - Parameters:
  ///   - limit: at most so many.
  ///   - waitingNanoseconds: at most so long; 0 does not wait.
  /// - Returns: none when the time is over, or somebody called `wake`.
  package func take(upTo limit: Int, waitingNanoseconds: Int64) -> [FeedEvent] {
    let deadline = DispatchTime.now() + .nanoseconds(Int(clamping: max(waitingNanoseconds, 0)))
    while true {
      let (events, onRoom, isWoken) = state.withLock { state in
        defer { state.isWoken = false }
        let events = state.take(limit)
        state.takerWaits = events.isEmpty && waitingNanoseconds > 0 && !state.isWoken
        return (events, state.count <= capacity / 2 ? state.onRoom.take() : nil, state.isWoken)
      }
      onRoom?()
      if !events.isEmpty || waitingNanoseconds <= 0 || isWoken { return events }
      if arrival.wait(timeout: deadline) == .success { continue }
      let stillWaits = state.withLock { state in
        defer { state.takerWaits = false }
        return state.takerWaits
      }
      // Somebody signaled just after the time was over: that signal is used up here.
      if !stillWaits { arrival.wait() }
      return state.withLock { $0.take(limit) }
    }
  }

  /// Has whoever takes go on, now or the next time, with what there is: something else has come for them.
  package func wake() {
    let wakes = state.withLock { state in
      defer { state.takerWaits = false }
      state.isWoken = true
      return state.takerWaits
    }
    if wakes { arrival.signal() }
  }

  /// Puts what fits, from the front, and removes it from the list.
  ///
  /// - Parameters:
  ///   - events: those to put, in order; what is left did not fit.
  ///   - onRoom: called once, on the taking thread, when half of the queue is free; only if some are left.
  ///     It takes the place of an earlier one.
  /// - Returns: whether all were put.
  func put(_ events: inout [FeedEvent], onRoom: @escaping @Sendable () -> Void) -> Bool {
    guard !events.isEmpty else { return true }
    let (putsAll, wakes) = state.withLock { state in
      let fitting = min(capacity - state.count, events.count)
      if fitting == events.count, state.events.isEmpty {
        swap(&state.events, &events)
      } else {
        state.events += events.prefix(fitting)
        events.removeFirst(fitting)
      }
      state.most = max(state.most, state.count)
      if !events.isEmpty { state.onRoom = onRoom }
      let wakes = state.takerWaits && state.count > 0
      if wakes { state.takerWaits = false }
      return (events.isEmpty, wakes)
    }
    if wakes { arrival.signal() }
    return putsAll
  }
}
