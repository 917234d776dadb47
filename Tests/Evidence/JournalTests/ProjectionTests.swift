import JSONText
import TestSupport
import Testing
import TradingCore

@testable import Journal

@Suite("How things stand, and the events that say why")
struct ProjectionTests {
  private let at = JournalFixture.time(20)

  @Test("A bot comes back as it went in, with its event's number")
  func bots() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    var bot = try #require(try journal.read { try $0.bot("alpha") })
    #expect(bot.seq == 2)
    #expect(bot.spec == ["strategy": "ema_cross"])
    bot.status = .paused
    try journal.write { try $0.record(NewEvent(.botPaused, subject: "alpha", at: at), [.bot(bot)]) }
    let paused = try #require(try journal.read { try $0.bots() }.first)
    #expect(paused.status == .paused)
    #expect(paused.seq == 10)
    #expect(try journal.verify().isIntact)
  }

  @Test("A second bot of the same id, and a change of an unknown one, are refused")
  func refusals() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    #expect(throws: JournalError.conflict(table: "bots", id: "alpha")) {
      try journal.write {
        try $0.record(NewEvent(.botRegistered, at: at), [.newBot(JournalFixture.bot("alpha"))])
      }
    }
    #expect(throws: JournalError.absent(table: "bots", id: "beta")) {
      try journal.write { try $0.record(NewEvent(.botPaused, at: at), [.bot(JournalFixture.bot("beta"))]) }
    }
    #expect(throws: JournalError.conflict(table: "evidence", id: "2")) {
      try journal.write {
        try $0.record(
          NewEvent(.evidenceStarted, at: at), [.newEvidence(JournalFixture.evidence(2, of: "beta"))])
      }
    }
    #expect(try journal.lastSeq() == 9)
  }

  @Test("Batches count the evidence's events and keep its checkpoint")
  func evidence() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    try journal.read { reading throws in
      let evidence = try #require(try reading.latestEvidence(of: "alpha"))
      #expect(evidence.eventCount == 4)
      #expect(evidence.fillCount == 0)
      #expect(evidence.firstSeq == 3)
      #expect(evidence.cursor == ["EURUSD": 5])
      #expect(try reading.checkpoint(ofEvidence: 1) == [1, 2, 5])
      #expect(try reading.evidence(of: "alpha", mode: .paper, identity: evidence.identity) == evidence)
      let events = try reading.botEvents(of: evidence)
      #expect(events.count == 4)
      #expect(events[2] == .accepted(ClientOrderID(ordinal: 5), at: JournalFixture.time(5)))
      #expect(try reading.botEvents(of: evidence, after: 3) == [.marginCall(JournalFixture.time(5))])
    }
  }

  @Test("A batch on an evidence that has moved on is refused")
  func staleBatch() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    var evidence = try #require(try journal.read { try $0.evidence(1) })
    var same = evidence
    try journal.write { try $0.record([.marginCall(at)], of: &evidence, at: at) }
    #expect(throws: JournalError.absent(table: "evidence", id: "1")) {
      try journal.write { try $0.record([.marginCall(at)], of: &same, at: at) }
    }
    try journal.write { try $0.record([], of: &evidence, at: at) }
    #expect(evidence.eventCount == 5)
    #expect(try journal.verify().isIntact)
  }

  @Test("A session and its bots come back as they went in")
  func sessions() throws {
    let home = try JournalFixture()
    let journal = try home.filled()
    try journal.read { reading throws in
      #expect(try reading.nextSessionID() == 2)
      #expect(try reading.sessions(.open).isEmpty)
      let session = try #require(try reading.sessions().first)
      #expect(session.endedAt == JournalFixture.time(6))
      #expect(try reading.bots(ofSession: 1).map(\.evidence) == [1])
    }
    var bot = try #require(try journal.read { try $0.bots(ofSession: 1) }.first)
    bot.endEvents = 4
    bot.endFingerprint = "ff"
    try journal.write { try $0.record(NewEvent(.sessionRecovered, at: at), [.sessionBot(bot)]) }
    #expect(try journal.read { try $0.bots(ofSession: 1) }.first?.endEvents == 4)
    #expect(try journal.verify().isIntact)
  }

  @Test("Trials count once for each identity and data, with the Sharpe ratio of the last")
  func trials() throws {
    let home = try JournalFixture()
    let journal = try home.journal()
    let rows: [(UInt8, UInt8, Double?)] = [(1, 1, 1.0), (1, 1, 3.0), (2, 1, 1.0), (2, 2, nil), (3, 1, .nan)]
    try journal.write { transaction in
      try transaction.record(
        NewEvent(.trial, at: at),
        rows.map { identity, data, sharpe in
          .trial(
            TrialRecord(
              family: "f", identity: [identity], dataDigest: [data], strategy: "s", sharpe: sharpe, trades: 1,
              netProfit: "0.00", recordedAt: at))
        })
    }
    try journal.read { reading throws in
      let latest = try reading.latestTrials(family: "f")
      #expect(latest.map(\.sharpe) == [3.0, 1.0, nil, nil])
      #expect(latest.map(\.id) == [2, 3, 4, 5])
      #expect(try reading.trialCount(family: "f") == 4)
      #expect(try reading.trials(family: "f").map(\.id) == [1, 2, 3, 4, 5])
      #expect(try reading.trialCount(family: "other") == 0)
      // Another family does not leave the trials of the strategy behind.
      #expect(try reading.latestTrials(family: "other", strategy: "s") == latest)
      #expect(try reading.latestTrials(family: "other", strategy: "t").isEmpty)
    }
    #expect(try journal.verify().isIntact)
  }

  @Test("Every identity of a bot is a try, however often its evidence began, retired or under another family")
  func untried() throws {
    let home = try JournalFixture()
    let journal = try home.journal()
    func identity(_ number: Int) -> [UInt8] {
      [UInt8](repeating: 0, count: 30) + [UInt8(number / 256), UInt8(number % 256)]
    }
    func register(_ id: String, _ kind: EventKind, family: String, strategy: String, _ number: Int) throws {
      let bot = BotRecord(
        id: id, status: .retired, family: family, spec: ["strategy": .string(strategy)], createdAt: at,
        updatedAt: at)
      let payload: JSONValue = ["identity": .string(Hexadecimal.text(identity(number)))]
      try journal.write {
        try $0.record(NewEvent(kind, subject: id, payload: payload, at: at), [.newBot(bot)])
      }
    }
    try register("one", .botRegistered, family: "f", strategy: "s", 0)
    try register("copy", .botCloned, family: "own", strategy: "s", 1)
    try register("program", .botRegistered, family: "third", strategy: "exec:a", 2)
    try register("other", .botRegistered, family: "else", strategy: "t", 3)
    func count(_ family: String, _ strategies: Set<String>) throws -> Int {
      try journal.read { try $0.untriedIdentities(family: family, strategies: strategies) }
    }
    #expect(try count("f", ["s"]) == 2)
    #expect(try count("nobody's", ["s"]) == 2)
    #expect(try count("f", ["exec:its-name", "exec:a"]) == 2)

    // More than one page of events.
    try journal.write { transaction in
      for number in 100..<1_200 {
        let id = try transaction.reading.nextEvidenceID()
        let row = EvidenceRecord(
          id: id, bot: "one", mode: .paper, identity: identity(number), number: number, startedAt: at)
        try transaction.record(
          NewEvent(.evidenceStarted, subject: "one", at: at), [.newEvidence(row, checkpoint: nil)])
      }
    }
    #expect(try count("f", ["s"]) == 1_102)
    let trial = TrialRecord(
      family: "f", identity: identity(0), dataDigest: [1], strategy: "s", sharpe: 1, trades: 1,
      netProfit: "0.00",
      recordedAt: at)
    try journal.write { try $0.record(NewEvent(.trial, subject: "f", at: at), [.trial(trial)]) }
    #expect(try count("f", ["s"]) == 1_101)
  }

  @Test("Messages wait until they are due, and are pruned when they are done")
  func outbox() throws {
    let home = try JournalFixture()
    let journal = try home.journal()
    let first = OutboxRecord(event: "halt", channel: "mail", payload: ["a": 1], createdAt: at)
    try journal.write { transaction in
      try transaction.insert(first)
      try transaction.insert(first)
    }
    var due = try journal.read { try $0.dueMessages(at: at) }
    #expect(due.map(\.id) == [1, 2])
    due[0].status = .sent
    due[1].attempts = 1
    due[1].lastError = "refused"
    due[1].nextAttemptAt = at.advanced(by: Timestamp.minute)
    try journal.write { for message in due { try $0.update(message) } }
    try journal.read { reading throws in
      #expect(try reading.dueMessages(at: at).isEmpty)
      #expect(try reading.nextMessageTime() == at.advanced(by: Timestamp.minute))
      #expect(try reading.message(2)?.lastError == "refused")
      #expect(try reading.messageCounts() == [.sent: 1, .pending: 1])
    }
    #expect(try journal.write { try $0.pruneOutbox(before: at.advanced(by: 1)) } == 1)
    #expect(try journal.read { try $0.messages() }.map(\.id) == [2])
    // The chain knows that they were posted, and nothing of how they stand.
    #expect(try journal.read { try $0.events(after: 0) }.map(\.kind) == [.messagePosted, .messagePosted])
  }

  @Test("Telemetry is kept apart from the chain, and pruned by time")
  func telemetry() throws {
    let home = try JournalFixture()
    let journal = try home.journal()
    try journal.write { transaction in
      for second in 0..<3 as Range<Int64> {
        try transaction.insert(
          TelemetryRecord(at: JournalFixture.time(second), kind: "pulse", subject: "a", payload: [:]))
      }
      try transaction.pruneTelemetry(before: JournalFixture.time(1))
    }
    #expect(try journal.read { try $0.telemetry(kind: "pulse", subject: "a") }.map(\.id) == [3, 2])
    #expect(try journal.lastSeq() == 0)
  }
}
