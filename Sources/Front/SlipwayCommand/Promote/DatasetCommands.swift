import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway promote dataset`
struct DatasetCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dataset",
    abstract: "Recorded ticks that count as evidence, because somebody vouches for them.",
    subcommands: [DatasetAdd.self, DatasetList.self, DatasetRetire.self])
}

/// `slipway promote dataset add`
struct DatasetAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Vouch for the ticks of files, by an approver's or admin's signature.",
    discussion: """
      What bots of the family do on them counts for a promotion. A family has one history of an instrument: ticks of a \
      time that it has already are refused, as are generated ticks and such with holes while the market was open.

      Example:
        slipway promote dataset add eurusd-2025.ticks --family trend --as bob
      """)

  @Argument(help: ArgumentHelp("Tick files.", valueName: "file"), completion: .tickFiles)
  var files: [String]

  @Option(
    help: ArgumentHelp("The family of bots that they are for.", valueName: "family"),
    completion: .names(.strategies))
  var family: String

  @OptionGroup var signer: SignerOptions<ByApproverOrAdmin>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let added = try shared.operations.promotion.admitDatasets(files, family: family, signed: signer.signature)
    try shared.print(added) { added.text(colored: $0) }
  }
}

/// `slipway promote dataset list`
struct DatasetList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show which recorded ticks count, and who vouched for them.",
    discussion: """
      Example:
        slipway promote dataset list
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let listing = try shared.operations.promotion.datasets()
    listing.notes.forEach(shared.note)
    try shared.print(listing) { listing.text(colored: $0) }
  }
}

/// `slipway promote dataset retire`
struct DatasetRetire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: "Vouch no longer for ticks: evidence that was gathered on them does not count any more.",
    discussion: """
      Signed by an approver or admin (--as).

      Example:
        slipway promote dataset retire D1 --as bob
      """)

  @Argument(
    help: ArgumentHelp("The dataset, as in D1; see 'slipway promote dataset list'.", valueName: "dataset"),
    completion: .names(.datasets))
  var id: String

  @OptionGroup var signer: SignerOptions<ByApproverOrAdmin>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let retired = try shared.operations.promotion.retireDataset(id, signed: signer.signature)
    try shared.print(retired) { retired.text(colored: $0) }
  }
}

extension DatasetListing {
  fileprivate func text(colored: Bool) -> String {
    guard !datasets.isEmpty else {
      return "no ticks are admitted: 'slipway promote dataset add FILE --family FAMILY'\n"
    }
    var table = TextTable([
      .init("ID"), .init("FAMILY"), .init("SYMBOL"), .init("FIRST"), .init("LAST"), .init("TICKS", .right),
      .init("MINUTES", .right), .init("WHO"), .init("STATUS"), .init("SOURCE"),
    ])
    for dataset in datasets {
      table.add([
        TextCell(dataset.id, .strong), TextCell(dataset.family), TextCell(dataset.symbol),
        TextCell(String(DateText.minute(dataset.span.first).prefix(10))),
        TextCell(String(DateText.minute(dataset.span.last).prefix(10))),
        TextCell(NumberText.grouped(dataset.ticks)),
        TextCell(NumberText.percent(dataset.coverage, decimals: 1)), TextCell(dataset.signer),
        TextCell(dataset.isActive ? "admitted" : "retired"), TextCell(dataset.source),
      ])
    }
    return table.text(colored: colored)
  }
}
