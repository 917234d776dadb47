import StrategyKit
import TestSupport
import Testing
import TradingCore

/// The order file, row by row.
struct ScriptedTests {
  private static let header =
    "time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry"

  private static let actions =
    "buy, sell, buy_limit, sell_limit, buy_stop, sell_stop, buy_stop_limit, sell_stop_limit, close, cancel"

  private func bench(_ rows: [String]) throws -> ContextBench<Scripted> {
    let values = try ParameterValues(
      for: Scripted.descriptor, given: ["orders": "orders.csv", "lots": "0.03"],
      files: ["orders": rows.joined(separator: "\n")])
    return try ContextBench(Scripted(parameters: values))
  }

  private func refusal(_ rows: [String]) -> String? {
    do {
      _ = try bench(rows)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test("a row becomes the order it says")
  func order() throws {
    var bench = try bench([
      Self.header,
      "2024-01-10T12:00:01Z,a,EURUSD,sell_stop,0.12,1.09990,1.1002,1.099,15,2024-01-10T12:01:00+00:00",
      "2024-01-10T12:00:01Z,b,EURUSD,buy,,,,,,",
    ])
    #expect(bench.quote(999, 110_000, 110_010).isEmpty)
    #expect(
      bench.quote(1_000, 110_000, 110_010) == [
        .submit(
          OrderRequest(
            id: ClientOrderID(ordinal: 1), symbolIndex: 0, side: .sell, quantity: Quantity(units: 12_000),
            kind: .stop(Price(points: 109_990)), timeInForce: .goodTill(Known.time(60_000)),
            protection: Protection(
              stopLoss: Price(points: 110_020), takeProfit: Price(points: 109_900), trailPoints: 15))),
        .submit(
          OrderRequest(
            id: ClientOrderID(ordinal: 2), symbolIndex: 0, side: .buy, quantity: Quantity(units: 3_000))),
      ])
    #expect(bench.quote(2_000, 110_000, 110_010).isEmpty)
  }

  @Test("closes and cancels name the order of their id; an unknown one is number 0")
  func naming() throws {
    var bench = try bench([
      "2024-01-10T12:00:00Z,x,EURUSD,buy_limit,0.01,1.1,,,,", "2024-01-10T12:00:01Z,x,EURUSD,cancel,,,,,,",
      "2024-01-10T12:00:01Z,x,EURUSD,close,0.02,,,,,", "2024-01-10T12:00:01Z,y,EURUSD,cancel,,,,,,",
    ])
    _ = bench.quote(0, 110_000, 110_010)
    #expect(
      bench.quote(1_500, 110_000, 110_010) == [
        .cancel(ClientOrderID(ordinal: 1)),
        .close(
          CloseRequest(
            id: ClientOrderID(ordinal: 2), position: ClientOrderID(ordinal: 1),
            quantity: Quantity(units: 2_000))),
        .cancel(ClientOrderID(ordinal: 0)),
      ])
  }

  @Test("line ends of Windows, empty lines and a missing header are fine")
  func lineEnds() {
    let row = "2024-01-10T12:00:00Z,1,EURUSD,buy,0.01,,,,,"
    #expect(refusal([Self.header + "\r", row + "\r", "\r", ""]) == nil)
    #expect(refusal([row, "", "2024-01-10T12:00:00Z,2,EURUSD,buy,0.01,,,,,"]) == nil)
    #expect(refusal([]) == nil)
  }

  @Test(
    "a row that can't be read is refused by its line",
    arguments: [
      ("1,2,3", "expected 10 fields (\(header)), was 3"),
      (
        "2024-01-10T12:00:00,1,EURUSD,buy,0.01,,,,,",
        "time '2024-01-10T12:00:00': expected ISO 8601 with a zone, such as 2019-02-04T08:00:00Z"
      ),
      ("2024-01-10T12:00:00Z,,EURUSD,buy,0.01,,,,,", "the id is empty"),
      ("2024-01-10T12:00:00Z,1,EUR/USD,buy,0.01,,,,,", "'EUR/USD' is not a symbol"),
      (
        "2024-01-10T12:00:00Z,1,EURUSD,hold,0.01,,,,,",
        "action 'hold': expected one of \(actions)"
      ),
      ("2024-01-10T12:00:00Z,1,EURUSD,buy,some,,,,,", "lots 'some': expected a decimal number"),
      ("2024-01-10T12:00:00Z,1,EURUSD,buy,0.01,,,,0,", "trail_points '0': expected a whole number above 0"),
      ("2024-01-10T12:00:00Z,1,EURUSD,buy,0.01,,,,,soon", "expiry 'soon': expected ISO 8601 with a zone"),
      ("2024-01-10T12:00:00Z,1,EURUSD,buy_limit,0.01,,,,,", "buy_limit needs a price"),
      ("2024-01-10T12:00:00Z,1,EURUSD,buy,0.01,1.1,,,,", "buy takes no price"),
      ("2024-01-10T12:00:00Z,0,EURUSD,sell,0.01,,,,,", "id '0' is used twice: give every order its own"),
      ("2024-01-10T12:00:00Z,1,USDJPY,buy,0.01,,,,,", "symbol USDJPY is not among the bot's: [\"EURUSD\"]"),
      (
        "2024-01-10T12:00:00Z,1,EURUSD,buy_limit,0.01,1.100001,,,,",
        "price '1.100001': expected a price with at most 5 decimals"
      ),
      (
        "2024-01-10T12:00:00Z,1,EURUSD,buy,0.01,,x,,,",
        "stop_loss 'x': expected a price with at most 5 decimals"
      ),
    ])
  func refusals(_ row: String, _ problem: String) {
    let good = "2024-01-10T12:00:00Z,0,EURUSD,buy,0.01,,,,,"
    #expect(refusal([Self.header, good, row]) == "parameter 'orders': line 3: \(problem)")
  }
}
