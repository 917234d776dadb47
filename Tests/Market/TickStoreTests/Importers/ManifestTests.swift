import FileSystem
import Foundation
import TestSupport
import Testing
import TradingCore

@testable import TickStore

/// Every recorded file, against facts computed independently of this code.
@Suite(.enabled(if: RealTicks.areAvailable, "\(RealTicks.skipMessage)"))
struct ManifestTests {
  /// One line of `MANIFEST.tsv`.
  struct Row: CustomStringConvertible {
    var path: String
    var kind: String
    var ticks: Int
    var first: String
    var last: String
    var bidMin: String
    var bidMax: String
    var spreadMin: String
    var spreadMax: String
    var crossed: Int
    var description: String { path }

    init(_ line: Substring) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      func field(_ index: Int) -> String { index < fields.count ? fields[index] : "" }
      path = field(0)
      kind = field(3)
      ticks = Int(field(4)) ?? -1
      first = field(5)
      last = field(6)
      bidMin = field(7)
      bidMax = field(8)
      spreadMin = field(9)
      spreadMax = field(10)
      crossed = Int(field(11)) ?? -1
    }

    var options: ImportOptions {
      for symbol in ["GBPJPY", "XAUUSD", "USDJPY", "ETHUSDT"] where path.uppercased().contains(symbol) {
        return .symbol(symbol)
      }
      if path.hasPrefix("tardis") || path.hasPrefix("binance") { return .symbol("BTCUSDT") }
      return path.contains("spy") ? ImportOptions.symbol("SPY").with { $0.digits = 2 } : .eurusd
    }

    /// Rows of the file; recordings of Binance hold other messages too, which are left out.
    var rows: Int {
      guard kind.hasPrefix("bookTicker(of ") else { return ticks }
      return Int(kind.dropFirst("bookTicker(of ".count).prefix { $0.isNumber }) ?? -1
    }
  }

  static let rows: [Row] = {
    guard let bytes = try? InputFile.contents(of: RealTicks.path("MANIFEST.tsv")) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map { Row($0) }
  }()

  /// All but the zip with ten series, which are ten imports.
  static let single = rows.filter { !$0.path.contains("gc/20131007_trade") }

  @Test func `the manifest lists the files that are expected here`() {
    #expect(Self.rows.count == 294)
    #expect(Self.rows.reduce(0) { $0 + $1.ticks } == 2_683_554)
  }

  @Test(arguments: single)
  func `ticks, times, prices and crossed quotes equal the manifest`(row: Row) throws {
    let path = RealTicks.path(row.path)
    guard row.ticks > 0 else {
      #expect(refusal(path, row.options) == "the file is empty (\(path)): give a file or folder with ticks")
      return
    }
    let imported = try Imported(path, row.options)
    let quotes = imported.quotes
    let digits = imported.report.digits
    #expect(quotes.count == row.ticks)
    #expect(imported.report.rowsRead == row.rows)
    #expect(imported.report.rowsDropped.reduce(0) { $0 + $1.count } == row.rows - row.ticks)
    #expect(imported.report.rowsCorrected == [])
    #expect(imported.report.kind == (row.kind.hasPrefix("trade") ? .trades : .quotes))
    #expect(text(quotes.first?.eventTime) == row.first)
    #expect(text(quotes.last?.eventTime) == row.last)
    #expect(try quotes.map(\.bid.points).min() == points(row.bidMin, digits))
    #expect(try quotes.map(\.bid.points).max() == points(row.bidMax, digits))
    #expect(try quotes.map(\.spreadPoints).min() == points(row.spreadMin, digits))
    #expect(try quotes.map(\.spreadPoints).max() == points(row.spreadMax, digits))
    #expect(quotes.count { $0.isCrossed } == row.crossed)
  }

  @Test func `the series of a zip add up to the manifest`() throws {
    let row = try #require(Self.rows.first { $0.path.contains("gc/20131007_trade") })
    let months = [201310, 201311, 201312, 201402, 201404, 201406, 201408, 201410, 201412, 201512]
    let series = try months.map { month in
      let options = ImportOptions.symbol("GC").with { $0.entry = "20131007_gc_tick_trade_\(month).csv" }
      return try Imported(RealTicks.path(row.path), options)
    }
    let prices = series.flatMap { $0.trades.map(\.price.points) }
    #expect(prices.count == row.ticks)
    #expect(try prices.min() == points(row.bidMin, 1))
    #expect(try prices.max() == points(row.bidMax, 1))
    #expect(text(series.first?.trades.first?.eventTime) == row.first)
    #expect(text(series.last?.trades.last?.eventTime) == row.last)
    #expect(series.flatMap(\.trades).count { $0.sizeUnits == 0 } == 147)
  }

  @Test func `what else a recording holds is counted by its kind`() throws {
    let path = RealTicks.path("binance_ws_hftbacktest/examples/usdm/btcusdt_20230404.dat.gz")
    let quotes = try Imported(path, .symbol("BTCUSDT"))
    #expect(
      quotes.report.rowsDropped.map { "\($0.reason) \($0.count)" } == [
        "depth 4322", "depth_snapshot 1", "mark_price 99", "trade 2197",
      ])
    #expect(quotes.sizes.first == QuoteSize(bidUnits: 386_800_000, askUnits: 688_700_000))
    let trades = try Imported(path, ImportOptions.symbol("BTCUSDT").with { $0.kind = .trades })
    #expect(trades.trades.count == 2_197)
    #expect(
      trades.trades.first
        == TradeTick(
          eventTime: Timestamp(nanoseconds: 1_680_652_700_441_533_000), price: Price(points: 2_814_510),
          sizeUnits: 200_000, aggressor: .sell))
  }

  private func text(_ time: Timestamp?) -> String? {
    time.map { String($0.iso8601.dropLast()).replacingOccurrences(of: "T", with: " ") }
  }

  /// The manifest writes small numbers as `7e-05`.
  private func points(_ text: String, _ digits: Int) throws -> Int64 {
    let parts = text.split(separator: "e-")
    guard parts.count == 2, let exponent = Int(parts[1]) else {
      return try DecimalText.parse(text, digits: digits)
    }
    return try DecimalText.parse(parts[0], digits: digits - exponent)
  }

  @Test func `a tree of hours is one import whatever the order of its parts`() throws {
    let day = RealTicks.path("dukascopy_bi5/EURUSD/2019/01/04")
    let hours = try FileManager.default.contentsOfDirectory(atPath: day).sorted().prefix(4).map {
      "\(day)/\($0)"
    }
    let ordered = try Imported(hours, .eurusd)
    let reversed = try Imported(hours.reversed(), .eurusd)
    #expect(ordered.quotes == reversed.quotes)
    #expect(ordered.report == reversed.report)
    #expect(ordered.quotes.count == 12_000)
    #expect(
      ordered.report.provenance
        == "dukascopy: 4 files, EURUSD/2019/01/04/00h_ticks.bi5 to EURUSD/2019/01/04/03h_ticks.bi5; "
        + "UTC (Dukascopy's own)")
  }

  @Test func `times to a ten-millionth of a second survive the tick file`() throws {
    let path = RealTicks.path("lean/Data/cfd/oanda/tick/xauusd/20140504_quote.zip")
    let folder = try TemporaryFolder()
    let output = folder.file("gold.ticks")
    let outcome = try TickImport.run(inputs: [path], options: .symbol("XAUUSD"), output: output)
    #expect(outcome.info.metadata.provenance == "lean: 20140504_quote.zip; UTC (folder oanda)")
    #expect(outcome.info.statistics.ticks == 9_889)
    let cursor = try TickFileReader(path: output).makeCursor()
    var block = TickBlock()
    var quotes: [Quote] = []
    while try cursor.nextBlock(into: &block) { quotes += block.quotes }
    #expect(try quotes == Imported(path, .symbol("XAUUSD")).quotes)
  }

  @Test func `an hour without ticks is fine inside a folder`() throws {
    let folder = RealTicks.path("dukascopy_bi5/GBPJPY/2012/11/01")
    #expect(refusal(folder, .symbol("GBPJPY")).hasPrefix("there is not one tick in the input"))
    let both = [folder, RealTicks.path("dukascopy_bi5/GBPJPY/2012/11/02/22h_ticks.bi5")]
    let imported = try Imported(both, .symbol("GBPJPY"))
    #expect(imported.report.emptyFiles == [folder + "/00h_ticks.bi5"])
    #expect(imported.report.files.count == 1)
  }

  @Test func `HistData and the UTC copy of the same ticks agree tick by tick`() throws {
    let histdata = try Imported(RealTicks.path("histdata/quote_tick_data.csv"))
    let utc = try Imported(RealTicks.path("iso_csv/EURUSD/2020.csv"))
    let first = try #require(utc.quotes.first)
    let last = try #require(utc.quotes.last)
    let overlap = histdata.quotes.filter { $0.eventTime >= first.eventTime && $0.eventTime <= last.eventTime }
    #expect(overlap == utc.quotes)
    #expect(histdata.report.zoneNote == "UTC-5 all year (HistData's own)")
    #expect(utc.report.zoneNote == "a zone in each time")
  }

  @Test(arguments: [
    ("dukascopy_bi5/EURUSD/2019/01/04/22h_ticks.bi5", ImportFormat.dukascopy),
    ("lean/Data/forex/oanda/tick/eurusd/20140504_quote.zip", .lean),
    ("histdata/quote_tick_data.csv", .histdata), ("iso_csv/EURUSD/2020.csv", .csv),
    ("truefx_derived/usdjpy-ticks.csv", .csv),
  ])
  func `the format is found by the bytes`(path: String, format: ImportFormat) throws {
    let symbol = path.contains("usdjpy") ? "USDJPY" : "EURUSD"
    #expect(try Imported(RealTicks.path(path), .symbol(symbol)).report.format == format)
  }

  @Test(arguments: [
    ("tardis/quotes.csv", "expected ticks of EURUSD, was BTCUSDT"),
    ("binance_ws_hftbacktest/examples/usdm/ethusdt_20240718.gz", "expected ticks of EURUSD, was ETHUSDT"),
    ("lean/Data/equity/usa/tick/spy/20131007_trade.zip", "expected ticks of EURUSD, was spy"),
    (
      "lean/Data/future/comex/tick/gc/20131007_trade.zip",
      "the zip has several members: 20131007_gc_tick_trade"
    ),
  ])
  func `files of other symbols, and of several series, are refused`(path: String, message: String) {
    #expect(refusal(RealTicks.path(path)).hasPrefix(message))
  }
}
