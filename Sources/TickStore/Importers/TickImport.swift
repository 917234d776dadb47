import FileSystem
package import TradingCore

/// Reads recorded ticks of other systems' formats.
package enum TickImport {
  /// Reads every quote of files and folders in order of time.
  ///
  /// The result does not depend on the order of the inputs: files are taken by their first tick (then by path),
  /// and merged where they overlap. Memory stays bounded whatever their size.
  ///
  /// - Parameters:
  ///   - progress: called after each batch.
  ///   - sink: takes the quotes, some thousands at a time, in order; what it throws ends the import.
  /// - Returns: what was read, dropped and corrected.
  /// - Throws: `ImportError`; quotes handed out before that are of no use.
  package static func read(
    inputs: [String], options: ImportOptions, progress: ((ImportProgress) -> Void)? = nil,
    sink: ([Quote]) throws(ImportError) -> Void
  ) throws(ImportError) -> ImportReport {
    try options.validate()
    var report = ImportReport()
    report.digits = try options.priceDigits()
    let tree = try InputTree(inputs, format: options.format)
    try checkSingular(options, count: tree.items.count)
    let opener = FileOpener(options: options, digits: report.digits)
    let sources = try probe(tree, opener, &report)
    guard !sources.isEmpty else {
      throw .data(ImportPlace(path: inputs.sorted().joined(separator: ", ")), .noTicks)
    }
    var merge = QuoteMerge(sources, digits: report.digits) { path throws(ImportError) in
      try opener.open(path)
    }
    let bytesTotal = tree.items.reduce(0) { $0 + $1.size }
    var batch: [Quote] = []
    while try merge.next(into: &batch) {
      try checkInterruption()
      try sink(batch)
      report.ticks += batch.count
      progress?(
        ImportProgress(
          path: merge.currentPath, bytesRead: merge.bytesRead, bytesTotal: bytesTotal, ticks: report.ticks))
    }
    complete(&report, from: merge)
    return report
  }

  /// `--hour`, `--date` and `--entry` speak of one file.
  private static func checkSingular(_ options: ImportOptions, count: Int) throws(ImportError) {
    guard count > 1 else { return }
    let stated = [
      ("--hour", options.hour != nil), ("--date", options.date != nil), ("--entry", options.entry != nil),
    ]
    if let (name, _) = stated.first(where: { $0.1 }) {
      throw .option(
        name: name, problem: "it speaks of one file, and there are \(count)",
        remedy: "import the file apart, or leave it out")
    }
  }

  /// Looks at the first tick of every file.
  private static func probe(
    _ tree: InputTree, _ opener: FileOpener, _ report: inout ImportReport
  ) throws(ImportError) -> [QuoteMerge.Source] {
    report.ignored = tree.ignored
    var sources: [QuoteMerge.Source] = []
    var formatSeen: (format: ImportFormat, path: String)?
    for item in tree.items.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
      try checkInterruption()
      let opened = try opener.open(item.path)
      let format = opened?.format ?? .dukascopy
      if let formatSeen, formatSeen.format != format {
        throw .data(
          ImportPlace(path: item.path), .mixedFormats(formatSeen.format.rawValue, format.rawValue))
      }
      formatSeen = (format, item.path)
      var quotes: [Quote] = []
      try opened?.reader.read(into: &quotes, limit: 1)
      if let opened, let first = quotes.first {
        sources.append(QuoteMerge.Source(item: item, first: first.eventTime))
        report.files.append(ImportedFile(path: item.path, entry: opened.entry, first: first.eventTime))
        report.ignored += opened.ignored
      } else if format == .dukascopy, item.isFromFolder || tree.items.count > 1 {
        report.emptyFiles.append(item.path)
      } else {
        throw .data(ImportPlace(path: item.path), opened == nil ? .empty : .noTicks)
      }
    }
    report.format = formatSeen?.format ?? .auto
    return sources
  }

  private static func complete(_ report: inout ImportReport, from merge: QuoteMerge) {
    let counts = merge.counts
    report.rowsRead = counts.rowsRead
    report.rowsDropped = [
      ReasonCount(reason: "blank_line", count: counts.blankLines),
      ReasonCount(reason: "out_of_order", count: counts.outOfOrder),
    ].filter { $0.count > 0 }
    report.rowsCorrected = [ReasonCount(reason: "float_noise", count: counts.floatNoise)].filter {
      $0.count > 0
    }
    let places = Dictionary(report.files.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    report.files = merge.order.compactMap { places[$0.item.path] }
    report.zoneNote = merge.zoneNotes.sorted().joined(separator: ", ")
    report.mergedOverlaps = merge.hadOverlap
  }

  private static func checkInterruption() throws(ImportError) {
    do { try Interruption.check() } catch { throw .file(error) }
  }
}
