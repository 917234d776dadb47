import JSONText
import ArgumentParser
import Reports
import TickStore

/// `slipway data verify`
struct DataVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read tick files to the last byte and say whether they are as they were written.",
    discussion: "Exit code 3 when a file has a fault.")

  @Argument(help: "Tick files.")
  var files: [String]

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let results = try files.map { (path: $0, verification: try TickFileReader.verify(path: $0)) }
    let documents = results.map { json($0.path, $0.verification) }
    try shared.printResult(json: TickFileDocument.json(documents)) { colored in
      var table = TextTable([.init("FILE"), .init("VERDICT"), .init("DETAIL")])
      for result in results { table.add(cells(result.path, result.verification)) }
      return table.text(colored: colored)
    }
    for case .faulty in results.map(\.verification) { throw CommandError.answerIsNo }
  }

  private func json(_ path: String, _ verification: TickFileVerification) -> JSONValue {
    switch verification {
    case .sound(let info):
      [
        "file": .string(path), "sound": true, "fault": nil, "ticks": .count(info.statistics.ticks),
        "blocks": .count(info.blocks), "bytes": .count(info.bytes), "sha256": .string(info.sha256),
        "content_digest": .string(info.contentDigest),
      ]
    case .faulty(let fault):
      [
        "file": .string(path), "sound": false,
        "fault": [
          "part": .string(fault.name), "offset": .count(fault.offset), "reason": .string(fault.reason),
        ],
      ]
    }
  }

  private func cells(_ path: String, _ verification: TickFileVerification) -> [TextCell] {
    switch verification {
    case .sound(let info):
      [
        TextCell(path), TextCell("sound", .gain),
        TextCell(NumberText.grouped(info.statistics.ticks) + " ticks"),
      ]
    case .faulty(let fault): [TextCell(path), TextCell("faulty", .loss), TextCell("\(fault)")]
    }
  }
}
