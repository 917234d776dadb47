import Foundation
import Testing
import TradingCore

@testable import SessionRecording

@Suite("Live quotes get engine times that a merge of files gives back in order of arrival")
struct StreamOrderTests {
  /// EURUSD is 0 and GBPUSD 1; `AUDUSD`, the first by name, is 2.
  private let symbols = ["EURUSD", "GBPUSD", "AUDUSD"].compactMap { Symbol($0) }

  private func quote(_ time: Int64, _ bid: Int64 = 100) -> Quote {
    Quote(eventTime: Timestamp(nanoseconds: time), bid: Price(points: bid), ask: Price(points: bid + 2))
  }

  private func new(_ time: Int64) -> StreamOrder.Placement { .new(Timestamp(nanoseconds: time)) }

  @Test("Times that are in order stay as they were sent")
  func inOrder() {
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
    #expect(order.place(quote(1_001, 101), symbolIndex: 2) == new(1_002))
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
    #expect(order.place(quote(1_000, 2), symbolIndex: 0) == .repeated)
    #expect(order.place(quote(1_000, 3), symbolIndex: 0) == new(1_000), "the first that is new")
    #expect(order.place(quote(900, 1), symbolIndex: 0) == .late(lastSent: Timestamp(nanoseconds: 1_000)))
    #expect(order.repeatedCount == 4)
  }

  @Test("An exact duplicate is used once, next to the first or not, whatever other symbols send between")
  func duplicate() {
    var order = StreamOrder(symbols: symbols)
    #expect(order.place(quote(1_000), symbolIndex: 0) == new(1_000))
    #expect(order.place(quote(1_000), symbolIndex: 0) == .repeated)
    #expect(order.place(quote(1_000), symbolIndex: 1) == new(1_000), "of another symbol")
    #expect(order.place(quote(1_000, 7), symbolIndex: 0) == new(1_001))
    #expect(order.place(quote(1_000), symbolIndex: 1) == .repeated)
    #expect(order.place(quote(1_000), symbolIndex: 0) == .repeated, "sent again after a new one")
    #expect(order.place(quote(1_000, 7), symbolIndex: 0) == .repeated)
    #expect(order.place(quote(1_001), symbolIndex: 0) == new(1_001), "the same prices at another time")
    #expect(order.cursors[0].sentCount == 1)
    #expect(order.repeatedCount == 4 && order.lateCount == 0)
  }

  @Test("Another size makes another quote")
  func sizes() {
    var order = StreamOrder(symbols: symbols)
    func place(_ size: Int64?) -> StreamOrder.Placement {
      order.place(
        quote(1_000), size: size.map { QuoteSize(bidUnits: $0, askUnits: 5) }, symbolIndex: 0)
    }
    #expect(place(1) == new(1_000))
    #expect(place(2) == new(1_000))
    #expect(place(1) == .repeated)
    #expect(place(2) == .repeated)
    #expect(place(nil) == new(1_000), "none was sent with it")
  }

  @Test("Where a feed's repeats are kept, only what comes again after a reconnection is recognized")
  func kept() {
    var order = StreamOrder(symbols: symbols)
    order.keepsRepeats = true
    for bid: Int64 in [1, 2, 1] { #expect(order.place(quote(1_000, bid), symbolIndex: 0) == new(1_000)) }
    order.sourceReturned()
    for bid: Int64 in [1, 2, 1] { #expect(order.place(quote(1_000, bid), symbolIndex: 0) == .repeated) }
    #expect(order.place(quote(1_000, 1), symbolIndex: 0) == new(1_000), "had twice, so this is another")
  }

  @Test("A session that goes on from bytes knows what it had of the last time")
  func goesOn() throws {
    var order = StreamOrder(symbols: symbols)
    _ = order.place(quote(1_000, 1), size: QuoteSize(bidUnits: 3, askUnits: 4), symbolIndex: 0)
    _ = order.place(quote(1_000, 2), symbolIndex: 0)
    var next = try #require(StreamOrder(encoded: order.encoded, symbols: symbols))
    #expect(next.place(quote(1_000, 1), symbolIndex: 0) == .repeated)
    #expect(next.place(quote(1_000, 2), symbolIndex: 0) == .repeated)
    #expect(next.place(quote(1_000, 3), symbolIndex: 0) == new(1_000))
  }

  @Test("The cursor counts the quotes of the last time, as sent and as kept")
  func cursor() {
    var order = StreamOrder(symbols: symbols)
    #expect(order.cursors[1] == StreamOrder.Cursor())
    _ = order.place(quote(500), symbolIndex: 1)
    _ = order.place(quote(1_000), symbolIndex: 0)
    _ = order.place(quote(600), symbolIndex: 1)
    _ = order.place(quote(600, 101), symbolIndex: 1)
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
