import ModeManager
import Testing
import TradingCore

/// What a bot has seen of a stream is passed over.
@Suite("A bot's place in a stream")
struct StreamPlaceTests {
  private func advance(_ place: inout StreamPlace, _ milliseconds: [Int64]) -> Int {
    let quotes = milliseconds.map {
      Quote(eventTime: Timestamp(milliseconds: $0), bid: Price(points: 1), ask: Price(points: 2))
    }
    return quotes.withUnsafeBufferPointer { place.advance(over: $0) }
  }

  @Test("nothing is passed over at the start, and ticks of one time are counted over stretches")
  func fresh() {
    var place = StreamPlace(TickCursor())
    #expect(advance(&place, [1, 2, 2]) == 0)
    #expect(place.cursor == TickCursor(time: Timestamp(milliseconds: 2), count: 2))
    #expect(advance(&place, [2]) == 0)
    #expect(place.cursor == TickCursor(time: Timestamp(milliseconds: 2), count: 3))
    #expect(advance(&place, []) == 0)
  }

  @Test("of two that have seen ticks of the same symbols the further place counts, symbol by symbol")
  func furthest() {
    func cursor(_ milliseconds: Int64, _ count: Int) -> TickCursor {
      TickCursor(time: Timestamp(milliseconds: milliseconds), count: count)
    }
    let own = [cursor(2, 1), cursor(9, 1), cursor(5, 1), TickCursor()]
    let other = [cursor(3, 1), cursor(8, 4), cursor(5, 2), TickCursor()]
    #expect(
      TickCursor.furthest(own, other) == [cursor(3, 1), cursor(9, 1), cursor(5, 2), TickCursor()])
  }

  @Test("a stream that begins anew is taken up behind the last tick, whatever its stretches")
  func resumed() {
    let times: [Int64] = [1, 2, 2, 2, 3]
    for cut in 0...times.count {
      var place = StreamPlace(TickCursor(time: Timestamp(milliseconds: 2), count: 2))
      let passed = advance(&place, Array(times[..<cut])) + advance(&place, Array(times[cut...]))
      #expect(passed == 3)
      #expect(place.cursor == TickCursor(time: Timestamp(milliseconds: 3), count: 1))
    }
  }
}
