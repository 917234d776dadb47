import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway data info`
struct DataInfo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show what tick files hold: times, prices, spreads, sessions, gaps, quality, digests.",
    discussion: """
      Each file is read to its last byte, so that no figures of a damaged one are shown. What the figures mean \
      is in docs/data-info.md.

      Example:
        slipway data info datasets/eurusd-30d.ticks
      """)

  @Argument(help: ArgumentHelp("Tick files.", valueName: "file"), completion: .tickFiles)
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "When the market is open, instead of the instrument's own hours: "
        + TradingHours.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "hours"),
    completion: .list(TradingHours.allCases.map(\.rawValue)))
  var hours: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let stated: TradingHours? = try hours.map { try TypedValues.choice($0, place: "--hours") }
    let ticks = shared.operations.ticks
    let files = try files.map { try ticks.info($0, hours: stated, shared.progress("Reading", unit: "bytes")) }
    try shared.printResult(json: files.ofFiles) { colored in
      files.map { text($0, colored: colored) }.joined(separator: "\n")
    }
  }

  private func text(_ file: InfoDocument, colored: Bool) -> String {
    ([TextTable.keyValue(file.rows)] + file.tables).map { $0.text(colored: colored) }.joined(separator: "\n")
  }
}
