import FileSystem
import TradingCore

/// A file that was recognized, at its first quote.
struct OpenedFile {
  var reader: any QuoteReader
  var format: ImportFormat
  var entry: String?
  /// Members of a zip left aside.
  var ignored: [String] = []
}

/// Opens files: container, format, facts from path and options, reader.
struct FileOpener {
  let options: ImportOptions
  let digits: Int

  /// The file ready to read, or `nil` for an hour of Dukascopy without ticks.
  func open(_ path: String) throws(ImportError) -> OpenedFile? {
    let file = try InputFile.opened(path)
    let place = ImportPlace(path: path)
    let container = try FormatDetection.container(of: file)
    if options.entry != nil, container != .zip {
      throw .option(name: "--entry", problem: "\(path) is no zip", remedy: "leave it out")
    }
    switch container {
    case .empty:
      guard options.format == .dukascopy || path.lowercased().hasSuffix(".bi5") else {
        throw .data(place, .empty)
      }
      _ = try FileFacts(path: path, options: options).dukascopyHour()
      return nil
    case .lzma:
      try expect([.dukascopy], found: "LZMA data, Dukascopy's container", place)
      return try dukascopy(try LZMABytes(file, place: place), place)
    case .zip:
      let archive = try ZipArchive(file)
      let (member, ignored) = try archive.member(chosen: options.entry)
      var opened = try text(
        try archive.open(member), ImportPlace(path: path, entry: member.name), found: "a zip")
      opened.ignored = ignored.map { "\(path), entry \($0)" }
      return opened
    case .gzip:
      let bytes = try InflateBytes(file, start: 0, end: file.size, place: place, check: .gzip)
      return try text(bytes, place, found: "gzip data")
    case .text: return try text(PlainBytes(file), place, found: "no LZMA data")
    }
  }

  private func expect(
    _ formats: [ImportFormat], found: String, _ place: ImportPlace
  ) throws(ImportError) {
    guard options.format != .auto, !formats.contains(options.format) else { return }
    throw .data(place, .formatMismatch(expected: options.format.rawValue, found: found))
  }

  private var gate: QuoteGate { QuoteGate(policy: options.outOfOrder, digits: digits) }

  private func dukascopy(
    _ source: any ByteSource, _ place: ImportPlace
  ) throws(ImportError) -> OpenedFile {
    let facts = FileFacts(path: place.path, options: options)
    try facts.agree(.utc, "UTC, as Dukascopy's files are")
    let reader = DukascopyReader(
      source: source, place: place, hour: try facts.dukascopyHour(),
      scale: try facts.dukascopyScale(digits: digits), gate: gate)
    return OpenedFile(reader: reader, format: .dukascopy)
  }

  // MARK: Text

  private func text(
    _ source: any ByteSource, _ place: ImportPlace, found: String
  ) throws(ImportError) -> OpenedFile {
    try expect([.lean, .histdata, .csv], found: found, place)
    let lines = try LineReader(source, place: place)
    guard let line = try lines.next() else { throw .data(place, .empty) }
    let format = try textFormat(line, lines.currentPlace)
    let facts = FileFacts(path: place.path, options: options)
    let reader: any QuoteReader
    switch format {
    case .lean:
      lines.putBack(line)
      try facts.checkLeanSymbol(entry: place.entry)
      let (zone, note) = try facts.leanZone()
      let rows = LeanRows(
        digits: digits, date: try facts.leanDate(entry: place.entry), zone: zone, zoneNote: note)
      reader = TextQuoteReader(lines: lines, rows: rows, gate: gate)
    case .histdata:
      lines.putBack(line)
      try facts.checkHistDataSymbol(entry: place.entry)
      try facts.agree(HistDataRows.zone, "UTC-5 all year, as HistData's files are")
      reader = TextQuoteReader(lines: lines, rows: HistDataRows(digits: digits), gate: gate)
    default:
      reader = TextQuoteReader(lines: lines, rows: try csvRows(line, lines), gate: gate)
    }
    return OpenedFile(reader: reader, format: format, entry: place.entry)
  }

  /// A column map or an epoch unit settle that it is CSV; else the first line does.
  private func textFormat(_ line: ByteField, _ place: ImportPlace) throws(ImportError) -> ImportFormat {
    if options.format != .auto { return options.format }
    if options.columns != nil || options.epochUnit != nil { return .csv }
    let names = [place.path.split(separator: "/").last.map(String.init), place.entry].compactMap { $0 }
    do { return try FormatDetection.format(of: line, names: names) } catch { throw .data(place, error) }
  }

  private func csvRows(_ line: ByteField, _ lines: LineReader) throws(ImportError) -> CSVRows {
    let separator = ColumnMap.separator(of: line)
    let columns: ColumnMap
    if let stated = options.columns {
      columns = stated
      if !isHeader(line, stated, separator: separator) { lines.putBack(line) }
    } else {
      do { columns = try ColumnMap(header: ColumnMap.names(line, separator: separator)) } catch {
        throw .data(lines.currentPlace, error)
      }
    }
    if columns.isUTC || options.epochUnit != nil, let zone = options.zone, zone != .utc {
      let saying = columns.isUTC ? "UTC in its header" : "numbers since 1970, which are UTC"
      throw .data(lines.currentPlace, .contradiction(file: saying, option: "--zone \(zone)"))
    }
    return CSVRows(
      columns: columns, separator: separator, digits: digits, symbol: options.symbol,
      zone: columns.isUTC ? .utc : options.zone, epochUnit: options.epochUnit)
  }

  /// With a stated map, the first line is a header when none of its three columns starts like a number.
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
