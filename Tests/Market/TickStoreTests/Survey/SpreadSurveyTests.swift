import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("Spreads over all and by session")
struct SpreadSurveyTests {
  private func figures(_ quotes: [Quote]) throws -> SpreadFigures {
    var survey = SpreadSurvey()
    quotes.withUnsafeBufferPointer { survey.add($0) }
    return try #require(survey.result())
  }

  @Test("Percentiles are spreads that occurred, by nearest rank")
  func percentiles() throws {
    let start = try Timestamp(iso8601: "2019-02-04T10:00:00Z")
    let quotes = (1...200).reversed().map { spread in
      Quote(eventTime: start, bid: Price(points: 1_000), ask: Price(points: 1_000 + spread))
    }
    #expect(try figures(quotes).percentiles == [2, 10, 50, 100, 150, 190, 198])
    #expect(try figures([quotes[0]]).percentiles == Array(repeating: 200, count: 7))
  }

  @Test("Percentiles equal those of the sorted list, crossed and very wide spreads too")
  func sorted() throws {
    var random = SeededGenerator(seed: 11)
    let spreads = (0..<5_000).map { _ in
      Int64.random(in: 0..<20, using: &random) == 0
        ? Int64.random(in: -900_000...900_000, using: &random) : Int64.random(in: -5...60, using: &random)
    }
    let start = try Timestamp(iso8601: "2019-02-04T10:00:00Z")
    let quotes = spreads.enumerated().map { index, spread in
      Quote(
        eventTime: start.advanced(by: Int64(index) * Timestamp.minute), bid: Price(points: 1_000_000),
        ask: Price(points: 1_000_000 + spread))
    }
    let ordered = spreads.sorted()
    let expected = SpreadFigures.percentages.map { ordered[($0 * ordered.count + 99) / 100 - 1] }
    #expect(try figures(quotes).percentiles == expected)
  }

  @Test("A quote counts in every session that is open, or in none")
  func sessions() throws {
    let rows: [(String, Int64)] = [
      ("2019-02-04T02:00:00Z", 10), ("2019-02-04T08:30:00Z", 4), ("2019-02-04T14:00:00Z", 1),
      ("2019-02-04T15:00:00Z", 2), ("2019-02-04T20:00:00Z", 3), ("2019-02-04T23:00:00Z", 50),
    ]
    let figures = try figures(rows.map { try Quote($0.0, 100, 100 + $0.1) })
    let counts = Dictionary(uniqueKeysWithValues: figures.sessions.map { ($0.session, $0.quotes) })
    #expect(counts == [.asia: 2, .london: 3, .newYork: 3, .overlap: 2, .asiaLondon: 1])
    #expect(figures.quotesOutsideSessions == 1)
    #expect(figures.sessions.map(\.median) == [4, 2, 2, 1, 4])
    #expect(figures.sessions.map(\.meanHundredths) == [700, 233, 200, 150, 400])
  }

  @Test("A session without quotes has no mean")
  func noQuotes() throws {
    let figures = try figures([Quote("2019-02-04T02:00:00Z", 100, 101)])
    #expect(figures.sessions[1] == SessionFigures(session: .london, quotes: 0))
    #expect(SpreadSurvey().result() == nil)
  }
}
