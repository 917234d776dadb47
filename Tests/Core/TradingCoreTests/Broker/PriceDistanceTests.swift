import Foundation
import Testing
import TradingCore

struct PriceDistanceTests {
  private func instrument(_ name: String) throws -> Instrument {
    let symbol = try #require(Symbol(name))
    return try #require(InstrumentCatalog.standard[symbol])
  }

  @Test(arguments: [
    ("EURUSD", "0.2 pip", 2), ("EURUSD", "2 points", 2), ("USDJPY", "1.5 pips", 15), ("XAUUSD", "0.5 pip", 5),
    ("US500", "0.01 pip", 1), ("BTCUSD", "3 pips", 3), ("EURUSD", "-0.1 pip", -1), ("EURUSD", "0 points", 0),
  ])
  func countsPointsOfTheInstrument(symbol: String, text: String, points: Int64) throws {
    let distance = try #require(PriceDistance(text))
    #expect(try distance.points(on: instrument(symbol)) == points)
  }

  @Test func refusesAFractionOfAPoint() throws {
    let distance = try #require(PriceDistance("0.25 pip"))
    let fault = #expect(throws: ProfileFault.self) {
      try distance.points(on: instrument("EURUSD"), field: "spread.distance")
    }
    #expect(
      fault?.description
        == "spread.distance: 0.25 pip is 2.5 points on EURUSD, not a whole number; "
        + "give the distance in points, or change the instrument's digits or pip")
    #expect(try distance.tenThousandthsOfPoint(on: instrument("EURUSD")) == 25_000)
  }

  @Test func refusesADistanceBeyondAnyPrice() throws {
    let largest = try #require(PriceDistance("1099511627775 points"))
    #expect(try largest.points(on: instrument("EURUSD")) == Price.magnitudeLimit - 1)
    for text in ["1099511627776 points", "900000000000000 pips"] {
      let distance = try #require(PriceDistance(text))
      #expect(throws: ProfileFault.self) { try distance.points(on: instrument("EURUSD")) }
    }
  }

  @Test(arguments: [
    "", "0.2", "pip", "0.2pip", "0.2 pips pips", "0.00001 pip", "1e points", "0,2 pip", "2 ticks",
  ])
  func refusesTextWithoutNumberAndUnit(text: String) {
    #expect(PriceDistance(text) == nil)
  }

  @Test(arguments: ["0.2 pip", "1 pip", "1.5 pips", "-3 points", "1 point", "0.0001 point", "0 point"])
  func textRoundTrips(text: String) throws {
    let distance = try #require(PriceDistance(text))
    #expect(distance.description == text)
    let coded = try JSONEncoder().encode([distance])
    #expect(String(decoding: coded, as: UTF8.self) == "[\"\(text)\"]")
    #expect(try JSONDecoder().decode([PriceDistance].self, from: coded) == [distance])
  }
}
