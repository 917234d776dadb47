import BotAssembly
import BrokerBridges
import Journal
import JSONText
import Logging
import SessionRecording
import TradingCore

/// What is known of intents whose way out was cut off.
struct Leftovers {
  /// Entries that could not be committed at once, as the host died or the journal could not be written: their moment has
  /// gone, so they are committed and not sent.
  var held: [String: Set<UInt64>] = [:]
  /// What was handed over while sessions were recovered.
  var carried: [String: Set<UInt64>] = [:]
}

// The way of an intent: the engine makes it; the session's log, in which its cause stands, is synced; one transaction
// holds it with the events of its bot; the carrier has it. A host that dies before the transaction makes it again from
// the log. One that dies behind it can't know whether it left: it is looked up, and never sent again.
extension Desk {
  /// The account of a bot's evidence, where that is at a broker.
  func brokerAccount(of id: String) -> BotAccount? {
    guard let row = evidence[id], bridges[row.mode] != nil else { return nil }
    return BotAccount(bot: id, evidence: row.id)
  }

  /// Whether evidence of a mode that was made with such a broker, or with none, can be added to here.
  func hasVenue(_ mode: TradingMode, _ broker: BrokerSettings?) -> Bool {
    mode == .paper || (venueAccounts[mode] != nil && (broker == nil) == (bridges[mode] == nil))
  }

  /// What the broker could do with whom evidence was made; `nil` for a simulated account.
  func broker(of row: EvidenceRecord?) throws(DeskError) -> BrokerSettings? {
    guard let row, row.mode != .paper else { return nil }
    return try EvidenceRecipe.load(of: row, journal).broker
  }

  /// Where the reports of all brokers arrive.
  var inboxes: [ReportInbox] { TradingMode.allCases.compactMap { bridges[$0]?.inbox } }

  // MARK: out

  /// Commits what a bot wants of its broker, with the events that led to it.
  ///
  /// - Returns: what may leave when the transaction is made.
  func record(
    _ intents: [VenueIntent], of row: EvidenceRecord, _ transaction: inout JournalTransaction,
    at now: Timestamp
  ) throws -> [CommittedIntent] {
    guard !intents.isEmpty else { return [] }
    let home = try homeNumber(transaction.reading)
    let account = BotAccount(bot: row.bot, evidence: row.id)
    var named: [UInt64: CommittedIntent] = [:]
    var records: [IntentRecord] = []
    for intent in intents {
      guard let committed = CommittedIntent(intent, of: account, home: home) else {
        throw DeskError.state(
          bot: row.bot, problem: "intent \(intent.number) has a number that no broker takes")
      }
      named[intent.number] = committed
      records.append(
        IntentRecord(
          evidence: row.id, number: intent.number, content: try StoredIntent.bytes(of: intent, bot: row.bot),
          committedAt: now))
    }
    let new = try transaction.commit(records, of: row.bot) { record in
      guard let intent = named[record.number] else { return [:] }
      let target = intent.target.map { JSONValue.string($0.text) } ?? .null
      return ["what": .string(intent.intent.what), "wire": .string(intent.wire.text), "target": target]
    }
    return new.compactMap { named[$0.number] }
  }

  /// The home in numbers of orders: the hash of the chain's first row, which holds what was drawn for the home.
  private func homeNumber(_ reading: JournalReading) throws(JournalError) -> UInt32 {
    let hash = try reading.events(after: 0, limit: 1).first?.hash ?? []
    let number = hash.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    return UInt32(number % UInt64(WireOrderID.homeLimit))
  }

  /// Hands over what was committed.
  func carry(_ intents: [CommittedIntent]) {
    var rest = intents[...]
    while let first = rest.first {
      let group = rest.prefix { $0.account == first.account }
      rest = rest.dropFirst(group.count)
      let id = first.account.bot
      guard let mode = evidence[id]?.mode, let bridge = bridges[mode] else { continue }
      let sent = group.filter { leftovers.held[id]?.contains($0.intent.number) != true }
      if session?.isRecovering == true {
        leftovers.carried[id, default: []].formUnion(sent.map(\.intent.number))
      }
      if !sent.isEmpty { bridge.carrier.carry(Array(sent)) }
    }
  }

  /// Keeps back what opens something and has not been committed: when it could leave, the market is another one.
  ///
  /// - Returns: what the bots are told of it.
  func holdEntries() -> [(report: VenueReport, bot: String)] {
    let now = clock.now()
    var reports: [(report: VenueReport, bot: String)] = []
    for bot in crew.bots where brokerAccount(of: bot.id) != nil && bot.failure == nil {
      for intent in bot.untakenIntents where intent.isEntry {
        leftovers.held[bot.id, default: []].insert(intent.number)
        reports.append((VenueReport(.notSent(intent: intent.number), receiveTime: now), bot.id))
      }
    }
    return reports
  }

  // MARK: in

  /// Has what of brokers' reports does not fit journaled and logged; of a recording that is run again it is only logged.
  func noteDiscrepancies() {
    for bot in crew.bots {
      for found in bot.takeDiscrepancies() {
        log.warning("the broker differs", metadata: ["bot": "\(bot.id)", "what": "\(found)"])
        guard session?.isRecovering != true else { continue }
        let symbol = found.symbolIndex.flatMap {
          bot.symbols.indices.contains($0) ? bot.symbols[$0].name : nil
        }
        note(
          NewEvent(
            .venueDiscrepancy, subject: bot.id,
            payload: [
              "code": .string(found.code.rawValue), "order": found.order.map { .string("\($0)") } ?? .null,
              "symbol": symbol.map { .string($0) } ?? .null, "detail": .string(found.detail),
            ], at: clock.now()))
      }
    }
  }

  // MARK: a host that starts again

  /// Compares the intents that a recording has led to with those that the journal has, and leaves the rest to the next
  /// commit.
  ///
  /// - Throws: `intentDiverged`.
  func compareIntents(of bot: HostedBot, _ row: EvidenceRecord, session: SessionRecord) throws(DeskError) {
    let made = bot.takeIntents()
    let before = bot.lastIntent - UInt64(made.count)
    let known = try DeskError.journaling {
      try journal.read { try $0.intents(ofEvidence: row.id, after: before) }
    }
    for (index, record) in known.enumerated() {
      guard index < made.count, made[index].number == record.number,
        try StoredIntent.bytes(of: made[index], bot: bot.id) == record.content
      else {
        throw .intentDiverged(
          bot: bot.id, intent: record.number, session: session.id, rules: session.changedFillRules)
      }
    }
    let rest = Array(made.dropFirst(known.count))
    // The market has gone on since: what opens something is for the strategy to decide anew.
    let held = rest.filter(\.isEntry).map(\.number)
    if !held.isEmpty { leftovers.held[bot.id, default: []].formUnion(held) }
    bot.giveBack(rest)
  }

  /// What bots at brokers are told when a session begins: what is not known of their intents, and that a snapshot is due.
  func openingReports() -> [(report: VenueReport, bot: String)] {
    defer { leftovers = Leftovers() }
    let now = clock.now()
    var reports: [(report: VenueReport, bot: String)] = []
    for bot in crew.bots where brokerAccount(of: bot.id) != nil && bot.failure == nil {
      for number in bot.runner.awaitedIntents.sorted() {
        if leftovers.held[bot.id]?.contains(number) == true {
          reports.append((VenueReport(.notSent(intent: number), receiveTime: now), bot.id))
        } else if leftovers.carried[bot.id]?.contains(number) != true {
          let content = VenueReport.Content.unknown(intent: number, why: "the host was away")
          reports.append((VenueReport(content, receiveTime: now), bot.id))
        }
      }
      reports.append((Self.arrivalReport(at: now), bot.id))
    }
    return reports
  }

  /// What a bot is told that has just come to its broker: nothing is known of the account yet.
  private static func arrivalReport(at now: Timestamp) -> VenueReport {
    VenueReport(.connectionRestored(isGapless: false), receiveTime: now)
  }

  /// Has a bot that joins a session ask for its account's snapshot.
  func greet(_ id: String) {
    guard let account = brokerAccount(of: id), let mode = evidence[id]?.mode else { return }
    bridges[mode]?.inbox.put(Self.arrivalReport(at: clock.now()), for: account)
  }

  /// Leaves out bots at brokers, over files: what a broker reports has to be recorded with its place, and files have no
  /// recording.
  func leaveOutBrokered() throws(DeskError) {
    for bot in crew.bots where brokerAccount(of: bot.id) != nil {
      crew.remove(bot.id)
      leaveOut(bot.id, "its orders go to a broker, who does not trade on recorded ticks: run it on a feed")
    }
    try requireBots()
  }
}
