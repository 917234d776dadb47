import FileSystem
import TradingCore

/// A file that was recognized, at its first quote.
struct OpenedFile {
  var reader: any QuoteReader
  var format: ImportFormat
  var entry: String?
}

/// Opens files: container, format, facts from path and options, reader.
struct FileOpener {
  let options: ImportOptions
  let digits: Int
  let sizeDigits: Int
  let rules: PriceRules
  /// What the path `-` stands for.
  let standardInput: InputFile?
  /// Where rows go that something is wrong with, or `nil` to refuse them.
  var badRows: BadRows?

  private func file(_ path: String) throws(ImportError) -> InputFile {
    if let standardInput, path == standardInput.path { return standardInput }
    return try InputFile.opened(path)
  }

  /// What has to be read of a file: itself, or the members of a zip that hold the ticks.
  ///
  /// - Returns: the parts, and the members left aside.
  func parts(of item: InputTree.Item) throws(ImportError) -> (items: [InputTree.Item], ignored: [String]) {
    let file = try file(item.path)
    let container = try FormatDetection.container(of: file)
    if options.entry != nil, container != .zip {
      throw .option(name: "--entry", problem: "\(item.path) is no zip", remedy: "leave it out")
    }
    guard container == .zip else { return ([item], []) }
    let (members, ignored) = try ZipArchive(file).series(of: options.symbol, chosen: options.entry)
    let items = members.map {
      InputTree.Item(
        path: item.path, entry: $0.name, start: $0.headerOffset, size: $0.compressedSize,
        isFromFolder: item.isFromFolder)
    }
    return (items, ignored.map { "\(item.path), entry \($0)" })
  }

  /// A file, or a member of a zip, ready to read; `nil` for an hour of Dukascopy without ticks.
  func open(_ item: InputTree.Item) throws(ImportError) -> OpenedFile? {
    let path = item.path
    let file = try file(path)
    let place = ImportPlace(path: path, entry: item.entry)
    let container = try FormatDetection.container(of: file)
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
    case .zip: return try member(of: ZipArchive(file), place)
    case .gzip:
      let bytes = try InflateBytes(file, start: 0, end: file.size, place: place, check: .gzip)
      return try text(bytes, place, found: "gzip data")
    case .text:
      try refusePacked(place)
      return try text(PlainBytes(file), place, found: "no LZMA data")
    }
  }

  /// A member of a zip: text, or text packed once more by gzip.
  private func member(of archive: ZipArchive, _ place: ImportPlace) throws(ImportError) -> OpenedFile {
    guard let member = archive.members.first(where: { $0.name == place.entry }) else {
      throw .data(place, .empty)
    }
    let bytes = try PeekedBytes(try archive.open(member), count: FormatDetection.longestMagic)
    switch try FormatDetection.container(of: bytes.head, place) {
    case .empty, .text: return try text(bytes, place, found: "a zip")
    case .gzip:
      let unpacked = try InflateBytes(CompressedInput(bytes), place: place, check: .gzip)
      return try text(unpacked, place, found: "a zip")
    case .zip: throw .data(place, .unsupportedContainer("a zip inside of a zip"))
    case .lzma: throw .data(place, .unsupportedContainer("LZMA data inside of a zip"))
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
