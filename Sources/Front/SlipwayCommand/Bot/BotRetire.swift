import ArgumentParser
import FileSystem
import Operations
import Reports

/// `slipway bot retire`
struct BotRetire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire", abstract: "Take a bot out of 'slipway run' for good; its records stay.",
    usage: "slipway bot retire <bot> [--close | --leave] [<options>]",
    discussion: """
      Where it has something open, say what becomes of that: --close has the run at work, or the next one, cancel its \
      orders and close its positions, and retires the bot when that is done; --leave leaves them as they are. Without \
      either a terminal is asked, and anything else refused.

      Examples:
        slipway bot retire trend
        slipway bot retire trend --close
      """)

  @Argument(help: ArgumentHelp("The bot's name.", valueName: "bot"), completion: .names(.bots))
  var id: String

  @Flag(help: "Close what is open first.")
  var close = false

  @Flag(help: "Leave what is open as it is.")
  var leave = false

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard !(close && leave) else { throw ValidationError("choose one of --close and --leave") }
  }

  func run() throws {
    let bots = shared.operations.bots
    let retired = try bots.retire(id, close ? .close : leave ? .leave : nil, asking: ask)
    try shared.print(retired) { _ in
      retired.isClosing
        ? "\(id) is closing: the run at work, or the next one, closes what is open and retires it\n"
        : "\(id) is \(retired.status)\n"
    }
    if !retired.isClosing { try bots.open(id).notes.forEach(shared.note) }
  }

  /// Shows what is open and asks; `nil` where nobody is there to answer, or without an answer.
  private func ask(_ open: OpenListing) throws -> OpenChoice? {
    guard !shared.json, Terminal.isAt(.standardInput), StandardError.isTerminal else { return nil }
    let tables = [
      open.positions.isEmpty ? nil : open.positionsTable(names: false),
      open.orders.isEmpty ? nil : open.ordersTable(names: false),
    ].compactMap { $0?.text(colored: StandardOutput.isColored) }
    StandardError.write(tables.joined(separator: "\n"))
    open.notes.forEach(shared.note)
    StandardError.write("Close it, leave it as it is, or stop here? [close/leave/stop] ")
    switch readLine()?.lowercased() {
    case "close", "c": return .close
    case "leave", "l": return .leave
    default: return nil
    }
  }
}
