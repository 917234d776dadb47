import Foundation
import Testing
import TradingCore

@testable import ModeManager

@Suite("Live quotes get engine times that a merge of files gives back in order of arrival")
struct StreamOrderTests {
  /// EURUSD is 0 and GBPUSD 1; `AUDUSD`, the first by name, is 2.
  private let symbols = ["EURUSD", "GBPUSD", "AUDUSD"].compactMap { Symbol($0) }

  private func quote(_ time: Int64, _ bid: Int64 = 100) -> Quote {
    Quote(eventTime: Timestamp(nanoseconds: time), bid: Price(points: bid), ask: Price(points: bid + 2))
  }

  private func new(_ time: Int64) -> StreamOrder.Placement { .new(Timestamp(nanoseconds: time)) }

  @Test("Times that are in order stay as they were sent")
  func kept() {
    var order = StreamOrder(symbols: symbols)
    #expect(order.place(quote(1_000), symbolIndex: 0) == new(1_000))
    #expect(order.place(quote(1_000), symbolIndex: 1) == new(1_000))
    #expect(order.place(quote(1_001), symbolIndex: 2) == new(1_001))
  }

  @Test("A quote that another symbol's has overtaken takes that one's time, or a nanosecond more")
  func moved() {
    var order = StreamOrder(symbols: symbols)
    #expect(order.place(quote(1_000), symbolIndex: 0) == new(1_000))
    #expect(order.place(quote(900), symbolIndex: 1) == new(1_000), "GBPUSD sorts after EURUSD")
    #expect(order.place(quote(950), symbolIndex: 2) == new(1_001), "AUDUSD sorts before both")
    #expect(order.place(quote(1_001), symbolIndex: 2) == new(1_001))
    #expect(order.place(quote(1_001), symbolIndex: 0) == new(1_001))
    #expect(order.place(quote(1_001), symbolIndex: 2) == new(1_002))
  }

  @Test("A quote older than the last one sent of its symbol is late, whatever engine time that got")
  func late() {
    var order = StreamOrder(symbols: symbols)
    _ = order.place(quote(1_000), symbolIndex: 0)
    _ = order.place(quote(500), symbolIndex: 1)
    #expect(order.place(quote(499), symbolIndex: 1) == .late(lastSent: Timestamp(nanoseconds: 500)))
    #expect(order.place(quote(501), symbolIndex: 1) == new(1_000), "newer than 500, though not than 1000")
    #expect(order.lateCount == 1)
  }

  @Test("A stamp beyond the limit does not drag the other symbols' times along")
  func ahead() {
    var order = StreamOrder(symbols: symbols)
    let limit = Timestamp(nanoseconds: 2_000)
    #expect(order.place(quote(9_999), symbolIndex: 0, notAfter: limit) == .ahead)
    #expect(order.place(quote(1_000), symbolIndex: 1, notAfter: limit) == new(1_000))
    #expect(order.aheadCount == 1)
  }

  @Test("What a source sends again after a reconnection is told from what is new")
  func repeated() {
    var order = StreamOrder(symbols: symbols)
    _ = order.place(quote(900, 1), symbolIndex: 0)
    _ = order.place(quote(1_000, 1), symbolIndex: 0)
    _ = order.place(quote(1_000, 2), symbolIndex: 0)
    order.sourceReturned()
    #expect(order.place(quote(900, 1), symbolIndex: 0) == .repeated)
    #expect(order.place(quote(1_000, 1), symbolIndex: 0) == .repeated)
    #expect(order.place(quote(1_000, 2), symbolIndex: 0) == .repeated)
    #expect(order.place(quote(1_000, 2), symbolIndex: 0) == new(1_000), "had once only, so this is another")
    #expect(order.place(quote(900, 1), symbolIndex: 0) == .late(lastSent: Timestamp(nanoseconds: 1_000)))
    #expect(order.repeatedCount == 3)
  }

  @Test("Without a reconnection, an exact duplicate is a quote like any other")
  func duplicate() {
    var order = StreamOrder(symbols: symbols)
    #expect(order.place(quote(1_000), symbolIndex: 0) == new(1_000))
    #expect(order.place(quote(1_000), symbolIndex: 0) == new(1_000))
  }

  @Test("The cursor counts the quotes of the last time, as sent and as kept")
  func cursor() {
    var order = StreamOrder(symbols: symbols)
    #expect(order.cursors[1] == StreamOrder.Cursor())
    _ = order.place(quote(500), symbolIndex: 1)
    _ = order.place(quote(1_000), symbolIndex: 0)
    _ = order.place(quote(600), symbolIndex: 1)
    _ = order.place(quote(600), symbolIndex: 1)
    _ = order.place(quote(700), symbolIndex: 1)
    #expect(
      order.cursors[1]
        == StreamOrder.Cursor(
          sentTime: Timestamp(nanoseconds: 700), sentCount: 1,
          engineTime: Timestamp(nanoseconds: 1_000), engineOrdinal: 3))
    #expect(order.engineTime == Timestamp(nanoseconds: 1_000))
  }

  @Test("State written and read goes on as if nothing had happened")
  func codable() throws {
    var order = StreamOrder(symbols: symbols)
    _ = order.place(quote(1_000), symbolIndex: 0)
    var copy = try JSONDecoder().decode(StreamOrder.self, from: try JSONEncoder().encode(order))
    #expect(copy == order)
    #expect(copy.place(quote(900), symbolIndex: 2) == new(1_001))
  }
}
