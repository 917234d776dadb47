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
  let sizeDigits: Int
  let rules: PriceRules
  /// Where rows go that something is wrong with, or `nil` to refuse them.
  var badRows: BadRows?

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
    case .text:
      try refusePacked(place)
      return try text(PlainBytes(file), place, found: "no LZMA data")
    }
  }

  /// Refuses a file whose name says that it is packed and whose first bytes don't.
  private func refusePacked(_ place: ImportPlace) throws(ImportError) {
    let name = place.path.lowercased()
    for (ending, container) in [(".gz", "gzip"), (".zip", "zip"), (".bi5", "LZMA")]
    where name.hasSuffix(ending) {
      let reason = "it does not start like such data, as its name says"
      throw .data(place.at(.byte(0)), .damaged(container: container, reason: reason))
    }
  }

  func expect(
    _ formats: [ImportFormat], found: String, _ place: ImportPlace
  ) throws(ImportError) {
    guard options.format != .auto, !formats.contains(options.format) else { return }
    throw .data(place, .formatMismatch(expected: options.format.rawValue, found: found))
  }

  var gate: QuoteGate { QuoteGate(policy: options.outOfOrder, digits: digits, rules: rules) }

  private func dukascopy(
    _ source: any ByteSource, _ place: ImportPlace
  ) throws(ImportError) -> OpenedFile {
    let facts = FileFacts(path: place.path, options: options)
    try facts.agree(.utc, "UTC, as Dukascopy's files are")
    let reader = DukascopyReader(
      source: source, place: place, hour: try facts.dukascopyHour(),
      scale: try facts.dukascopyScale(digits: digits), sizeDigits: options.sizes == true ? sizeDigits : nil,
      gate: gate)
    return OpenedFile(reader: reader, format: .dukascopy)
  }
}
