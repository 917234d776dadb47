import Foundation
import TestSupport
import Testing

@Suite("Tick files of trades, and of quotes with sizes, on the command line")
struct TradeFileCommandTests {
  private let folder: TemporaryFolder
  private let ticks: String

  init() throws {
    folder = try TemporaryFolder()
    ticks = folder.file("a.ticks")
  }

  private func write(_ name: String, _ lines: String...) throws -> String {
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: folder.file(name), atomically: true, encoding: .utf8)
    return folder.file(name)
  }

  private func trades() throws -> String {
    try write(
      "trades.csv", "time,price,size,side", "2020-02-22T00:00:00.000Z,9682.00,0.132,buy",
      "2020-02-22T00:00:01.000Z,9681.50,0.412,sell", "2020-02-22T00:00:01.000Z,9681.50,0,")
  }

  @Test("info shows the range of prices where bids stand, and no spread")
  func info() throws {
    let imported = try Program.run("data", "import", trades(), "--symbol", "BTCUSDT", "-o", ticks, "--json")
    #expect(imported.status == 0, "\(imported.errors)")
    let document = try Program.run("data", "info", ticks, "--json").json()
    #expect(document["kind"] as? String == "trades")
    #expect(document["ticks"] as? Int == 3)
    #expect(document["bid_min"] as? String == "9681.50")
    #expect(document["bid_max"] as? String == "9682.00")
    for key in ["ask_min", "ask_max", "spread_min", "spread_median", "spread_max"] {
      #expect(document[key] is NSNull, "\(key)")
    }
    #expect(document["crossed"] as? Int == 0)
    #expect(document["locked"] as? Int == 0)
    #expect(document["size_digits"] as? Int == 8)
    #expect(try Program.run("data", "info", ticks).output.contains("price"))
  }

  @Test("verify, slice and export take them, and the export imports to the same ticks")
  func roundTrip() throws {
    let imported = try Program.run("data", "import", trades(), "--symbol", "BTCUSDT", "-o", ticks, "--json")
    #expect(try Program.run("data", "verify", ticks).status == 0)
    let slice = try Program.run(
      "data", "slice", ticks, "--from", "2020-02-22T00:00:01Z", "-o", folder.file("b.ticks"), "--json")
    #expect(try slice.json()["ticks"] as? Int == 2)
    let csv = folder.file("b.csv")
    #expect(try Program.run("data", "export", ticks, "-o", csv).status == 0)
    #expect(
      try String(contentsOfFile: csv, encoding: .utf8) == """
        time,price,size,side
        2020-02-22T00:00:00.000Z,9682.00,0.13200000,buy
        2020-02-22T00:00:01.000Z,9681.50,0.41200000,sell
        2020-02-22T00:00:01.000Z,9681.50,0.00000000,

        """)
    let again = try Program.run(
      "data", "import", csv, "--symbol", "BTCUSDT", "-o", folder.file("c.ticks"), "--json")
    #expect(try again.json()["content_digest"] as? String == imported.json()["content_digest"] as? String)
  }

  @Test("Sizes of quotes survive an export")
  func sizes() throws {
    let csv = try write(
      "quotes.csv", "time,bid,ask,bid_size,ask_size", "2020-02-22T00:00:00.000Z,9681.92,9682.00,0.67,0.84")
    let first = try Program.run("data", "import", csv, "--symbol", "BTCUSDT", "-o", ticks, "--json").json()
    #expect(first["kind"] as? String == "quotes")
    #expect(first["size_digits"] as? Int == 8)
    #expect(first["spread_min"] as? String == "0.08")
    let exported = folder.file("b.csv")
    #expect(try Program.run("data", "export", ticks, "-o", exported).status == 0)
    let again = try Program.run(
      "data", "import", exported, "--symbol", "BTCUSDT", "-o", folder.file("b.ticks"), "--json")
    #expect(try again.json()["content_digest"] as? String == first["content_digest"] as? String)
    let plain = try Program.run(
      "data", "import", csv, "--symbol", "BTCUSDT", "--no-sizes", "-o", folder.file("c.ticks"), "--json"
    ).json()
    #expect(plain["size_digits"] is NSNull)
  }

  @Test("A backtest over trades is refused, and says why")
  func backtest() throws {
    _ = try Program.run("data", "import", trades(), "--symbol", "BTCUSDT", "-o", ticks)
    let outcome = try Program.run(
      "backtest", "--strategy", "ema_cross", "--ticks", ticks, "--broker", "reference")
    expectError(outcome, status: 65, naming: "the ticks are trades, which show neither bid nor ask")
  }

  @Test("Trades where quotes are asked for, a missing zone and several series are wrong data")
  func refusals() throws {
    let cases: [(String, [String], String)] = [
      (try trades(), ["--symbol", "BTCUSDT", "--kind", "quotes"], "expected quotes, the file holds trades"),
      (
        try write("mt5.csv", "<DATE>\t<TIME>\t<BID>\t<ASK>", "2026.07.01\t11:00:00\t1.1\t1.2"),
        ["--symbol", "EURUSD"], "nothing says the time zone of the broker's server"
      ),
      (
        try write("fx.csv", "GBP/USD,20160502 00:00:00.959,1.4,1.5"), ["--symbol", "EURUSD"],
        "expected ticks of EURUSD, was GBP/USD"
      ),
    ]
    for (path, options, message) in cases {
      let whole = ["data", "import", path, "-o", ticks] + options
      let outcome = try Program.Running(Program.path, whole, in: folder, environment: [:]).wait()
      expectError(outcome, status: 65, naming: message)
      #expect(!FileManager.default.fileExists(atPath: ticks))
    }
  }

  @Test(
    "Recorded trades and quotes with sizes survive an export to the last digit",
    .enabled(if: RealTicks.areAvailable, "\(RealTicks.skipMessage)"),
    arguments: [
      ("tardis/trades.csv", "BTCUSDT", []), ("tardis/quotes.csv", "BTCUSDT", []),
      ("binance_ws_hftbacktest/examples/usdm/ethusdt_20240718.gz", "ETHUSDT", ["--kind", "trades"]),
      ("dukascopy_bi5/EURUSD/2019/01/04/01h_ticks.bi5", "EURUSD", ["--sizes"]),
      (
        "lean/Data/future/comex/tick/gc/20131007_trade.zip", "GC",
        ["--entry", "20131007_gc_tick_trade_201402.csv"]
      ),
    ])
  func recorded(path: String, symbol: String, options: [String]) throws {
    func importing(_ path: String, _ options: [String]) throws -> [String: Any] {
      let whole = ["data", "import", path, "--symbol", symbol, "-o", ticks, "--json"] + options
      return try Program.Running(Program.path, whole, in: folder, environment: [:]).wait().json()
    }
    let first = try importing(RealTicks.path(path), options)
    #expect(try Program.run("data", "verify", ticks).status == 0)
    #expect(try Program.run("data", "export", ticks, "-o", folder.file("a.csv")).status == 0)
    let again = try importing(folder.file("a.csv"), [])
    #expect(again["content_digest"] as? String == first["content_digest"] as? String)
    #expect(again["kind"] as? String == first["kind"] as? String)
  }
}
