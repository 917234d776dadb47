import TradingCore

@testable import TickStore

extension FuzzTarget {
  /// Every importer of text: CSV, TrueFX, HistData, MT5, LEAN, Binance, Tardis. The first bytes choose options.
  static let imports = FuzzTarget(name: "imports") { input in
    var input = input
    let setting = ImportSetting(&input)
    let text = input.all()
    try Scratch.with { folder in
      let path = folder + "/" + setting.fileName
      try Scratch.write(text, to: path)
      try checkImport(of: path, setting.options, in: folder)
    }
  }

  /// What an import accepts is a sound tick file, and comes out as CSV that imports to the same.
  static func checkImport(of path: String, _ options: ImportOptions, in folder: String) throws {
    let ticks = folder + "/out.ticks"
    let outcome = try TickImport.run(inputs: [path], options: options, output: ticks)
    try expect(outcome.report.ticks > 0, "an import of nothing")
    try expect(outcome.report.ticks == outcome.info.statistics.ticks, "other ticks written than read")
    guard case .sound = try TickFileReader.verify(path: ticks) else {
      throw OracleFault("an imported file is not sound")
    }
    let csv = folder + "/back.csv"
    let reader = try TickFileReader(path: ticks)
    _ = try reader.export(to: csv)
    var back = ImportOptions(symbol: options.symbol, digits: outcome.info.metadata.digits)
    if reader.kind.hasSizes { back.sizeDigits = outcome.info.metadata.sizeDigits }
    (back.negativePrices, back.allowsScaleChange) = (true, true)
    let again: ImportOutcome
    do { again = try TickImport.run(inputs: [csv], options: back, output: folder + "/back.ticks") } catch {
      throw OracleFault("what was exported can't be imported: \(error)")
    }
    try expect(
      again.info.contentDigest == outcome.info.contentDigest, "an export imports to other ticks")
  }
}

/// Options of an import, drawn from bytes.
struct ImportSetting {
  let options: ImportOptions
  let fileName: String

  init(_ input: inout FuzzInput) {
    let format = ImportFormat.allCases[input.choice(ImportFormat.allCases.count)]
    let names = ["EURUSD", "XAUUSD", "BTCUSDT", "SPY"]
    let symbol = Symbol(names[input.choice(names.count)])
    let flags = input.byte()
    var options = ImportOptions(symbol: symbol ?? InstrumentCatalog.standard.all[0].symbol, format: format)
    // A share is in no catalog.
    if options.symbol.name == "SPY" || flags & 1 != 0 { options.digits = 2 + Int(flags >> 1) & 7 }
    let zones = ["UTC", "UTC-5", "America/New_York", "Europe/Athens", "UTC+05:30"]
    let zone = input.choice(zones.count + 1)
    if zone < zones.count { options.zone = try? ImportZone(name: zones[zone]) }
    let more = input.byte()
    options.kind = [nil, .quotes, .trades, nil][Int(more & 3)]
    options.sizes = [nil, true, false, nil][Int(more >> 2 & 3)]
    options.outOfOrder = more & 16 == 0 ? .refuse : .drop
    if flags & 32 != 0 { options.negativePrices = flags & 64 != 0 }
    if flags & 128 != 0 {
      options.allowsScaleChange = flags & 64 != 0
      let splits = ["2019-02-04T00:00:01Z=10:1", "2013-10-08=1:8", "2023-05-01=3:2"]
      options.splits = splits.compactMap { try? ShareSplit($0) }
    }
    if more & 32 != 0 { options.epochUnit = EpochUnit.allCases[Int(more >> 6)] }
    let lists = [
      nil, "time,bid,ask", "time,price,size,side", "-,time,ask,bid,bid_size,ask_size", "symbol,time,bid,ask",
    ]
    if let list = lists[input.choice(lists.count)] { options.columns = try? ColumnMap(list: list) }
    if format == .lean || flags & 16 != 0 {
      options.asset = LeanAsset.allCases[input.choice(LeanAsset.allCases.count)]
      options.date = CivilDate(year: 2013, month: 10, day: 7)
    }
    let files = [
      "a.csv", "20131007_quote.csv", "20131007_spy_Trade_Tick.csv", "DAT_ASCII_EURUSD_T_202001.csv", "a",
    ]
    let last = Int(input.byte())
    fileName = files[last % files.count]
    let rare = last / files.count
    if rare & 1 != 0 { options.badRowsLimit = 2 }
    if rare & 2 != 0 { options.repeatedHour = RepeatedHour.allCases[(rare >> 3) % 3] }
    if rare & 4 != 0 { options.symbolColumn = rare & 8 != 0 ? "1" : "symbol" }
    if rare & 8 != 0 { options.meanings = ["EURUSD.PRO": options.symbol] }
    if rare & 16 != 0 { options.zone = try? ImportZone(name: "America/New_York+7") }
    self.options = options
  }
}
