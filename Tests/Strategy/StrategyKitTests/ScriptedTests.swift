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

  @Test("the mark of UTF-8 in front of the header is passed over")
  func mark() {
    let row = "2024-01-10T12:00:00Z,1,EURUSD,buy,1e-2,,,,,"
    #expect(refusal(["\u{FEFF}" + Self.header, row]) == nil)
    #expect(refusal(["\u{FEFF}" + row]) == nil)
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

  @Test("a header may add columns, in any order")
  func optionalColumns() throws {
    var bench = try bench([
      "time,id,symbol,action,tif,lots,price,limit_price,stop_loss,take_profit,trail_points,expiry,"
        + "break_even_points,break_even_offset,close_lots",
      "2024-01-10T12:00:00Z,a,EURUSD,buy_stop_limit,day,0.05,1.1002,1.1003,,,,,,,",
      "2024-01-10T12:00:00Z,b,EURUSD,sell_stop_limit,gtd,0.05,1.0999,1.0998,,,,2024-01-10T12:01:00Z,,,",
      "2024-01-10T12:00:00Z,c,EURUSD,sell,fok,0.05,,,,,,,20,-3,",
      "2024-01-10T12:00:00Z,c,EURUSD,close,,,,,,,,,,,0.02",
    ])
    let expected: [(OrderSide, OrderKind, TimeInForce, BreakEven?)] = [
      (.buy, .stopLimit(stop: Price(points: 110_020), limit: Price(points: 110_030)), .day, nil),
      (
        .sell, .stopLimit(stop: Price(points: 109_990), limit: Price(points: 109_980)),
        .goodTill(Known.time(60_000)), nil
      ),
      (.sell, .market, .fillOrKill, BreakEven(triggerPoints: 20, offsetPoints: -3)),
    ]
    var intents = expected.enumerated().map { index, order in
      Intent.submit(
        OrderRequest(
          id: ClientOrderID(ordinal: UInt64(index) + 1), symbolIndex: 0, side: order.0,
          quantity: Quantity(units: 5_000), kind: order.1, timeInForce: order.2,
          protection: Protection(breakEven: order.3)))
    }
    intents.append(
      .close(
        CloseRequest(
          id: ClientOrderID(ordinal: 4), position: ClientOrderID(ordinal: 3),
          quantity: Quantity(units: 2_000))))
    #expect(bench.quote(0, 110_000, 110_010) == intents)
  }

  @Test(
    "an added column that can't be read is refused",
    arguments: [
      ("buy_stop_limit,0.01,1.1,,,,,,,", "buy_stop_limit needs a limit_price"),
      ("buy_stop,0.01,1.1,,,,,1.2,,", "buy_stop takes no limit_price"),
      ("buy,0.01,,,,,,,soon,", "tif 'soon': expected one of gtc, gtd, day, ioc, fok"),
      ("buy,0.01,,,,,,,gtd,", "tif 'gtd' needs an expiry"),
      ("buy,0.01,,,,,2024-01-10T12:00:00Z,,day,", "tif 'day' takes no expiry"),
      ("buy,0.01,,,,,,,,0.01", "buy takes no close_lots"),
      ("close,0.01,,,,,,,,0.01", "a close has lots or close_lots, not both"),
      ("close,,,,,,,,,all", "close_lots 'all': expected a decimal number"),
    ])
  func optionalRefusals(_ fields: String, _ problem: String) {
    let row = "2024-01-10T12:00:00Z,1,EURUSD," + fields
    #expect(
      refusal([Self.header + ",limit_price,tif,close_lots", row]) == "parameter 'orders': line 2: \(problem)")
  }

  @Test(
    "a header with a column nobody knows, twice or missing is refused",
    arguments: [
      (
        header + ",color",
        "column 'color': expected one of time, id, symbol, action, lots, price, stop_loss, take_profit, "
          + "trail_points, expiry, limit_price, break_even_points, break_even_offset, tif, close_lots"
      ), (header + ",tif,tif", "column 'tif' is there twice"),
      ("time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points", "column 'expiry' is missing"),
    ])
  func headers(_ header: String, _ problem: String) {
    #expect(refusal([header]) == "parameter 'orders': line 1: \(problem)")
  }

  @Test("break-even columns are whole numbers, the offset not alone")
  func breakEvenColumns() {
    func refusal(_ fields: String) -> String? {
      self.refusal([
        Self.header + ",break_even_points,break_even_offset",
        "2024-01-10T12:00:00Z,1,EURUSD,buy,0.01,,,,,," + fields,
      ])
    }
    let line = "parameter 'orders': line 2: "
    #expect(refusal("10,2") == nil && refusal("10,") == nil && refusal(",") == nil)
    #expect(refusal(",2") == line + "break_even_offset needs break_even_points")
    #expect(refusal("0,2") == line + "break_even_points '0': expected a whole number above 0")
    #expect(refusal("5,x") == line + "break_even_offset 'x': expected a whole number")
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
      (
        "2024-01-10T12:00:00Z,1,EURUSD,buy,0.01,,,,1099511627776,",
        "trail_points '1099511627776': expected a whole number above 0"
      ),
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
