import ArgumentParser
import TickStore

/// `slipway data info`
struct DataInfo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Show what tick files hold: times, prices, spreads, gaps, digests.")

  @Argument(help: "Tick files.")
  var files: [String]

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let documents = try files.map { TickFileDocument(info: try TickFileReader(path: $0).info()) }
    try shared.printResult(json: TickFileDocument.json(documents.map(\.json))) { colored in
      documents.map { $0.text(colored: colored) }.joined(separator: "\n")
    }
  }
}
