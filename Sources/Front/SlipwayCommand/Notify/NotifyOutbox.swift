import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway notify list`
struct NotifyList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List messages, the newest first, and how they stand.",
    discussion: """
      All of them, or those of one kind: --dead, --pending or --sent.

      Example:
        slipway notify list --pending
      """)

  @Flag(help: "Those given up.")
  var dead = false

  @Flag(help: "Those that wait.")
  var pending = false

  @Flag(help: "Those delivered.")
  var sent = false

  private static let limits = 1...100_000

  @Option(
    parsing: .unconditional, help: ArgumentHelp("At most so many, \(limits.words).", valueName: "n"))
  var limit: TypedNumber = "100"

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard [dead, pending, sent].filter({ $0 }).count < 2 else {
      throw ValidationError("choose one of --dead, --pending and --sent")
    }
  }

  func run() throws {
    let status: MessageStatus? = dead ? .dead : pending ? .pending : sent ? .sent : nil
    let listing = try shared.operations.messages.list(status, limit: try limit.whole(Self.limits, "--limit"))
    try shared.print(listing) {
      listing.messages.isEmpty ? "no messages\n" : table(listing.messages).text(colored: $0)
    }
  }

  private func table(_ rows: [MessageListing.Row]) -> TextTable {
    var table = TextTable([
      .init("ID", .right), .init("TIME"), .init("CHANNEL"), .init("STATUS"), .init("TRIED", .right),
      .init("MESSAGE"),
    ])
    for row in rows {
      table.add([
        TextCell("\(row.id)"), TextCell(DateText.minute(row.createdAt)), TextCell(row.channel),
        TextCell(row.status), TextCell("\(row.attempts)"),
        TextCell(row.title + (row.lastError.map { " (\($0))" } ?? "")),
      ])
    }
    return table
  }
}

/// `slipway notify retry`
struct NotifyRetry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Have messages that were given up, or wait, tried again at once.",
    usage: """
      slipway notify retry <message> [<options>]
      slipway notify retry --all-dead [<options>]
      """,
    discussion: """
      They go out with 'slipway run', or with 'slipway notify send'.

      Examples:
        slipway notify retry 17
        slipway notify retry --all-dead
      """)

  @Argument(help: ArgumentHelp("The message's number in 'slipway notify list'.", valueName: "message"))
  var id: TypedNumber?

  @Flag(help: "All that were given up.")
  var allDead = false

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard (id != nil) != allDead else { throw ValidationError("give a message's number or --all-dead") }
  }

  func run() throws {
    let retried = try shared.operations.messages.retry(
      try id?.whole(1...Int64.max, "MESSAGE", advice: "see 'slipway notify list'"))
    try shared.print(retried) { _ in
      "\(Counted.text(retried.ids.count, "message waits", "messages wait")) again\n"
    }
  }
}
