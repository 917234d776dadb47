import ArgumentParser
import Operations
import Reports

/// `slipway broker`: the brokers whose costs and rules can be simulated.
struct BrokerCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "broker", abstract: "Broker profiles: what a broker charges, allows and enforces.",
    subcommands: [
      BrokerList.self, BrokerShow.self, BrokerAdd.self, BrokerEdit.self, BrokerRemove.self, BrokerFees.self,
    ])
}

/// `slipway broker list`
struct BrokerList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the profiles that --broker takes by name.",
    discussion: """
      Example:
        slipway broker list
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let listing = shared.operations.brokers.list()
    try shared.print(listing) { colored in
      var table = TextTable([.init("NAME"), .init("WHERE"), .init("TITLE")])
      for row in listing.profiles { table.add(row.cells) }
      return table.text(colored: colored)
    }
  }
}

extension ProfileListing.Row {
  private var place: String {
    guard let path else { return "bundled" }
    return hidesBundled ? "\(path), hides the bundled one" : path
  }

  fileprivate var cells: [TextCell] {
    [
      TextCell(name), TextCell(place, .faint),
      fault.map { TextCell("error: \($0)", .loss) } ?? TextCell(title),
    ]
  }
}

/// `slipway broker show`
struct BrokerShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show every value of a broker profile.",
    discussion: """
      Example:
        slipway broker show exness_raw --symbol XAUUSD
      """)

  @Argument(
    help: ArgumentHelp("A profile's name, or the path of a YAML file.", valueName: "profile"),
    completion: .names(.brokers))
  var name: String

  @Option(
    help: ArgumentHelp("Show the terms that hold for this instrument, as in EURUSD.", valueName: "symbol"),
    completion: .names(.symbols))
  var symbol: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let profile = try shared.operations.brokers.show(name, symbol: symbol)
    try shared.print(profile) { TextTable.keyValue(profile.rows).text(colored: $0) }
  }
}
