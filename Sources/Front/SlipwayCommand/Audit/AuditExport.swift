import ArgumentParser
import Operations
import TradingCore

/// `slipway audit export`
struct AuditExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the journal out as JSON lines and CSV, with digests.",
    discussion: """
      Makes events.jsonl and events.csv (every row of the chain), fills.csv, trades.csv and orders.csv (what the \
      bots did), and manifest.json with the SHA-256 of each and the head of the chain.

      Example:
        slipway audit export -o journal-2024
      """)

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The folder to make, or an empty one.", valueName: "dir"), completion: .directory)
  var output: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let made = try shared.operations.audit.export(to: output, shared.progress("Exporting", unit: "rows"))
    try shared.print(made) { _ in
      "exported \(Counted.text(made.rows, "row")) to \(output)\nhead \(made.head)\n"
    }
  }
}
