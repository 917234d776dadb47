import Logging
import FileSystem
import Journal
import JSONText
package import TickStore
package import TradingCore

/// Recorded ticks for the bots of a desk.
package struct RecordedTicks: Sendable, Hashable {
  /// Tick files.
  package var paths: [String]
  /// How fast they are played.
  package var pace: Pace
  /// The first time that is not played.
  package var until: Timestamp
  /// What is done about files of one symbol that hold the same stretch of time.
  package var overlapping: OverlapPolicy

  /// Files to be played.
  package init(
    paths: [String], pace: Pace, until: Timestamp = .distantFuture, overlapping: OverlapPolicy = .refuse
  ) {
    self.paths = paths
    self.pace = pace
    self.until = until
    self.overlapping = overlapping
  }
}

extension Desk {
  /// Plays recorded ticks to the bots, to their end or until somebody asks to stop.
  ///
  /// Every commit holds the events and the states they led to: a run that is cut off goes on from its last commit.
  /// - Throws: `DeskError`; `file(.interrupted)` after everything has been kept.
  @discardableResult
  package func play(
    _ source: RecordedTicks, progress: (DeskProgress) -> Void = { _ in }
  ) throws(DeskError) -> FinishedSession {
    try recover()
    try startAnew()
    try leaveOutBrokered()
    let ticks = try merged(source)
    for name in ticks.pathsWithoutSizes {
      guard !ticks.symbols.contains(where: { crew.needsSizes(of: $0) }) else { throw .sizesMissing(name) }
    }
    crew.listen(to: ticks.symbols)
    for bot in crew.bots where !bot.symbols.contains(where: ticks.symbols.contains) {
      log.notice("no ticks for a bot; it stays where it is", metadata: ["bot": "\(bot.id)"])
    }
    let session = try startSession(.files, source: try document(source, ticks))
    var files = FileSource(ticks, pace: source.pace, clock: clock)
    var finished = try session.run(&files, opening: try openingControls(), progress)
    finished.mergedSources = ticks.overlaps
    return finished
  }

  private func merged(_ source: RecordedTicks) throws(DeskError) -> MergedTicks {
    let wanted = Set(crew.bots.flatMap(\.symbols))
    do throws(TickStoreError) {
      var used: [String] = []
      for path in source.paths {
        let reader = try TickFileReader(path: path)
        try reader.requireQuotes()
        guard wanted.contains(reader.metadata.symbol) else { continue }
        if let instrument = crew.instrument(reader.metadata.symbol) {
          try reader.requirePrices(of: instrument)
        }
        used.append(path)
      }
      guard !used.isEmpty else { throw TickStoreError.noTicks(path: "") }
      return try MergedTicks(
        paths: used, from: start(over: used), to: source.until, overlapping: source.overlapping,
        cancellation: cancellation,
        sizeDigits: sizeDigits
      ) { crew.instrument($0)?.digits }
    } catch {
      if case .noTicks(let path) = error, path.isEmpty {
        throw .noTicks(wanted: wanted.sorted().map(\.name))
      }
      throw .ticks(error)
    }
  }

  /// The earliest time that any bot has not seen yet, so that nothing before it is read.
  private func start(over paths: [String]) -> Timestamp {
    crew.bots.flatMap { bot in bot.places.map(\.cursor.time) }.min() ?? .distantPast
  }

  private func sizeDigits(_ symbol: Symbol) -> Int? {
    crew.needsSizes(of: symbol) ? crew.instrument(symbol)?.quantityDigits : nil
  }

  private func document(_ source: RecordedTicks, _ ticks: MergedTicks) throws(DeskError) -> JSONValue {
    var files: [JSONValue] = []
    for ((path, symbol), digest) in zip(zip(ticks.paths, ticks.fileSymbols), ticks.contentDigests) {
      let file: TickFileReader
      do throws(TickStoreError) { file = try TickFileReader(path: path) } catch { throw .ticks(error) }
      let median = DecimalText.format(file.statistics.spreadMedian, digits: file.metadata.digits)
      files.append([
        "path": .string(Folders.absolutePath(path)), "symbol": .string(symbol.name),
        "content_digest": .string(digest), "ticks": .count(file.statistics.ticks),
        "spread_median": .string(median),
      ])
    }
    let start = start(over: ticks.paths)
    let document: JSONValue = [
      "files": .array(files), "from_ns": .integer(start.nanoseconds),
      "until_ns": .integer(source.until.nanoseconds),
    ]
    guard !ticks.overlaps.isEmpty else { return document }
    return document.adding("merged_sources", .array(ticks.overlaps.map(\.json)))
  }
}
