import ArgumentParser
import JSONText
import Journal
import ModeManager
import Promotion
import Reports
import TradingCore

/// What lists of the gate share.
struct GateListOptions: ParsableArguments {
  @Argument(help: "Only of this bot.")
  var id: String?

  @Flag(help: "Only what nobody has decided.")
  var open = false

  @OptionGroup var shared: SharedOptions

  /// The gate's state, with a note where it is faulty.
  ///
  /// - Throws: `CommandError.usage` for a bot that is not there, `JournalError`.
  func ledger() throws -> PromotionLedger {
    if let id { _ = try shared.journal(of: id).read { try BotStore.bot(id, $0) } }
    let ledger = try shared.gatekeeper(.readOnly).ledger()
    if let fault = ledger.fault {
      shared.note("row \(fault.seq) of the journal breaks a rule (\(fault.refusal.code)): nothing is granted")
    }
    return ledger
  }

  /// Whether something of a bot belongs into the list.
  func wants(_ bot: String, isOpen: Bool) -> Bool { (id == nil || bot == id) && (!open || isOpen) }
}

/// `slipway promote requests`
struct RequestsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requests", abstract: "Show what was asked for, and what waits for whose signature.")

  @OptionGroup var list: GateListOptions

  func run() throws {
    let (shared, open) = (list.shared, list.open)
    let ledger = try list.ledger()
    let now = WallClock.now
    let found = ledger.requests.filter { record in
      list.wants(record.request.bot, isOpen: ledger.state(of: record, at: now) == .pending)
    }
    let document: JSONValue = [
      "requests": .array(found.map { $0.document(state: ledger.state(of: $0, at: now)) })
    ]
    try shared.printResult(json: document) { colored in
      guard !found.isEmpty else { return open ? "nothing waits for a signature\n" : "no requests\n" }
      var table = TextTable([
        .init("ID"), .init("BOT"), .init("STEP"), .init("CAPITAL", .right), .init("STATE"), .init("BY"),
        .init("SIGNED"), .init("OPEN UNTIL"), .init("REASON"),
      ])
      for record in found {
        table.add(record.cells(state: ledger.state(of: record, at: now)))
      }
      return table.text(colored: colored)
    }
  }
}

extension RequestRecord {
  fileprivate func cells(state: RequestState) -> [TextCell] {
    let names = approvals.map(\.signer).joined(separator: ", ")
    let step = request.to == .live ? "live \(request.step)" : request.to.rawValue
    return [
      TextCell(request.id, .strong), TextCell(request.bot), TextCell("\(request.from.rawValue) to \(step)"),
      TextCell("\(request.capital) \(request.currency)"), TextCell(state.rawValue),
      TextCell(request.requester?.name ?? "–"),
      TextCell("\(approvals.count) of \(approvalsNeeded)" + (names.isEmpty ? "" : ": \(names)")),
      TextCell(request.expiresAt.iso8601), TextCell(ending?.reason ?? request.reason),
    ]
  }

  /// The request and what became of it, for programs.
  fileprivate func document(state: RequestState) -> JSONValue {
    [
      "request": request.json, "digest": .string(request.digest), "state": .string(state.rawValue),
      "approvals": .array(
        approvals.map {
          ["operator": .string($0.signer), "person": .string($0.person), "at": .time($0.at)]
        }),
      "approvals_needed": .count(approvalsNeeded),
      "ended_by": ending?.by.map { .string($0) } ?? .null,
      "ended_because": ending.map { .string($0.reason) } ?? .null,
    ]
  }
}
