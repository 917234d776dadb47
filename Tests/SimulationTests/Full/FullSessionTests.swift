import SeededProperties
import TestSupport
import Testing

/// Random sessions with every rule switched on: the books agree with an independent accountant's to the last
/// unit, nothing fills more than there is, and how the ticks are handed over makes no difference.
struct FullSessionTests {
  @Test(
    "money, margin and sizes hold with everything switched on",
    arguments: SeededBatch.all(SessionCount.seeds(100), 20))
  func holds(_ batch: SeededBatch) { batch.expect(.books) }
}
