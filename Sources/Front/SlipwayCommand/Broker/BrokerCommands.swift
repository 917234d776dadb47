import JSONText
import ArgumentParser
import BotAssembly
import YAMLConfiguration
import Reports
import TradingCore

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
    commandName: "list", abstract: "List the profiles that --broker takes by name.")

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let profiles = BrokerProfiles(home: shared.homeFolder)
    let rows = profiles.list().map { BrokerRow($0, in: profiles) }
    try shared.printResult(json: ["brokers": .array(rows.map(\.json))]) { colored in
      var table = TextTable([.init("NAME"), .init("WHERE"), .init("TITLE")])
      for row in rows { table.add(row.cells) }
      return table.text(colored: colored)
    }
  }
}

/// A profile in the list; one with a fault is shown with it, so that the others stay usable.
private struct BrokerRow {
  let listing: BrokerProfiles.Listing
  let title: String
  let fault: String?

  init(_ listing: BrokerProfiles.Listing, in profiles: BrokerProfiles) {
    self.listing = listing
    do {
      title = try profiles.load(listing.name).title
      fault = nil
    } catch {
      title = ""
      fault = "\(error)"
    }
  }

  var json: JSONValue {
    [
      "name": .string(listing.name), "title": .string(title),
      "path": listing.path.map { .string($0) } ?? .null, "origin": .string(listing.origin.rawValue),
      "fault": fault.map { .string($0) } ?? .null,
    ]
  }

  private var place: String {
    guard let path = listing.path else { return "bundled" }
    return listing.origin == .overridden ? "\(path), hides the bundled one" : path
  }

  var cells: [TextCell] {
    [
      TextCell(listing.name), TextCell(place, .faint),
      fault.map { TextCell("error: \($0)", .loss) } ?? TextCell(title),
    ]
  }
}

/// `slipway broker show`
struct BrokerShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show every value of a broker profile.")

  @Argument(help: "A profile's name, or the path of a YAML file.")
  var name: String

  @Option(help: ArgumentHelp("Show the terms that hold for this instrument.", valueName: "s"))
  var symbol: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let profile = try BrokerProfiles(home: shared.homeFolder).load(name)
    guard let symbol else {
      try shared.printResult(json: BrokerDocument.json(profile)) { BrokerDocument.text(profile, colored: $0) }
      return
    }
    let instrument = try OptionValues.tradable(symbol, of: profile)
    try shared.printResult(json: BrokerDocument.json(profile, instrument)) {
      BrokerDocument.text(profile, instrument, colored: $0)
    }
  }
}

extension OptionValues {
  /// An instrument as a profile trades it.
  ///
  /// - Throws: `usage`.
  static func instrument(
    _ text: String, of profile: BrokerProfile, option: String = "--symbol"
  ) throws(CommandError) -> Instrument {
    let symbol = try symbol(text, option: option)
    guard let instrument = profile.instrument(symbol) else {
      throw .usage(
        what: "'\(profile.name)' has no instrument \(symbol)", option: option,
        advice: "choose one of " + profile.catalog.all.map(\.symbol.name).joined(separator: ", "))
    }
    return instrument
  }

  /// An instrument that orders at this broker can be filled for: what a backtest refuses is refused alike.
  ///
  /// - Throws: `usage`, or `AssemblyError.profile`.
  static func tradable(_ text: String, of profile: BrokerProfile) throws -> Instrument {
    let instrument = try instrument(text, of: profile)
    if let fault = profile.fault(trading: instrument) {
      throw AssemblyError.profile(fault, profile: profile.name)
    }
    return instrument
  }
}
