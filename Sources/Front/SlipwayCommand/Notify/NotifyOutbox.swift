import ArgumentParser
import FileSystem
import JSONText
import Journal
import Reports
import TradingCore

/// `slipway notify list`
struct NotifyList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List messages, the newest first, and how they stand.")

  @Flag(help: "Those given up.")
  var dead = false

  @Flag(help: "Those that wait.")
  var pending = false

  @Flag(help: "Those delivered.")
  var sent = false

  @Option(help: ArgumentHelp("At most so many.", valueName: "count"))
  var limit = 100

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard [dead, pending, sent].filter({ $0 }).count < 2 else {
      throw ValidationError("choose one of --dead, --pending and --sent")
    }
    guard (1...100_000).contains(limit) else { throw ValidationError("expected --limit from 1 to 100000") }
  }

  func run() throws {
    let status: OutboxStatus? = dead ? .dead : pending ? .pending : sent ? .sent : nil
    let limit = limit
    let found = try BotStore(home: shared.homeFolder).read { reading in
      (rows: try reading.messages(status, limit: limit), counts: try reading.messageCounts())
    }
    let rows = found?.rows ?? []
    let counts = OutboxStatus.allCases.map { JSONMember($0.rawValue, .count(found?.counts[$0] ?? 0)) }
    let document: JSONValue = ["messages": .array(rows.map(json)), "counts": .object(counts)]
    try shared.printResult(json: document) { rows.isEmpty ? "no messages\n" : table(rows).text(colored: $0) }
  }

  private func json(_ row: OutboxRecord) -> JSONValue {
    [
      "id": .integer(row.id), "created_at": .string(row.createdAt.iso8601), "event": .string(row.event),
      "channel": .string(row.channel), "status": .string(row.status.rawValue),
      "attempts": .count(row.attempts),
      "next_attempt_at": row.status == .pending ? .string(row.nextAttemptAt.iso8601) : .null,
      "last_error": row.lastError.map { .string($0) } ?? .null, "message": row.payload,
    ]
  }

  private func table(_ rows: [OutboxRecord]) -> TextTable {
    var table = TextTable([
      .init("ID", .right), .init("TIME"), .init("CHANNEL"), .init("STATUS"), .init("TRIED", .right),
      .init("MESSAGE"), .init("PROBLEM"),
    ])
    for row in rows {
      var title = row.event
      if case .string(let text)? = row.payload["title"] { title = text }
      table.add([
        TextCell("\(row.id)"), TextCell(row.createdAt.iso8601), TextCell(row.channel),
        TextCell(row.status.rawValue), TextCell("\(row.attempts)"), TextCell(title),
        TextCell(row.lastError ?? ""),
      ])
    }
    return table
  }
}

/// `slipway notify retry`
struct NotifyRetry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Have messages that were given up, or wait, tried again at once.",
    discussion: "They go out with 'slipway run', or with 'slipway notify send'.")

  @Argument(help: "The message's number in 'slipway notify list'.")
  var id: Int64?

  @Flag(help: "All that were given up.")
  var allDead = false

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard (id != nil) != allDead else { throw ValidationError("give a message's number or --all-dead") }
  }

  func run() throws {
    let home = shared.homeFolder
    guard try BotStore(home: home).read({ _ in true }) != nil else { throw JournalError.missing(home: home) }
    let id = id
    let now = WallClock.now
    let ids = try Journal(home: home, mode: .open).write { transaction in
      let rows =
        if let id { [try Self.message(id, transaction.reading)] } else {
          try transaction.reading.messages(.dead, limit: .max)
        }
      for var row in rows {
        row.status = .pending
        row.attempts = 0
        row.nextAttemptAt = now
        row.updatedAt = now
        try transaction.update(row)
      }
      return rows.map(\.id)
    }
    let document: JSONValue = ["messages": .array(ids.sorted().map { .integer($0) })]
    try shared.printResult(json: document) { _ in
      ids.count == 1 ? "1 message waits again\n" : "\(ids.count) messages wait again\n"
    }
  }

  private static func message(_ id: Int64, _ reading: JournalReading) throws -> OutboxRecord {
    guard let row = try reading.message(id) else {
      throw CommandError.usage(
        what: "there is no message \(id)", option: "ID", advice: "see 'slipway notify list'")
    }
    guard row.status != .sent else {
      throw CommandError.usage(
        what: "message \(id) was delivered", option: "ID", advice: "see 'slipway notify list --dead'")
    }
    return row
  }
}
