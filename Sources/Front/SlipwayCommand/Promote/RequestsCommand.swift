import ArgumentParser
import Operations
import Reports
import TradingCore

/// What lists of the gate share.
struct GateListOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Only of this bot.", valueName: "bot"), completion: .names(.bots))
  var id: String?

  @Flag(help: "Only what nobody has decided.")
  var open = false

  @OptionGroup var shared: SharedOptions
}

/// `slipway promote requests`
struct RequestsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requests", abstract: "Show what was asked for, and what waits for whose signature.",
    discussion: """
      Example:
        slipway promote requests --open
      """)

  @OptionGroup var list: GateListOptions

  func run() throws {
    let (shared, open) = (list.shared, list.open)
    let listing = try shared.operations.promotion.requests(of: list.id, open: open)
    listing.notes.forEach(shared.note)
    try shared.print(listing) { colored in
      guard !listing.requests.isEmpty else {
        return open ? "nothing waits for a signature\n" : "no requests\n"
      }
      var table = TextTable([
        .init("ID"), .init("BOT"), .init("STEP"), .init("CAPITAL", .right), .init("STATE"), .init("BY"),
        .init("SIGNED"), .init("OPEN UNTIL"), .init("REASON"),
      ])
      for request in listing.requests { table.add(request.cells) }
      return table.text(colored: colored)
    }
  }
}

extension RequestListing.Row {
  fileprivate var cells: [TextCell] {
    let names = signers.joined(separator: ", ")
    return [
      TextCell(id, .strong), TextCell(bot), TextCell("to \(step)"),
      TextCell("\(DecimalText.groupingThousands(in: capital)) \(currency)"), TextCell(state),
      TextCell(requester ?? "–"),
      TextCell("\(signers.count) of \(approvalsNeeded)" + (names.isEmpty ? "" : ": \(names)")),
      TextCell(DateText.minute(expiresAt)), TextCell(reason),
    ]
  }
}
