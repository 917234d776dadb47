import BotAssembly
import BrokerProfiles
package import JSONText
import Journal
import ModeManager
package import Reports
import StrategyKit
import TradingCore

/// The registered bots of a home. Every change is one transaction: the event and what follows from it.
package struct BotOperations {
  let home: Home

  private var journal: HomeJournal { home.journal }

  /// Registers a bot on paper. Everything is checked and the bot put together once before it is stored.
  ///
  /// - Throws: `OperationError.usage` for a name that is taken, and the errors of what is looked up.
  package func register(_ id: String, _ typed: TypedBot) throws -> RegisteredBot {
    let choices = try BotChoices(typed, command: "slipway bot register")
    try refuseTaken(id)
    let registration = try BotRegistration(id: id, choices, home: home)
    try add(registration, kind: .botRegistered)
    return RegisteredBot(registration, action: "registered", from: nil)
  }

  /// Registers a copy of a bot, with changes; a retired bot can be copied, too.
  ///
  /// - Throws: as `register`.
  package func clone(_ id: String, as new: String, _ changes: TypedBot) throws -> RegisteredBot {
    guard let record = try journal.read({ try HomeJournal.bot(id, $0) }) else {
      throw HomeJournal.unknown(id, among: [])
    }
    try refuseTaken(new)
    let choices = try BotChoices(changes, base: try BotSpec(json: record.spec), command: "slipway bot clone")
    let registration = try BotRegistration(id: new, choices, home: home)
    try add(registration, kind: .botCloned, payload: [JSONMember("from", .string(id))])
    return RegisteredBot(registration, action: "cloned", from: id)
  }

  /// Moves a bot to another status.
  ///
  /// - Throws: `OperationError.usage` for an unknown bot or a move that is not possible, or `JournalError`.
  package func move(_ id: String, _ move: BotMove) throws -> MovedBot {
    guard let known = try journal.read({ try $0.bots().map(\.id) }) else {
      throw HomeJournal.unknown(id, among: [])
    }
    guard known.contains(id) else { throw HomeJournal.unknown(id, among: known) }
    let time = home.now()
    return try journal.write(at: time) { transaction in
      var record = try HomeJournal.bot(id, transaction.reading)
      if move != .retire, try transaction.reading.isClosing(id) {
        throw BotMove.closing(id, "slipway bot \(move.rawValue)")
      }
      let before = record.status
      guard let after = move.status(from: before) else { throw move.refusal(of: id, from: before) }
      record.status = after
      record.updatedAt = time
      let payload: JSONValue = ["from": .string(before.rawValue), "to": .string(after.rawValue)]
      _ = try transaction.record(
        NewEvent(move.event, subject: id, payload: payload, at: time), [.bot(record)])
      return MovedBot(id: id, status: after.rawValue)
    }
  }

  /// The bots and how they stand; retired ones where all are wanted.
  ///
  /// - Throws: `JournalError`, `missing` also for a home without a journal, and `BotSettingError` for a stored bot that can't
  ///   be read.
  package func list(all: Bool = false) throws -> BotListing {
    try journal.require()
    return BotListing(
      bots: try journal.read {
        try BotListing.rows($0, all: all, BrokerProfiles(home: home.folder), at: home.now())
      } ?? [])
  }

  /// A bot as it is today, and its evidence.
  ///
  /// - Throws: `OperationError.usage` for one that is not there, `JournalError`, and `BotSettingError` for a stored bot
  ///   that can't be read.
  package func show(_ id: String) throws -> ShownBot {
    let found = try journal.read { reading in
      (
        bot: try BotHistory(of: try HomeJournal.bot(id, reading), reading),
        rules: try reading.evidence(of: id).reduce(into: [Int64: String]()) { notes, row in
          notes[row.id] = try row.fillRulesNote(reading)
        }, isClosing: try reading.isClosing(id)
      )
    }
    guard let (bot, rules, isClosing) = found else { throw HomeJournal.unknown(id, among: []) }
    var shown = try ShownBot(bot, rules: rules, resolver: home.resolver, at: home.now())
    shown.isClosing = isClosing
    guard shown.evidence.contains(where: \.isCurrent) else {
      shown.open = OpenListing()
      return shown
    }
    do {
      let open = try open(id)
      shown.open = open
      shown.notes += open.notes
    } catch let error as DeskError {
      shown.notes.append("What it has open can't be told: \(error).")
    }
    return shown
  }

  /// Files that what is said of a bot is made from, which no output may replace.
  ///
  /// - Throws: as `show`.
  package func inputs(of id: String) throws -> [String] {
    try journal.journal(of: id).read { try HomeJournal.bot(id, $0) }.inputs(home: home.folder)
  }

  /// What a bot has done over a period, from the journal alone.
  ///
  /// - Throws: as `show`, and `DeskError`.
  package func report(_ id: String, over period: ReportPeriod) throws -> BotReport {
    let journal = try journal.journal(of: id)
    let bot = try journal.read { try BotHistory(of: try HomeJournal.bot(id, $0), $0) }
    var maker = try BotReportMaker(bot, resolver: home.resolver)
    return try maker.report(journal, period)
  }

  private func refuseTaken(_ id: String) throws {
    if try journal.read({ try $0.bot(id) }) ?? nil != nil { throw HomeJournal.taken(id) }
  }

  private func add(_ registration: BotRegistration, kind: EventKind, payload: [JSONMember] = []) throws {
    let time = home.now()
    do {
      try journal.write(at: time) { transaction in
        try BotRegistry.add(
          registration.spec, identity: registration.resolved.identity, kind: kind, payload: payload, at: time,
          to: &transaction)
      }
    } catch let error as BotRegistry.NameTaken { throw HomeJournal.taken(error.name) }
  }
}

extension BotRecord {
  /// Files that what is said of the bot is made from.
  func inputs(home: String) throws -> [String] {
    let spec = try BotSpec(json: self.spec)
    return Journal.files(ofHome: home) + [spec.broker] + spec.params.map(\.text)
  }
}

/// A bot that was registered just now.
package struct RegisteredBot: Sendable {
  /// Its name.
  package let id: String
  /// The strategy's name.
  package let strategy: String
  /// What it trades, in the strategy's order.
  package let symbols: [String]
  /// The broker profile's name.
  package let broker: String
  /// What its trials count under.
  package let family: String
  /// The digest of what it is, in hexadecimal.
  package let identity: String
  /// The bot that it is a copy of.
  package let from: String?
  /// What the reader should know besides.
  package let notes: [String]
  private let action: String
  private let spec: JSONValue

  init(_ registration: BotRegistration, action: String, from: String?) {
    let (spec, resolved) = (registration.spec, registration.resolved)
    (id, family, identity) = (spec.id, spec.family, resolved.identity.text)
    strategy = resolved.entry.descriptor.name
    symbols = spec.symbols.map(\.name)
    broker = resolved.configuration.profileIdentity.name
    (self.action, self.from, self.spec) = (action, from, spec.json)
    notes = registration.notes
  }
}

extension RegisteredBot: Document {
  /// The bot, for programs.
  package var json: JSONValue {
    let document: JSONValue = [
      "id": .string(id), "action": .string(action), "identity": .string(identity), "family": .string(family),
      "spec": spec,
    ]
    return from.map { document.adding("from", .string($0)) } ?? document
  }
}

/// A bot that was paused, resumed or retired just now.
package struct MovedBot: Sendable {
  /// Its name.
  package let id: String
  /// Where it stands: `active`, `paused` or `retired`.
  package let status: String
  /// Whether what it has open is closed first, after which it is retired.
  package var isClosing = false
}

extension MovedBot: Document {
  /// The bot, for programs.
  package var json: JSONValue {
    ["id": .string(id), "status": .string(status), "closing": .boolean(isClosing)]
  }
}
