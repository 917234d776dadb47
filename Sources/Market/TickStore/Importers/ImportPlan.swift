import FileSystem
import TradingCore

/// Inputs that were found, recognized and looked at, ready to be read in order.
struct ImportPlan {
  private let options: ImportOptions
  private let cancellation: Cancellation
  private let tree: InputTree
  private let opener: FileOpener
  private var sources: [QuoteMerge.Source] = []
  /// The files of the tree, zips as their members.
  private var items: [InputTree.Item] = []
  /// What is known before reading: format, digits, files, zone.
  private(set) var report = ImportReport()
  private var layout: TickLayout?

  /// The kind of tick file that holds what will be read.
  var tickKind: TickKind { layout?.tickKind ?? .quotes }

  /// Finds the files and looks at the first tick of each.
  init(
    inputs: [String], options: ImportOptions, output: String? = nil, cancellation: Cancellation
  ) throws(ImportError) {
    try options.validate()
    self.options = options
    self.cancellation = cancellation
    report.digits = try options.priceDigits()
    report.sizeDigits = try options.scaleOfSizes()
    let standardInput = try Self.standardInput(inputs, output: output, cancellation)
    tree = try InputTree(inputs, format: options.format, standardInput: standardInput)
    if let output, tree.contains(output) {
      throw .option(name: "-o", problem: "\(output) is one of the inputs", remedy: "choose another output")
    }
    opener = FileOpener(
      options: options, digits: report.digits, sizeDigits: report.sizeDigits, rules: try options.priceRules(),
      standardInput: standardInput, badRows: options.badRowsLimit.map { BadRows(limit: $0) })
    report.splits = options.splits.sorted { $0.start < $1.start }
    report.allowsScaleChange = options.allowsScaleChange
    try checkSingular()
    try unpack()
    try probe()
    guard !sources.isEmpty else {
      throw .data(ImportPlace(path: inputs.sorted().joined(separator: ", ")), .noTicks)
    }
  }

  /// What `-` among the inputs stands for. A pipe is read once and kept in a file without a name beside the output.
  private static func standardInput(
    _ inputs: [String], output: String?, _ cancellation: Cancellation
  ) throws(ImportError) -> InputFile? {
    guard inputs.contains(where: StandardInput.isNamed) else { return nil }
    do throws(FileError) {
      guard let output else { return try StandardInput.open(folder: nil, cancellation: cancellation) }
      return try StandardInput.open(
        folder: OutputPath(following: output).folder, cancellation: cancellation)
    } catch {
      throw .file(error)
    }
  }

  private mutating func unpack() throws(ImportError) {
    report.ignored = tree.ignored
    for item in tree.items.sorted(by: InputTree.Item.isBefore) {
      try checkCancellation()
      let (parts, ignored) = try opener.parts(of: item)
      items += parts
      report.ignored += ignored
    }
  }

  /// `--hour`, `--date` and `--entry` speak of one file.
  private func checkSingular() throws(ImportError) {
    let stated = [
      ("--hour", options.hour != nil), ("--date", options.date != nil), ("--entry", options.entry != nil),
    ]
    guard tree.items.count > 1, let (name, _) = stated.first(where: { $0.1 }) else { return }
    throw .option(
      name: name, problem: "it speaks of one file, and there are \(tree.items.count)",
      remedy: "import the file apart, or leave it out")
  }

  private mutating func probe() throws(ImportError) {
    var zoneNotes: Set<String> = []
    for item in items {
      try checkCancellation()
      let opened = try opener.open(item)
      try settle(opened?.format ?? .dukascopy, item.path)
      if let opened { try settle(opened.reader.layout, item.path) }
      var batch = TickBatch()
      try opened?.reader.read(into: &batch, limit: 1)
      if let opened, let first = batch.quotes.first {
        sources.append(QuoteMerge.Source(item: item, first: first.eventTime))
        report.files.append(ImportedFile(path: item.path, entry: opened.entry, first: first.eventTime))
        zoneNotes.insert(opened.reader.zoneNote)
      } else if report.format == .dukascopy, item.isFromFolder || tree.items.count > 1 {
        report.emptyFiles.append(item.path)
      } else {
        let place = ImportPlace(path: item.path, entry: items.count > 1 ? item.entry : nil)
        throw .data(place, opened == nil ? .empty : .noTicks)
      }
    }
    sort(zoneNotes)
  }

  /// All files have to be of one format.
  private mutating func settle(_ format: ImportFormat, _ path: String) throws(ImportError) {
    if report.format != .auto, report.format != format {
      throw .data(
        ImportPlace(path: path), .mixedFormats(report.format.rawValue, format.rawValue))
    }
    report.format = format
    let strays = [
      ("--hour", options.hour != nil, ImportFormat.dukascopy), ("--date", options.date != nil, .lean),
      ("--columns", options.columns != nil, .csv), ("--epoch", options.epochUnit != nil, .csv),
      ("--asset", options.asset != nil, .lean), ("--symbol-column", options.symbolColumn != nil, .csv),
    ]
    if let (name, _, owner) = strays.first(where: { $0.1 && $0.2 != format }) {
      throw .option(
        name: name, problem: "it is for \(owner.rawValue) files, and \(path) is \(format.rawValue)",
        remedy: "leave it out")
    }
    let textOnly = [
      ("--skip-bad-rows", options.badRowsLimit != nil), ("--repeated-hour", options.repeatedHour != nil),
    ]
    if format == .dukascopy, let (name, _) = textOnly.first(where: \.1) {
      throw .option(name: name, problem: "it is for text, and \(path) is none", remedy: "leave it out")
    }
  }

  /// All files have to hold the same, and that what was asked for.
  private mutating func settle(_ layout: TickLayout, _ path: String) throws(ImportError) {
    let place = ImportPlace(path: path)
    if let wanted = options.kind, wanted != layout.kind {
      throw .data(place, .otherKind(found: layout.kind, wanted: wanted))
    }
    if layout.kind == .trades, options.sizes == false {
      throw .option(name: "--no-sizes", problem: "\(path) holds trades", remedy: "leave it out")
    }
    if options.sizes == true, !layout.hasSizes {
      throw .option(name: "--sizes", problem: "\(path) has no sizes", remedy: "leave it out")
    }
    if options.sizeDigits != nil, !layout.tickKind.hasSizes {
      throw .option(name: "--size-digits", problem: "no sizes are taken from \(path)", remedy: "leave it out")
    }
    if let other = self.layout, other != layout { throw .data(place, .mixedKinds) }
    self.layout = layout
    report.kind = layout.kind
    report.entry = options.entry
  }

  private mutating func sort(_ zoneNotes: Set<String>) {
    sources = QuoteMerge.ordered(sources)
    let files = Dictionary(report.files.map { ([$0.path, $0.entry], $0) }, uniquingKeysWith: { $1 })
    report.files = sources.compactMap { files[[$0.item.path, $0.item.entry]] }
    report.zoneNote = zoneNotes.sorted().joined(separator: ", ")
  }

  /// Reads all of it.
  func execute(
    progress: ((ImportProgress) -> Void)?, sink: (TickBatch) throws(ImportError) -> Void
  ) throws(ImportError) -> ImportReport {
    var opener = opener
    // Looking at the first ticks may have met bad rows, which are met once more now.
    opener.badRows = options.badRowsLimit.map { BadRows(limit: $0) }
    let badRows = opener.badRows
    var merge = QuoteMerge(sources, digits: report.digits, rules: opener.rules) {
      [opener] item throws(ImportError) in
      try opener.open(item)
    }
    // What is read a second time, to see what two inputs share, counts no bad rows again.
    var again = opener
    again.badRows = badRows.map { _ in BadRows(limit: .max) }
    var meetings = InputMeetings(symbol: options.symbol, policy: options.overlapping, opener: again)
    let bytesTotal = items.reduce(0) { $0 + $1.size }
    var ticks = 0
    var batch = TickBatch()
    while try merge.next(into: &batch) {
      try checkCancellation()
      try meetings.look(at: batch, of: merge)
      try sink(batch)
      ticks += batch.quotes.count
      progress?(
        ImportProgress(
          path: merge.currentPath, bytesRead: merge.bytesRead, bytesTotal: bytesTotal, ticks: ticks))
    }
    var report = completed(from: merge, ticks: ticks, badRows: badRows)
    report.overlaps = meetings.overlaps
    return report
  }

  private func completed(from merge: QuoteMerge, ticks: Int, badRows: BadRows?) -> ImportReport {
    func counted(_ reasons: [(String, Int)]) -> [ReasonCount] {
      reasons.filter { $0.1 > 0 }.map { ReasonCount(reason: $0.0, count: $0.1) }
    }
    var report = report
    let counts = merge.counts
    report.ticks = ticks
    report.rowsRead = counts.rowsRead
    let dropped = counts.dropped.merging(
      ["blank_line": counts.blankLines, "out_of_order": counts.outOfOrder], uniquingKeysWith: +
    )
    .merging(badRows?.counts ?? [:], uniquingKeysWith: +)
    report.skippedRows = badRows?.first ?? []
    report.rowsDropped = counted(dropped.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    report.rowsCorrected = counted([
      ("float_noise", counts.floatNoise), ("split_adjusted", counts.splitAdjusted),
      ("split_rounded", counts.splitRounded),
    ])
    report.zoneNote = merge.zoneNotes.sorted().joined(separator: ", ")
    report.mergedOverlaps = merge.hadOverlap
    return report
  }

  private func checkCancellation() throws(ImportError) {
    do { try cancellation.check() } catch { throw .file(error) }
  }
}
