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
    try output.check(against: [file], home: shared.homeFolder)
    let bar = ProgressBar("Slicing", unit: "ticks", quiet: shared.quiet)
    let summary = try reader.slice(from: range.from, to: range.to, output: output.path) {
      bar.update(done: $0, of: nil)
    }
    bar.finish()
    let document = TickFileDocument(info: try TickFileReader(path: summary.path).info())
    try shared.printResult(json: document.json) { document.text(colored: $0) }
  }
}

/// A half-open range of times, `[from, to)`, open at either end.
struct TimeRange {
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
}
