import ArgumentParser
import JSONText
import Operations
import Reports
import TradingCore

/// What `positions` and `orders` share.
struct BotOpenOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The bot's name (default: all bots that are not retired).", valueName: "bot"),
    completion: .names(.bots))
  var id: String?

  @OptionGroup var shared: SharedOptions

  /// Shows what is open as a document or as text.
  ///
  /// - Throws: what the operation throws.
  func show<Shown: Document>(
    _ document: (OpenListing) -> Shown, text: (OpenListing, _ colored: Bool) -> String
  ) throws {
    let open = try shared.operations.bots.open(id)
    open.notes.forEach(shared.note)
    try shared.print(document(open)) { text(open, $0) }
  }
}

/// `slipway bot positions`
struct BotPositions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "positions", abstract: "Show what bots have open.",
    discussion: """
      While a run is under way this is what it shows of itself, at most a second old, else what the journal \
      has. The result is at the price that would close the position at the bot's last tick, without the \
      commission of closing.

      Example:
        slipway bot positions trend
      """)

  @OptionGroup var looked: BotOpenOptions

  func run() throws {
    try looked.show(OpenPositions.init) { open, colored in
      open.positions.isEmpty ? "nothing is open\n" : open.positionsTable().text(colored: colored)
    }
  }
}

/// `slipway bot orders`
struct BotOrders: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orders", abstract: "Show which orders of bots wait to be filled.",
    discussion: """
      While a run is under way this is what it shows of itself, at most a second old, else what the journal \
      has. Market orders don't wait; stops and targets of positions stand with the positions.

      Example:
        slipway bot orders trend
      """)

  @OptionGroup var looked: BotOpenOptions

  func run() throws {
    try looked.show(OpenOrders.init) { open, colored in
      open.orders.isEmpty ? "no order waits\n" : open.ordersTable().text(colored: colored)
    }
  }
}

private struct OpenPositions: Document {
  let open: OpenListing
  var json: JSONValue { ["positions": open.positionsJSON] }
}

private struct OpenOrders: Document {
  let open: OpenListing
  var json: JSONValue { ["orders": open.ordersJSON] }
}

extension OpenListing {
  /// The positions for people; `names`: whether the bots' names are of interest.
  func positionsTable(names: Bool = true) -> TextTable { OpenPosition.table(positions, names: names) }

  /// The orders for people; `names`: whether the bots' names are of interest.
  func ordersTable(names: Bool = true) -> TextTable { OpenOrder.table(orders, names: names) }
}
