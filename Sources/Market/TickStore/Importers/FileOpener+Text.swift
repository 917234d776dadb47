import TradingCore

/// Files of text, packed or not.
extension FileOpener {
  func text(
    _ source: any ByteSource, _ place: ImportPlace, found: String
  ) throws(ImportError) -> OpenedFile {
    try expect([.truefx, .histdata, .mt5, .lean, .binance, .tardis, .csv], found: found, place)
    let lines = try LineReader(source, place: place)
    lines.fieldsOfRows = options.columns?.fieldsOfNamedRows
    guard let line = try lines.next() else { throw .data(place, .empty) }
    let format = try textFormat(line, lines.currentPlace)
    let reader: any QuoteReader
    switch format {
    case .lean: reader = try lean(line, lines, place)
    case .histdata:
      lines.putBack(line)
      let facts = FileFacts(path: place.path, options: options)
      try facts.checkHistDataSymbol(entry: place.entry)
      try facts.agree(HistDataRows.zone, "UTC-5 all year, as HistData's files are")
      reader = TextQuoteReader(lines: lines, rows: HistDataRows(digits: digits), gate: gate, badRows: badRows)
    case .truefx: reader = try trueFX(line, lines, place)
    case .mt5: reader = try mt5(line, lines, place)
    case .binance:
      guard BinanceRows.matches(line) else { throw otherFormat(format, "no receive time and message", lines) }
      lines.putBack(line)
      try FileFacts(path: place.path, options: options).agree(.utc, "numbers since 1970, which are UTC")
      let rows = BinanceRows(
        kind: options.kind ?? .quotes, names: options.names, digits: digits,
        sizes: options.sizes == false ? nil : sizes)
      reader = TextQuoteReader(lines: lines, rows: rows, gate: gate, badRows: badRows)
    case .tardis: reader = try tardis(line, lines, place)
    default:
      let rows = try csvRows(line, lines, noise: .double, zone: options.zone)
      reader = TextQuoteReader(lines: lines, rows: rows, gate: gate, badRows: badRows)
    }
    return OpenedFile(reader: reader, format: format, entry: place.entry)
  }

  private var sizes: SizeReader { SizeReader(digits: sizeDigits) }

  private func clock(_ zone: ImportZone) -> ZoneClock {
    ZoneClock(zone, repeatedHour: options.repeatedHour)
  }

  private func otherFormat(_ format: ImportFormat, _ found: String, _ lines: LineReader) -> ImportError {
    .data(lines.currentPlace, .formatMismatch(expected: format.rawValue, found: found))
  }

  /// A column map or an epoch unit settle that it is CSV; else the first line does.
  private func textFormat(_ line: ByteField, _ place: ImportPlace) throws(ImportError) -> ImportFormat {
    if options.format != .auto { return options.format }
    if options.columns != nil || options.epochUnit != nil { return .csv }
    let names = [place.path.split(separator: "/").last.map(String.init), place.entry].compactMap { $0 }
    do { return try FormatDetection.format(of: line, names: names) } catch { throw .data(place, error) }
  }

  // MARK: Formats

  private func lean(
    _ line: ByteField, _ lines: LineReader, _ place: ImportPlace
  ) throws(ImportError) -> any QuoteReader {
    let columns = Fields.count(line)
    lines.putBack(line)
    let facts = FileFacts(path: place.path, options: options)
    try facts.checkLeanSymbol(entry: place.entry)
    let date = try facts.leanDate(entry: place.entry)
    let asset = try facts.leanAsset(entry: place.entry)
    if facts.leanKind(entry: place.entry) ?? options.kind == .trades {
      return try leanTrades(asset ?? ((3...4).contains(columns) ? .crypto : nil), date, lines, facts)
    }
    switch asset ?? ((5...6).contains(columns) ? .crypto : .forex) {
    case .forex, .cfd:
      let (zone, note) = try facts.leanZone()
      let times = LeanTimes(date: date, clock: clock(zone), zoneNote: note)
      return TextQuoteReader(
        lines: lines, rows: LeanRows(digits: digits, times: times), gate: gate, badRows: badRows)
    case .crypto:
      let (zone, note) = try facts.leanZone(of: .crypto)
      let rows = LeanCryptoQuoteRows(
        digits: digits, sizes: options.sizes == false ? nil : sizes,
        times: LeanTimes(date: date, clock: clock(zone), zoneNote: note))
      return TextQuoteReader(lines: lines, rows: rows, gate: gate, badRows: badRows)
    case .equity, .future: throw .data(place, .layoutNotRead("LEAN quotes of equities and futures"))
    }
  }

  private func leanTrades(
    _ asset: LeanAsset?, _ date: CivilDate, _ lines: LineReader, _ facts: FileFacts
  ) throws(ImportError) -> any QuoteReader {
    switch asset {
    case nil:
      throw .data(
        lines.wholePlace,
        .factMissing(fact: "whether the trades are of an equity or a future", option: "--asset"))
    case .forex, .cfd: throw .data(lines.wholePlace, .layoutNotRead("LEAN trades of FX and CFDs"))
    case .equity?, .future?, .crypto?:
      let asset = asset ?? .equity
      let (zone, note) = try facts.leanZone(of: asset)
      let rows = LeanTradeRows(
        asset: asset, digits: digits, sizes: sizes,
        times: LeanTimes(date: date, clock: clock(zone), zoneNote: note))
      return TextQuoteReader(lines: lines, rows: rows, gate: gate, badRows: badRows)
    }
  }

  /// TrueFX's own rows, or the same saved again with a header.
  private func trueFX(
    _ line: ByteField, _ lines: LineReader, _ place: ImportPlace
  ) throws(ImportError) -> any QuoteReader {
    try FileFacts(path: place.path, options: options).agree(.utc, "UTC, as TrueFX's files are")
    if FormatDetection.isTrueFX(line) {
      lines.putBack(line)
      return TextQuoteReader(
        lines: lines, rows: TrueFXRows(names: options.names, digits: digits), gate: gate, badRows: badRows)
    }
    guard ColumnMap.isHeader(ColumnMap.names(line, separator: ColumnMap.separator(of: line))) else {
      throw otherFormat(.truefx, "neither SYM/BOL,DATE TIME,BID,ASK nor a header", lines)
    }
    let rows = try csvRows(line, lines, noise: .single, zone: .utc)
    return TextQuoteReader(lines: lines, rows: rows, gate: gate, badRows: badRows)
  }

  private func mt5(
    _ line: ByteField, _ lines: LineReader, _ place: ImportPlace
  ) throws(ImportError) -> any QuoteReader {
    guard MT5Rows.isHeader(line) else {
      throw otherFormat(.mt5, "no header <DATE> <TIME> <BID> <ASK>", lines)
    }
    guard let zone = options.zone else {
      throw .data(
        place,
        .factMissing(
          fact: "the time zone of the broker's server",
          option:
            "--zone America/New_York+7 (most servers: New York plus seven hours), Europe/Athens or another"))
    }
    do throws(ImportFault) {
      let rows = try MT5Rows(header: line, digits: digits, clock: clock(zone))
      return TextQuoteReader(lines: lines, rows: rows, gate: gate, badRows: badRows)
    } catch {
      throw .data(lines.currentPlace, error)
    }
  }

  private func tardis(
    _ line: ByteField, _ lines: LineReader, _ place: ImportPlace
  ) throws(ImportError) -> any QuoteReader {
    let names = ColumnMap.names(line, separator: UInt8(ascii: ","))
    guard TardisRows.isHeader(names) else {
      throw otherFormat(.tardis, "no header with exchange and local_timestamp", lines)
    }
    try FileFacts(path: place.path, options: options).agree(.utc, "numbers since 1970, which are UTC")
    do throws(ImportFault) {
      let rows = try TardisRows(
        header: names, options: options, digits: digits, sizeDigits: sizeDigits)
      return TextQuoteReader(lines: lines, rows: rows, gate: gate, badRows: badRows)
    } catch {
      throw .data(lines.currentPlace, error)
    }
  }

  // MARK: CSV

  private func csvRows(
    _ line: ByteField, _ lines: LineReader, noise: FloatNoise, zone: ImportZone?
  ) throws(ImportError) -> CSVRows {
    let separator = ColumnMap.separator(of: line)
    let columns = try columns(line, lines, separator: separator)
    lines.fieldsOfRows = columns.fieldsOfNamedRows
    if columns.isUTC || options.epochUnit != nil, let zone = options.zone, zone != .utc {
      let saying = columns.isUTC ? "UTC in its header" : "numbers since 1970, which are UTC"
      throw .data(lines.currentPlace, .contradiction(file: saying, option: "--zone \(zone)"))
    }
    if options.epochUnit != nil, columns.date != nil {
      throw .data(
        lines.currentPlace, .contradiction(file: "a column of dates beside that of times", option: "--epoch"))
    }
    var sizes = options.sizes == false ? nil : sizes
    if columns.isDukascopy { sizes?.power = 6 }
    return CSVRows(
      columns: columns, separator: separator, prices: PriceReader(digits: digits, noise: noise), sizes: sizes,
      names: options.names, clock: (columns.isUTC ? .utc : zone).map(clock), epochUnit: options.epochUnit)
  }

  /// The columns as stated, or as the header in the first line names them.
  private func columns(
    _ line: ByteField, _ lines: LineReader, separator: UInt8
  ) throws(ImportError) -> ColumnMap {
    do throws(ImportFault) {
      let names = ColumnMap.names(line, separator: separator)
      guard let stated = options.columns else {
        if ColumnMap.isHeaderOfBars(names), !ColumnMap.isHeader(names) { throw ImportFault.bars }
        let map = try ColumnMap(header: names, takesVolumes: options.sizes == true)
        guard let symbolColumn = options.symbolColumn else { return map }
        return try map.with(symbolColumn: symbolColumn, header: names)
      }
      let isHeader = isHeader(line, stated, separator: separator)
      if !isHeader { lines.putBack(line) }
      guard let symbolColumn = options.symbolColumn else { return stated }
      return try stated.with(symbolColumn: symbolColumn, header: isHeader ? names : nil)
    } catch {
      throw .data(lines.currentPlace, error)
    }
  }

  /// With a stated map, the first line is a header when none of its columns of numbers starts like one.
  private func isHeader(_ line: ByteField, _ columns: ColumnMap, separator: UInt8) -> Bool {
    let fields = line.split(separator: separator, omittingEmptySubsequences: false)
    return [columns.time, columns.bid, columns.ask].allSatisfy { column in
      guard column < fields.count, let first = fields[column].first(where: { $0 != 32 && $0 != 34 }) else {
        return true
      }
      return !(first &- 48 <= 9 || "+-.".utf8.contains(first))
    }
  }
}
