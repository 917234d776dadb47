import Foundation
import TestSupport
import Testing
import TradingCore

@Suite("What decides the result of a backtest")
struct BacktestRepeatTests {
  private let fixture: BacktestFixture
  private let crossing = BacktestFixture.crossing

  init() throws { fixture = try BacktestFixture() }

  private func fingerprint(_ arguments: [String]) throws -> String {
    try #require(try fixture.document(arguments)["fingerprint"] as? String)
  }

  @Test("The same run twice gives the same document and the same bytes")
  func twice() throws {
    let arguments = crossing + ["--broker", "exness_raw"] + BacktestFixture.outputs
    let first = try fixture.document(arguments)
    let files = try ["t.csv", "e.csv", "r.html"].map { try fixture.text($0) }
    let second = try fixture.document(arguments)
    #expect(timeless(first) == timeless(second))
    #expect(try ["t.csv", "e.csv", "r.html"].map { try fixture.text($0) } == files)
  }

  @Test("--param lots and --lots are the same, 0.01 unless given")
  func lots() throws {
    let option = try fixture.document(crossing + ["--lots", "0.05"])
    let parameter = try fixture.document(crossing + ["--param", "lots=0.05"])
    #expect(timeless(option) == timeless(parameter))
    #expect((option["params"] as? [String: Any])?["lots"] as? String == "0.05")
    #expect(
      timeless(try fixture.document(crossing))
        == timeless(try fixture.document(crossing + ["--lots", "0.01"]))
    )
  }

  @Test("The period is half open, and equals a slice of the file")
  func period() throws {
    let quotes = TickFixture.quotes(count: 3_000)
    let (from, to) = (quotes[500].eventTime.iso8601, quotes[2_500].eventTime.iso8601)
    let part = try fixture.document(crossing + ["--from", from, "--to", to])
    #expect(part["ticks"] as? Int == 2_000)
    #expect(part["first"] as? String == from)
    #expect(part["last"] as? String == quotes[2_499].eventTime.iso8601)
    let sliced = try Program.run(
      "data", "slice", "a.ticks", "--from", from, "--to", to, "-o", "s.ticks", in: fixture.folder)
    #expect(sliced.status == 0)
    let slice = try fixture.document(crossing.dropLast() + ["s.ticks"])
    #expect(timeless(slice) == timeless(part))
  }

  @Test("Files of one symbol give the same fills in any order, and those of the whole")
  func order() throws {
    let quotes = TickFixture.quotes(count: 3_000)
    let cuts = [0, 700, 1_900].map { quotes[$0].eventTime.iso8601 } + ["2019-02-05T00:00:00Z"]
    for index in 0..<3 {
      let part = try Program.run(
        "data", "slice", "a.ticks", "--from", cuts[index], "--to", cuts[index + 1], "-o", "\(index).ticks",
        in: fixture.folder)
      #expect(part.status == 0, "\(part.errors)")
    }
    let whole = timeless(try fixture.document(crossing))
    for names in [["0", "1", "2"], ["2", "0", "1"], ["1", "2", "0"]] {
      let files = names.map { "\($0).ticks" }
      #expect(timeless(try fixture.document(crossing.dropLast() + files)) == whole, "\(names)")
    }
    let repeated = crossing.dropLast() + ["2.ticks", "--ticks", "0.ticks", "--ticks", "1.ticks"]
    #expect(timeless(try fixture.document(Array(repeated))) == whole)
  }

  @Test("Two symbols give the same document in any order")
  func symbols() throws {
    try TickFixture.write(fixture.folder.file("g.ticks"), symbol: "GBPUSD")
    let orders = ["1,EURUSD,buy,0.01", "2,GBPUSD,sell,0.02"].map { "2019-02-04T00:00:05Z,\($0),,,,,\n" }
    try orders.joined().write(
      toFile: fixture.folder.file("orders.csv"), atomically: true, encoding: .utf8)
    let one = try fixture.document(BacktestFixture.scripted + ["g.ticks"])
    let other = try fixture.document(BacktestFixture.scripted.dropLast() + ["g.ticks", "a.ticks"])
    #expect(one["trades"] as? Int == 2)
    #expect(one["symbols"] as? [String] == ["EURUSD", "GBPUSD"])
    #expect(one["ticks"] as? Int == 4_000)
    #expect(timeless(one) == timeless(other))
  }

  @Test("The seed moves random slippage, and nothing where there is none")
  func seed() throws {
    let raw = crossing + ["--broker", "exness_raw"]
    #expect(try fingerprint(raw) == fingerprint(raw + ["--seed", "1"]))
    #expect(try fingerprint(raw + ["--seed", "2"]) != fingerprint(raw))
    #expect(try fingerprint(crossing + ["--seed", "2"]) == fingerprint(crossing))
    let largest = try fixture.run(crossing + ["--seed", "18446744073709551615", "--json"])
    #expect(largest.output.contains("\"seed\": 18446744073709551615,"))
  }

  @Test("Latency delays the fill to the last quote before the arrival")
  func latency() throws {
    let quotes = TickFixture.quotes(count: 3_000)
    let order = "\(quotes[10].eventTime.iso8601),1,EURUSD,buy,0.01,,,,,\n"
    try order.write(toFile: fixture.folder.file("orders.csv"), atomically: true, encoding: .utf8)
    for (latency, delay, digits, quote) in [
      ("0", 0, 3, 10), ("250.5", 250_500, 9, 10), ("1500", 1_500_000, 3, 11),
    ] {
      _ = try fixture.document(BacktestFixture.scripted + ["--latency", latency, "--trades", "t.csv"])
      let trade = try #require(try fixture.rows("t.csv").first)
      let time = quotes[10].eventTime.advanced(by: Int64(delay) * Timestamp.microsecond)
      // Half a millisecond is shown to the nanosecond.
      #expect(trade["open_time"] == time.iso8601(fractionDigits: digits))
      #expect(trade["open_price"] == quotes[quote].ask.text(digits: 5))
    }
  }

  @Test("Leverage decides how much can be opened")
  func leverage() throws {
    let enough = try fixture.document(crossing + ["--balance", "20"])
    let little = try fixture.document(crossing + ["--balance", "20", "--leverage", "10"])
    #expect((enough["trades"] as? Int ?? 0) > 0)
    #expect(little["trades"] as? Int == 0)
  }

  @Test("The family is a name on the result only")
  func family() throws {
    let named = try fixture.document(crossing + ["--family", "trend"])
    let plain = try fixture.document(crossing)
    #expect(named["family"] as? String == "trend")
    #expect(named["identity"] as? String == plain["identity"] as? String)
  }
}
