import ArgumentParser
import TickStore
import TradingCore

/// `slipway data slice`
struct DataSlice: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slice", abstract: "Copy the ticks of a range of times into a tick file of their own.",
    discussion: "The range is half-open: ticks at --from are in, ticks at --to are not.")

  @Argument(help: "A tick file.")
  var file: String

  @Option(help: ArgumentHelp("The first time wanted, as in 2019-02-04T13:00Z.", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("The first time not wanted any more.", valueName: "time"))
  var to: String?

  @OptionGroup var output: OutputOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let range = try TimeRange(from: from, to: to)
    guard range.isLimited else {
      throw CommandError.usage(
        what: "nothing says which ticks", option: "--from, --to", advice: "give one of them or both")
    }
    let reader = try TickFileReader(path: file)
    try output.check(against: [file])
    let summary = try copy(range, of: reader)
    let document = TickFileDocument(info: try TickFileReader(path: summary.path).info())
    try shared.printResult(json: document.json) { document.text(colored: $0) }
  }

  private func copy(_ range: TimeRange, of reader: TickFileReader) throws(TickStoreError) -> TickFileSummary {
    var metadata = reader.metadata
    metadata.provenance += (metadata.provenance.isEmpty ? "" : "; ") + "slice \(range)"
    let writer = try TickFileWriter(path: output.path, metadata: metadata)
    let bar = ProgressBar("Slicing", unit: "ticks", quiet: shared.quiet)
    let cursor = reader.makeCursor(from: range.from, to: range.to)
    var block = TickBlock()
    while try cursor.nextBlock(into: &block) {
      try writer.append(contentsOf: block.quotes)
      bar.update(done: writer.count, of: nil)
    }
    guard writer.count > 0 else { throw .noTicks(path: "\(file), \(range)") }
    return try writer.finish()
  }
}

/// A half-open range of times, `[from, to)`, open at either end.
struct TimeRange: CustomStringConvertible {
  let from: Timestamp
  let to: Timestamp

  /// A range from the texts of `--from` and `--to`.
  ///
  /// - Throws: `usage`, also when the range is empty.
  init(from: String?, to: String?) throws(CommandError) {
    self.from =
      try from.map { (text) throws(CommandError) in
        try OptionValues.time(text, option: "--from")
      } ?? .distantPast
    self.to =
      try to.map { (text) throws(CommandError) in
        try OptionValues.time(text, option: "--to")
      } ?? .distantFuture
    guard self.from < self.to else {
      throw .usage(
        what: "the range of times is empty", option: "--from, --to",
        advice: "give a --to that is later than --from")
    }
  }

  var isLimited: Bool { from > .distantPast || to < .distantFuture }

  /// `from 2019-02-04T13:00:00.000Z to the end`.
  var description: String {
    let start = from > .distantPast ? from.iso8601 : "the start"
    return "from \(start) to \(to < .distantFuture ? to.iso8601 : "the end")"
  }
}
