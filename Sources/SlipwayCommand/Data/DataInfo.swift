import ArgumentParser
import TickStore

/// `slipway data info`
struct DataInfo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Show what tick files hold: times, prices, spreads, gaps, digests.",
    discussion: "Each file is read to its last byte, so that no figures of a damaged one are shown.")

  @Argument(help: "Tick files.")
  var files: [String]

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let documents = try files.map { TickFileDocument(info: try soundInfo($0)) }
    try shared.printResult(json: TickFileDocument.json(documents.map(\.json))) { colored in
      documents.map { $0.text(colored: colored) }.joined(separator: "\n")
    }
  }

  private func soundInfo(_ path: String) throws(TickStoreError) -> TickFileInfo {
    // Opening tells a file of another format from a damaged one; verifying does not.
    _ = try TickFileReader(path: path)
    switch try TickFileReader.verify(path: path) {
    case .sound(let info): return info
    case .faulty(let fault): throw .damaged(path: path, fault: fault)
    }
  }
}
