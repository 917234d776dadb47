import ArgumentParser
import Operations
import Reports

/// `slipway data slice`
struct DataSlice: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slice", abstract: "Copy the ticks of a range of times into a tick file of their own.",
    discussion: """
      The range is half-open: ticks at --from are in, ticks at --to are not. Give one of them or both: \
      without --from the range begins with the file, without --to it ends with it.

      Example:
        slipway data slice datasets/eurusd-30d.ticks --from 2024-01-08T00:00Z \\
          --to 2024-01-13T00:00Z -o week.ticks
      """)

  @Argument(help: "A tick file.", completion: .tickFiles)
  var file: String

  @Option(help: ArgumentHelp("The first time wanted, as in 2019-02-04T13:00Z.", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("The first time not wanted any more.", valueName: "time"))
  var to: String?

  @OptionGroup var output: OutputOption
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let made = try shared.operations.ticks.slice(
      file, from: from, to: to, output: output.path, shared.progress("Slicing", unit: "ticks"))
    try shared.print(made) { TextTable.keyValue(made.rows).text(colored: $0) }
  }
}
