import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway bot list`
struct BotList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the registered bots and how they stand.",
    discussion: """
      Examples:
        slipway bot list
        slipway bot list --all --json
      """)

  @Flag(help: "Retired bots, too.")
  var all = false

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let listing = try shared.operations.bots.list(all: all)
    listing.bots.compactMap(\.newsWarning).forEach(shared.note)
    try shared.print(listing) { colored in
      guard !listing.bots.isEmpty else { return "no bots: register one with 'slipway bot register'\n" }
      return table(listing.bots).text(colored: colored)
    }
  }

  private func table(_ bots: [BotListing.Row]) -> TextTable {
    var table = TextTable([
      .init("BOT"), .init("STATUS"), .init("MODE"), .init("SYMBOLS"), .init("TRADES", .right),
      .init("OPEN", .right), .init("EQUITY", .right), .init("LAST TICK"), .init("STRATEGY AND BROKER"),
    ])
    for bot in bots {
      table.add([
        TextCell(bot.id, .strong), TextCell(bot.isClosing ? "closing" : bot.status), TextCell(bot.mode),
        TextCell(bot.symbols.joined(separator: ", ")),
        TextCell(NumberText.grouped(bot.trades)), TextCell("\(bot.openPositions)"),
        TextCell(DecimalText.groupingThousands(in: bot.equity)),
        TextCell(bot.lastTick.map(DateText.minute) ?? "never"), TextCell("\(bot.strategy) at \(bot.broker)"),
      ])
    }
    return table
  }
}
