import FileSystem
package import JSONText
package import Reports
import TickStore
package import TradingCore

/// Files of ticks: made of other formats, looked at, checked, cut, written out and invented.
package struct TickOperations {
  /// How many days can be generated.
  package static let dayCounts = 1...36_500

  let home: Home

  /// Refuses an output that can't be a tick file, that is being read, or that belongs to the home.
  ///
  /// - Throws: `OperationError.usage`, or `FileError.uncreatable`.
  func checkOutput(_ path: String, against inputs: [String] = []) throws {
    guard !OutputRules.isStandardOutput(path) else {
      throw OperationError.usage(
        what: "a tick file is no text to be printed", place: "-o", advice: "name the file to make")
    }
    try OutputRules.checkFile(path, place: "-o", against: inputs, home: home.folder)
  }

  /// Makes one tick file of recorded ticks in another format. Nothing is kept of an import that fails.
  ///
  /// - Throws: `OperationError.usage`, `ImportError`, `FileError`.
  package func importTicks(_ typed: TypedImport, _ progress: @escaping Progress) throws -> ImportDocument {
    try checkOutput(typed.output, against: typed.inputs)
    let outcome = try TickImport.run(
      inputs: typed.inputs, options: try typed.options(), output: typed.output,
      cancellation: home.cancellation
    ) { progress($0.bytesRead, $0.bytesTotal) }
    return ImportDocument(outcome: outcome)
  }

  /// What a tick file holds, read to its last byte. `hours`: when the market is open, instead of the instrument's own
  /// hours.
  ///
  /// - Throws: `TickStoreError`, also for a damaged file.
  package func info(
    _ path: String, hours: TradingHours? = nil, _ progress: @escaping Progress
  ) throws -> InfoDocument {
    // Opening tells a file of another format from a damaged one; verifying does not.
    let reader = try TickFileReader(path: path, cancellation: home.cancellation)
    let known = hours ?? InstrumentCatalog.standard[reader.metadata.symbol]?.hours
    var survey = reader.kind != .trades && reader.kind != .bareTrades ? QuoteSurvey(hours: known) : nil
    let verification = try TickFileReader.verify(path: path, cancellation: home.cancellation) {
      quotes, sizes, bytesDone in
      survey?.add(quotes, sizes)
      progress(bytesDone, reader.bytes)
    }
    switch verification {
    case .faulty(let fault): throw TickStoreError.damaged(path: path, fault: fault)
    case .sound(let info):
      let spreads = survey?.spreadFigures
      return InfoDocument(
        file: TickFileDocument(info: info),
        survey: spreads.map {
          SurveyDocument(spreads: $0, history: survey?.historyQuality, digits: info.metadata.digits)
        })
    }
  }

  /// Whether a tick file is as it was written; a fault is a result.
  ///
  /// - Throws: `TickStoreError` for a file that can't be read.
  package func verify(_ path: String) throws -> VerifiedFile {
    VerifiedFile(path: path, try TickFileReader.verify(path: path, cancellation: home.cancellation))
  }

  /// Copies the ticks of a half-open range of times, as typed, into a tick file of their own.
  ///
  /// - Throws: `OperationError.usage`, `TickStoreError`, `FileError`.
  package func slice(
    _ path: String, from: String?, to: String?, output: String, _ progress: @escaping Progress
  ) throws -> TickFileDocument {
    let range = try TimeRange(from: from, to: to)
    guard range.isLimited else {
      throw OperationError.usage(
        what: "nothing says which ticks", place: "--from, --to", advice: "give one of them or both")
    }
    let reader = try TickFileReader(path: path, cancellation: home.cancellation)
    try checkOutput(output, against: [path])
    let summary = try reader.slice(from: range.from, to: range.to, output: output) { progress($0, nil) }
    return TickFileDocument(
      info: try TickFileReader(path: summary.path, cancellation: home.cancellation).info())
  }

  /// Refuses what is no tick file, or can't be opened.
  ///
  /// - Throws: `TickStoreError`.
  package func check(_ path: String) throws {
    _ = try TickFileReader(path: path, cancellation: home.cancellation)
  }

  /// Writes the ticks of a tick file as CSV into a file.
  ///
  /// - Throws: `TickStoreError`.
  package func export(_ path: String, to output: String, _ progress: @escaping Progress) throws
    -> ExportedTicks
  {
    let reader = try TickFileReader(path: path, cancellation: home.cancellation)
    let total = reader.statistics.ticks
    let count = try reader.export(to: output) { progress($0, total) }
    return ExportedTicks(file: output, rows: count, contentDigest: reader.contentDigest)
  }

  /// Gives the ticks of a tick file as CSV, in pieces. What was given can't be taken back: nothing of a damaged file
  /// comes out.
  ///
  /// - Throws: `TickStoreError`, with the `FileError` that `write` throws within it.
  package func export(
    _ path: String, _ progress: @escaping Progress, write: ([UInt8]) throws -> Void
  ) throws {
    let reader = try TickFileReader(path: path, cancellation: home.cancellation)
    let total = reader.statistics.ticks
    if case .faulty(let fault) = try TickFileReader.verify(path: path, cancellation: home.cancellation) {
      throw TickStoreError.damaged(path: path, fault: fault)
    }
    _ = try reader.export(progress: { progress($0, total) }) { (bytes) throws(TickStoreError) in
      do { try write(bytes) } catch let error as FileError { throw .file(error) } catch {
        throw .file(.writeFailed(path: "the output", reason: "\(error)"))
      }
    }
  }

  /// Makes ticks of a synthetic market. The same symbol, days, seed and start give the same ticks on every machine.
  ///
  /// `start`: the first day as typed, `nil` for 2024-01-01; `plant`: an edge to plant, as typed.
  /// - Throws: `OperationError.usage`, `TickStoreError`, `FileError`.
  package func generate(
    _ symbol: String, days: Int, seed: UInt64, start: String?, plant: String? = nil, output: String,
    _ progress: @escaping Progress
  ) throws -> TickFileDocument {
    let instrument = try TypedValues.instrument(symbol)
    guard Self.dayCounts.contains(days) else {
      throw OperationError.usage(
        what: "expected 1 to 36500 days, was \(days)", place: "--days", advice: "give a number in that range"
      )
    }
    let planted: PlantedEdge? = try plant.map { try TypedValues.choice($0, place: "--plant") }
    try checkOutput(output)
    let market = SyntheticMarket(
      instrument, seed: seed, start: try Self.firstDay(start), planted: planted)
    let summary = try market.generate(days: days, to: output, cancellation: home.cancellation) {
      progress($0, days)
    }
    return TickFileDocument(
      info: try TickFileReader(path: summary.path, cancellation: home.cancellation).info())
  }

  /// Timestamps reach from 1678 to 2262; a century of days has to fit in behind the first one.
  private static func firstDay(_ start: String?) throws(OperationError) -> CivilDate {
    guard let start else { return SyntheticMarket.standardStart }
    let date = try TypedValues.date(start, place: "--start")
    guard (1_700...2_100).contains(date.components.year) else {
      throw .usage(
        what: "expected a day of the years 1700 to 2100, was \(date)", place: "--start",
        advice: "give one as in 2024-01-01")
    }
    return date
  }
}

/// A half-open range of times, `[from, to)`, open at either end.
private struct TimeRange {
  let from: Timestamp
  let to: Timestamp

  /// - Throws: `usage`, also when the range is empty.
  init(from: String?, to: String?) throws(OperationError) {
    self.from =
      try from.map { (text) throws(OperationError) in
        try TypedValues.time(text, place: "--from")
      } ?? .distantPast
    self.to =
      try to.map { (text) throws(OperationError) in
        try TypedValues.time(text, place: "--to")
      } ?? .distantFuture
    guard self.from < self.to else {
      throw .usage(
        what: "the range of times is empty", place: "--from, --to",
        advice: "give a --to that is later than --from")
    }
  }

  var isLimited: Bool { from > .distantPast || to < .distantFuture }
}

/// A tick file's own facts, and for quotes what a look at all of them gave.
package struct InfoDocument: Document {
  let file: TickFileDocument
  let survey: SurveyDocument?

  /// The file, for programs.
  package var json: JSONValue { survey?.adding(to: file.json) ?? file.json }

  /// Labels and values for people.
  package var rows: [(String, TextCell)] { file.rows + (survey?.rows ?? []) }

  /// Tables below them.
  package var tables: [TextTable] { survey?.tables ?? [] }
}

/// Whether a tick file is as it was written.
package struct VerifiedFile: Document {
  /// Its path.
  package let path: String
  /// How many ticks it holds; `nil` where it has a fault.
  package let ticks: Int?
  /// Its first fault, in words.
  package let fault: String?
  /// The file, for programs.
  package let json: JSONValue

  init(path: String, _ verification: TickFileVerification) {
    self.path = path
    switch verification {
    case .sound(let info):
      (ticks, fault) = (info.statistics.ticks, nil)
      json = [
        "file": .string(path), "sound": true, "fault": nil, "ticks": .count(info.statistics.ticks),
        "blocks": .count(info.blocks), "bytes": .count(info.bytes), "sha256": .string(info.sha256),
        "content_digest": .string(info.contentDigest),
      ]
    case .faulty(let fault):
      (ticks, self.fault) = (nil, "\(fault)")
      json = [
        "file": .string(path), "sound": false,
        "fault": [
          "part": .string(fault.name), "offset": .count(fault.offset), "reason": .string(fault.reason),
        ],
      ]
    }
  }
}

/// Ticks that were written as CSV.
package struct ExportedTicks: Document {
  /// The file made.
  package let file: String
  /// Rows in it, but for the heading.
  package let rows: Int
  let contentDigest: String

  /// The export, for programs.
  package var json: JSONValue {
    ["file": .string(file), "rows": .count(rows), "content_digest": .string(contentDigest)]
  }
}

extension Array where Element: Document {
  /// One document for one file, an array under `files` for several.
  package var ofFiles: JSONValue {
    if count == 1, let only = first { return only.json }
    return ["files": .array(map(\.json))]
  }
}
