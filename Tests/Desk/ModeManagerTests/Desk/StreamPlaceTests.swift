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
