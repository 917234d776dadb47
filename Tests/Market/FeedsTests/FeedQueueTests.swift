@testable import Feeds
import Foundation
import Synchronization
import Testing
import TradingCore

/// Events between two threads.
struct FeedQueueTests {
  private func events(_ numbers: ClosedRange<Int64>) -> [FeedEvent] {
    numbers.map { FeedEvent(.heartbeat, receivedAt: Timestamp(nanoseconds: $0)) }
  }

  private func numbers(_ events: [FeedEvent]) -> [Int64] { events.map(\.receivedAt.nanoseconds) }

  @Test("events come out in order, as many as asked for")
  func order() {
    let queue = FeedQueue()
    var first = events(1...5)
    #expect(queue.put(&first) {})
    #expect(first.isEmpty)
    #expect(numbers(queue.take(upTo: 2, waitingNanoseconds: 0)) == [1, 2])
    var second = events(6...7)
    #expect(queue.put(&second) {})
    #expect(numbers(queue.take(upTo: 10, waitingNanoseconds: 0)) == [3, 4, 5, 6, 7])
    #expect(queue.take(upTo: 10, waitingNanoseconds: 0).isEmpty)
  }

  @Test("a full queue takes what fits, and calls when half of it is free")
  func full() {
    let queue = FeedQueue(capacity: 4)
    let calls = Atomic(0)
    var pending = events(1...6)
    #expect(!queue.put(&pending) { calls.add(1, ordering: .relaxed) })
    #expect(numbers(pending) == [5, 6])
    _ = queue.take(upTo: 1, waitingNanoseconds: 0)
    #expect(calls.load(ordering: .relaxed) == 0)
    _ = queue.take(upTo: 1, waitingNanoseconds: 0)
    #expect(calls.load(ordering: .relaxed) == 1)
    #expect(queue.put(&pending) {})
    #expect(numbers(queue.take(upTo: 9, waitingNanoseconds: 0)) == [3, 4, 5, 6])
    #expect(queue.mostCount == 4)
  }

  @Test("a feed that tries again and again while it is full is called once")
  func retries() {
    let queue = FeedQueue(capacity: 1)
    let calls = Atomic(0)
    var pending = events(1...2)
    for _ in 0..<100 { #expect(!queue.put(&pending) { calls.add(1, ordering: .relaxed) }) }
    _ = queue.take(upTo: 1, waitingNanoseconds: 0)
    #expect(calls.load(ordering: .relaxed) == 1)
  }

  @Test("waiting ends when its time is over")
  func timeout() {
    let start = ContinuousClock.now
    #expect(FeedQueue().take(upTo: 1, waitingNanoseconds: 20 * Timestamp.millisecond).isEmpty)
    #expect(ContinuousClock.now - start >= .milliseconds(20))
  }

  @Test("two threads pass twenty thousand events through a small queue")
  func threads() {
    let queue = FeedQueue(capacity: 64)
    let total: Int64 = 20_000
    Thread.detachNewThread {
      var next: Int64 = 1
      var pending: [FeedEvent] = []
      let end = ContinuousClock.now + .seconds(240)
      while next <= total || !pending.isEmpty, ContinuousClock.now < end {
        while pending.count < 10, next <= total {
          pending.append(FeedEvent(.heartbeat, receivedAt: Timestamp(nanoseconds: next)))
          next += 1
        }
        if !queue.put(&pending, onRoom: {}) { Thread.sleep(forTimeInterval: 0.000_1) }
      }
    }
    var expected: Int64 = 1
    while expected <= total {
      let taken = queue.take(upTo: 7, waitingNanoseconds: 5 * Timestamp.second)
      guard !taken.isEmpty else { break }
      for event in taken {
        #expect(event.receivedAt.nanoseconds == expected)
        expected += 1
      }
    }
    #expect(expected == total + 1)
    #expect(queue.mostCount <= 64)
  }

  @Test("somebody who waits is woken with nothing, at once and only once", .timeLimit(.minutes(5)))
  func woken() {
    let queue = FeedQueue()
    Thread.detachNewThread { queue.wake() }
    #expect(queue.take(upTo: 1, waitingNanoseconds: 1_000 * Timestamp.second).isEmpty)
    queue.wake()
    #expect(queue.take(upTo: 1, waitingNanoseconds: 1_000 * Timestamp.second).isEmpty)
    let start = ContinuousClock.now
    #expect(queue.take(upTo: 1, waitingNanoseconds: 20 * Timestamp.millisecond).isEmpty)
    #expect(ContinuousClock.now - start >= .milliseconds(20))
  }
}
