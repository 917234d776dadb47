import ArgumentParser
import Operations
import Reports

/// `slipway data export`
struct DataExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the ticks of a tick file as CSV: time,bid,ask.",
    discussion: """
      Quotes with sizes have the columns bid_size,ask_size too, trades are time,price,size,side. Times are UTC, \
      in milliseconds or finer where the file is: importing the CSV gives the same ticks.

      Examples:
        slipway data export datasets/eurusd-30d.ticks -o eurusd.csv
        slipway data export datasets/eurusd-30d.ticks -o - | head
      """)

  @Argument(help: "A tick file.", completion: .tickFiles)
  var file: String

  @OptionGroup var output: TextOutputOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let ticks = shared.operations.ticks
    try ticks.check(file)
    let target = try output.target(against: [file], shared: shared)
    let progress = shared.progress("Exporting", unit: "ticks")
    guard case .file(let path) = target else {
      return try ticks.export(file, progress) { try StandardOutput.write($0) }
    }
    let made = try ticks.export(file, to: path, progress)
    try shared.print(made) { _ in "\(NumberText.counted(made.rows, "tick")) written to \(made.file)\n" }
  }
}
