import TestSupport
import Testing

/// Random sessions with every rule switched on: the books agree with an independent accountant's to the last
/// unit, nothing fills more than there is, and how the ticks are handed over makes no difference.
struct FullSessionTests {
  static let sessions = SessionCount.of(debug: 100, release: 10_000)
  static let batches = 20

  @Test("money, margin and sizes hold with everything switched on", arguments: 0..<batches)
  func holds(_ batch: Int) throws {
    var fills = 0
    for seed in stride(from: batch, to: Self.sessions, by: Self.batches) {
      let audit = try FullAudit(FullSession(seed: UInt64(seed)))
      fills += audit.fillCount
      guard audit.faults.isEmpty else {
        Issue.record("\(audit.faults.prefix(3).joined(separator: "\n"))")
        return
      }
    }
    #expect(fills > Self.sessions / Self.batches, "sessions that trade")
  }
}
