import ArgumentParser
import Operations
import Reports

/// `slipway data verify`
struct DataVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read tick files to the last byte and say whether they are as they were written.",
    discussion: """
      Exit code 3 when a file has a fault.

      Example:
        slipway data verify datasets/eurusd-30d.ticks datasets/xauusd-30d.ticks
      """)

  @Argument(help: ArgumentHelp("Tick files.", valueName: "file"), completion: .tickFiles)
  var files: [String]

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let ticks = shared.operations.ticks
    let files = try files.map { try ticks.verify($0) }
    try shared.printResult(json: files.ofFiles) { colored in
      var table = TextTable([.init("FILE"), .init("VERDICT"), .init("DETAIL")])
      for file in files { table.add(cells(file)) }
      return table.text(colored: colored)
    }
    if files.contains(where: { $0.fault != nil }) { throw CommandError.answerIsNo }
  }

  private func cells(_ file: VerifiedFile) -> [TextCell] {
    if let fault = file.fault { return [TextCell(file.path), TextCell("faulty", .loss), TextCell(fault)] }
    return [
      TextCell(file.path), TextCell("sound", .gain),
      TextCell(NumberText.counted(file.ticks ?? 0, "tick")),
    ]
  }
}
