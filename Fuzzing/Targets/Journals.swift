import FileSystem
import JSONText
import TradingCore

@testable import BotAssembly
@testable import Journal
@testable import ModeManager
@testable import Notifications
@testable import Promotion
@testable import SessionRecording

extension FuzzTarget {
  /// What the journal's rows and the files around it hold: returns, documents at the gate, key files, manifests of
  /// backups, anchors, descriptions of bots, messages.
  static let journal = FuzzTarget(name: "journal") { input in
    var input = input
    switch input.choice(8) {
    case 0: try readReturns(input.all())
    case 1: try readStatement(input.all())
    case 2: try fold(&input)
    case 3:
      let file = try OperatorKeyFile(json: input.all(), path: "key")
      let again = try OperatorKeyFile(json: Array(file.text.utf8), path: "key")
      try expect(again == file, "a key file reads back as another one")
    case 4: try readFolder(input.all())
    case 5:
      let spec = try BotSpec(json: try JSONValue(json: input.all()))
      let again = try BotSpec(json: spec.json)
      try expect(again.json == spec.json, "a bot's description reads back as another one")
    case 6:
      let message = try NotificationMessage(json: input.all())
      let again = try NotificationMessage(json: Array(message.json.compactText.utf8))
      try expect(again == message, "a message reads back as another one")
    default: try readSmall(try JSONValue(json: input.all()))
    }
  }

  private static func readReturns(_ payload: [UInt8]) throws {
    let event = JournalEvent(
      seq: 2, recordedAt: Timestamp(nanoseconds: 0), code: "trial", subject: "family", payload: payload,
      effects: [], previous: [], hash: [])
    guard let returns = TrialReturns(event: event) else { return }
    try expect(returns.days.count == returns.values.count, "days without returns")
    for day in returns.days { _ = (day.description, day.weekday, day.startUTC) }
  }

  private static func readStatement(_ bytes: [UInt8]) throws {
    let json = try JSONValue(json: bytes)
    guard let statement = SignedStatement(json: json) else { return }
    _ = statement.isValid
    let body = try StatementBody(json: statement.body)
    let again = try StatementBody(json: body.json)
    try expect(again == body, "a statement reads back as another one")
  }

  /// Events at the gate: each a byte for its kind, then the payload up to a zero byte. What stands there as a
  /// statement's body is signed with a key that everybody knows.
  private static func fold(_ input: inout FuzzInput) throws {
    let key = try OperatorKey(seed: [UInt8](repeating: 7, count: 32))
    let home = String(repeating: "0", count: 64)
    var ledger = PromotionLedger(home: home, criteria: home)
    var seq: Int64 = 1
    var at = Timestamp(nanoseconds: 1_700_000_000 * Timestamp.second)
    while !input.rest.isEmpty, seq < 64 {
      let kind = EventKind.gate[input.choice(EventKind.gate.count)]
      guard var payload = try? JSONValue(json: input.part()) else { continue }
      if let body = payload["statement"], let signed = try? SignedStatement(signing: body, with: key) {
        payload = ["statement": signed.json]
        if case .string(let text)? = body["at"], let time = try? Timestamp(iso8601: text) { at = time }
      }
      var subject = ""
      if case .string(let text)? = payload["subject"] { subject = text }
      if kind == .operatorAdded || kind == .operatorRetired { subject = LedgerEvent.operatorsSubject }
      if kind == .criteriaAdopted { subject = LedgerEvent.criteriaSubject }
      let event = LedgerEvent(seq: seq, at: at, kind: kind, subject: subject, payload: payload)
      let refusal = ledger.refusal(appending: event, facts: nil)
      ledger.fold(event)
      if let fault = ledger.fault {
        try expect(!fault.refusal.description.isEmpty, "a refusal that says nothing")
      }
      if ledger.fault != nil, refusal == nil {
        throw OracleFault("an event that was allowed breaks the ledger")
      }
      seq += 1
    }
  }

  private static func readFolder(_ bytes: [UInt8]) throws {
    try Scratch.with { folder in
      try Scratch.write(bytes, to: folder + "/manifest.json")
      try Scratch.write(bytes, to: folder + "/anchor")
      _ = try AnchorFile.read(path: folder + "/anchor")
      let manifest = try FolderManifest(folder: folder, kind: .backup)
      let names = manifest.files.map(\.name)
      try expect(
        names.allSatisfy { !$0.hasPrefix("/") && !$0.split(separator: "/").contains("..") },
        "a backup that leads out of its folder")
      try Scratch.write(Array(manifest.text.utf8), to: folder + "/manifest.json")
      try expect(
        try FolderManifest(folder: folder, kind: .backup) == manifest, "a manifest reads back otherwise")
      // Nothing of what it names is there, so nothing is restored.
      do {
        try JournalBackup.restore(
          from: folder, to: folder + "/home", force: false, at: Timestamp(nanoseconds: 0))
        throw OracleFault("a backup without a journal was restored")
      } catch is JournalError {}
    }
  }

  private static func readSmall(_ json: JSONValue) throws {
    if let proposal = try accepted({ try BotProposal(json: json) }) {
      try expect(try BotProposal(json: proposal.json) == proposal, "a proposal reads back as another one")
    }
    if let ladder = try accepted({ try LadderPolicy(json: json) }) {
      try expect(try LadderPolicy(json: ladder.json) == ladder, "a ladder reads back as another one")
    }
    if let request = try accepted({ try PromotionRequest(json: json) }) { _ = request.capitalAmount }
    if let control = DeskControl(json: json) {
      try expect(DeskControl(json: control.json) == control, "a control reads back as another one")
    }
    if let summary = EvidenceSummary(json: json) { _ = EvidenceSummary(json: summary.json) }
  }
}
