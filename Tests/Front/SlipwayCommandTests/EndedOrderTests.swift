import Foundation
import TestSupport
import Testing

/// Orders that ended without a fill are counted: canceled, expired, and what still worked at the end.
@Suite("Canceled and expired orders in results")
struct EndedOrderTests {
  /// Six orders far from the market: one is canceled, two expire, one can't be filled at once, one works to the
  /// end; the last fills.
  private static let orders = """
    time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry,tif
    2019-02-04T00:00:05Z,1,EURUSD,buy_limit,0.01,1.10000,,,,,
    2019-02-04T00:00:10Z,1,EURUSD,cancel,,,,,,,
    2019-02-04T00:00:15Z,2,EURUSD,sell_limit,0.01,1.20000,,,,2019-02-04T00:00:20Z,
    2019-02-04T00:00:15Z,3,EURUSD,buy_stop,0.01,1.20000,,,,2019-02-04T00:00:21Z,
    2019-02-04T00:00:25Z,4,EURUSD,buy_limit,0.01,1.10000,,,,,ioc
    2019-02-04T00:00:30Z,5,EURUSD,sell_stop,0.01,1.10000,,,,,
    2019-02-04T00:00:35Z,6,EURUSD,buy,0.01,,,,,,
    """
  private let fixture: BacktestFixture

  init() throws { fixture = try BacktestFixture(count: 100, files: ["orders.csv": Self.orders + "\n"]) }

  @Test("as numbers, in the text and on the page")
  func counted() throws {
    let document = try fixture.document(BacktestFixture.scripted)
    #expect(document["canceled_orders"] as? Int == 3)
    #expect(document["canceled_at_end"] as? Int == 1)
    #expect(document["expired_orders"] as? Int == 2)
    #expect(document["rejected_orders"] as? [String: Int] == [:])
    #expect(document["trades"] as? Int == 1)
    let text = try fixture.run(BacktestFixture.scripted + ["--report", "r.html"]).output
    for line in [#/canceled +2\n/#, #/expired +2\n/#, #/canceled at the end +1\n/#] {
      #expect(text.firstMatch(of: line) != nil, "\(text)")
    }
    let page = try fixture.text("r.html")
    for words in ["canceled", "expired", "canceled as the run ended"] { #expect(page.contains(">\(words)<")) }
  }

  @Test("none where every order is filled")
  func none() throws {
    let document = try fixture.document(BacktestFixture.crossing)
    for key in ["canceled_orders", "canceled_at_end", "expired_orders"] {
      #expect(document[key] as? Int == 0)
    }
  }
}
