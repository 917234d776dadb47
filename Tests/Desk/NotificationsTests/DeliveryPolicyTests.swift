import Notifications
import Testing
import TradingCore

@Suite("When a failed delivery is tried again")
struct DeliveryPolicyTests {
  private let policy = DeliveryPolicy()

  private func wait(after attempt: Int, asked: Duration? = nil, jitter: Double = 1) -> Int64? {
    let step = policy.step(
      afterAttempt: attempt, outcome: .retry(after: asked, reason: "no"), now: Sample.now, jitter: jitter)
    guard case .retry(let time, _) = step else { return nil }
    return (time.nanoseconds - Sample.now.nanoseconds) / Timestamp.millisecond
  }

  @Test("Waits double and the eighth attempt is the last")
  func doubling() {
    #expect((1...8).map { wait(after: $0) } == [2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, nil])
  }

  @Test("Waits stay below the longest")
  func longest() {
    var retry = NotificationRetry()
    retry.attempts = 1_000
    retry.factor = 10
    let step = DeliveryPolicy(retry).step(
      afterAttempt: 999, outcome: .retry(after: nil, reason: "no"), now: Sample.now, jitter: 1)
    #expect(step == .retry(at: Sample.now.advanced(by: 300 * Timestamp.second), reason: "no"))
  }

  @Test("Jitter takes away up to half")
  func jitter() { #expect(wait(after: 1, jitter: 0) == 1_000) }

  @Test("A receiver that asks for patience gets it, up to an hour")
  func patience() {
    #expect(wait(after: 1, asked: .seconds(40)) == 40_000)
    #expect(wait(after: 1, asked: .seconds(1)) == 2_000)
    #expect(wait(after: 1, asked: .seconds(86_400)) == 3_600_000)
  }

  @Test("The last failure names itself and how often it was tried")
  func lastWords() {
    let step = policy.step(
      afterAttempt: 8, outcome: .retry(after: nil, reason: "no answer in time"), now: Sample.now, jitter: 0)
    #expect(step == .dead(reason: "no answer in time, tried 8 times"))
  }
}
