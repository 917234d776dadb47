import JSONText
import ArgumentParser
import Reports
import TickStore

/// `slipway data export`
struct DataExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the ticks of a tick file as CSV: time,bid,ask.",
    discussion: """
      Quotes with sizes have the columns bid_size,ask_size too, trades are time,price,size,side. Times are UTC, \
      in milliseconds or finer where the file is: importing the CSV gives the same ticks.
      """
  )

  @Argument(help: "A tick file.")
  var file: String

  @OptionGroup var output: OutputOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let reader = try TickFileReader(path: file)
    try output.check(against: [file])
    let bar = ProgressBar("Exporting", unit: "ticks", quiet: shared.quiet)
    let count = try reader.export(to: output.path) { bar.update(done: $0, of: reader.statistics.ticks) }
    bar.finish()
    let document: JSONValue = [
      "file": .string(output.path), "rows": .count(count), "content_digest": .string(reader.contentDigest),
    ]
    try shared.printResult(json: document) { _ in
      "\(NumberText.grouped(count)) ticks written to \(output.path)\n"
    }
  }
}
