package import TradingCore

/// How many rows met the same fate.
package struct ReasonCount: Sendable, Hashable {
  /// A stable name, as in `out_of_order`.
  package var reason: String
  /// Rows.
  package var count: Int

  /// A count.
  package init(reason: String, count: Int) {
    self.reason = reason
    self.count = count
  }
}

/// What one input file gave.
package struct ImportedFile: Sendable, Hashable {
  /// The file.
  package var path: String
  /// The member of a zip.
  package var entry: String?
  /// Its first tick.
  package var first: Timestamp
}

/// What an import read, dropped and corrected: rows read = ticks + rows dropped.
package struct ImportReport: Sendable, Hashable {
  /// Rows or records with data; headers are not counted.
  package var rowsRead = 0
  /// Quotes handed on.
  package var ticks = 0
  /// Rows left out, by reason, sorted by name.
  package var rowsDropped: [ReasonCount] = []
  /// The first of the rows left out because something is wrong with them.
  package var skippedRows: [SkippedRow] = []
  /// Rows taken with a correction, by reason, sorted by name.
  package var rowsCorrected: [ReasonCount] = []
  /// The files with ticks, by first tick.
  package var files: [ImportedFile] = []
  /// Files of a folder that hold no tick by their format's rules, sorted.
  package var emptyFiles: [String] = []
  /// Files of a folder and members of a zip that are not ticks by their names, sorted.
  package var ignored: [String] = []
  /// The format of all the files.
  package var format = ImportFormat.auto
  /// What they hold.
  package var kind = ImportKind.quotes
  /// The member of a zip that was chosen among several.
  package var entry: String?
  /// Decimals of the prices.
  package var digits = 0
  /// Decimals of the sizes, where there are any.
  package var sizeDigits = 0
  /// The splits that were stated, in order of time.
  package var splits: [ShareSplit] = []
  /// Whether prices of another scale were let pass.
  package var allowsScaleChange = false
  /// Where the zone of the times comes from.
  package var zoneNote = ""
  /// Whether files overlapped in time and were merged.
  package var mergedOverlaps = false
  /// Inputs that hold the same stretch of time, where somebody asked for them to be merged.
  package var overlaps: [TickOverlap] = []

  private var priceNote: String {
    let texts = splits.map {
      "prices before \($0.start.iso8601) divided by \($0.newShares):\($0.oldShares) (split)"
    }
    return (texts + (allowsScaleChange ? ["changes of scale allowed"] : [])).map { "; " + $0 }.joined()
  }

  /// One line on where the ticks come from, without folders of this machine.
  package var provenance: String {
    guard let first = files.first, let last = files.last else { return format.rawValue }
    let isPacked = Set(files.map(\.path)).count < files.count
    func name(_ file: ImportedFile) -> String {
      let kept = format == .dukascopy ? 5 : 1
      let path = file.path.split(separator: "/").suffix(kept).joined(separator: "/")
      return isPacked ? file.entry.map { "\(path) entry \($0)" } ?? path : path
    }
    let member = entry.map { " entry \($0)" } ?? ""
    let names = files.count == 1 ? name(first) : "\(files.count) files, \(name(first)) to \(name(last))"
    return "\(format.rawValue)\(kind == .trades ? " trades" : ""): \(names)\(member); \(zoneNote)\(priceNote)"
  }
}

/// How far an import has come.
package struct ImportProgress: Sendable, Hashable {
  /// The file being read.
  package var path: String
  /// Bytes of the files finished and of the file being read.
  package var bytesRead: Int
  /// Bytes of all files.
  package var bytesTotal: Int
  /// Ticks so far.
  package var ticks: Int
}
