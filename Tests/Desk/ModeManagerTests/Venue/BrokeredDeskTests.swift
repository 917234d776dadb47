import BotAssembly
import Journal
import JSONText
import RiskControl
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// A bot that was promoted to demo trades with a broker who answers later, over the desk.
@Suite("A desk with a broker", .timeLimit(.minutes(5)))
struct BrokeredDeskTests {
  @Test("everything that reaches the broker was committed before, and journal, books and broker agree")
  func traded() throws {
    let home = try BrokeredHome()
    try home.trade(steps: 150)
    #expect(try home.audit() == [])
    #expect(try home.home.fills(of: try home.row).count > 20)
    #expect(home.deaths == 0)
    // A session begins with a look at the account, of which nothing is known.
    #expect(home.peer.carried.first?.intent.action == .lookup(.snapshot))
  }

  @Test("the chain has each intent with its content and the broker's name of it")
  func journaled() throws {
    let home = try BrokeredHome()
    try home.trade(steps: 30)
    let events = try home.home.events(.intentCommitted)
    #expect(events.count == home.peer.carried.count)
    let evidence = UInt32(try home.row.id)
    for (event, intent) in zip(events, home.peer.carried) {
      let json = try #require(event.json)
      #expect(json["number"] == .integer(Int64(intent.intent.number)))
      #expect(json["what"] == .string(intent.intent.what))
      #expect(json["wire"] == .string(intent.wire.text))
      #expect(WireOrderID(intent.wire.text)?.evidence == evidence)
    }
  }

  @Test(
    "a host that dies around a carry has sent nothing twice and lost nothing when the next one goes on",
    arguments: [ScriptedPeer.Death.before, .amid, .behind])
  func killedAtCarry(_ death: ScriptedPeer.Death) throws {
    let home = try BrokeredHome(seed: 7)
    var carries = 0
    home.peer.death = { _ in
      carries += 1
      return carries % 9 == 5 ? death : nil
    }
    try home.trade(steps: 120)
    #expect(home.deaths > 2)
    #expect(try home.audit() == [])
    #expect(try home.home.fills(of: try home.row).count > 10)
  }

  @Test(
    "a host that dies between two steps, before the commit or before the reports are logged, goes on likewise"
  )
  func killedBetweenSteps() throws {
    let home = try BrokeredHome(seed: 11)
    var asked = 0
    home.dies = {
      asked += 1
      return asked % 23 == 0
    }
    try home.trade(steps: 120)
    #expect(home.deaths > 5)
    #expect(try home.audit() == [])
  }

  @Test("a session that had no quote is behind what the next one begins with")
  func quiet() throws {
    let home = try BrokeredHome(seed: 8, script: BrokerScript(seed: 8))
    home.quotesLeft = 40
    var asked = 0
    home.dies = {
      asked += 1
      return asked > 120 && asked % 7 == 0
    }
    try home.trade(steps: 90)
    #expect(home.deaths > 5)
    #expect(try home.audit() == [])
  }

  @Test(
    "whatever broker and line do, and wherever the host dies, journal, books and broker agree in the end",
    arguments: SessionCount.seeds(10))
  func killedAnywhere(seed: UInt64) throws {
    let home = try BrokeredHome(seed: seed, script: BrokerScript(seed: seed))
    home.dieAnywhere(seed: seed)
    try home.trade(steps: 100)
    let faults = try home.audit()
    #expect(faults.isEmpty, "seed \(seed): \(faults.joined(separator: "; "))")
  }

  @Test(
    "an entry that was not committed when the host died is not sent later: the bot is told, and may ask again"
  )
  func heldBack() throws {
    let home = try BrokeredHome(seed: 3)
    var asked = 0
    // Every third look is the one behind an input that the bot has had, and that no commit has followed.
    home.dies = {
      asked += 1
      return asked % 3 == 0 && asked > 30 && asked % 5 == 0
    }
    try home.trade(steps: 100)
    #expect(try home.audit() == [])
    let row = try home.row
    let refused = try home.home.journal.read { try $0.botEvents(of: row) }.compactMap {
      if case .rejected(let rejection) = $0, rejection.code == .notSent { rejection.order } else { nil }
    }
    #expect(!refused.isEmpty)
    let sent = home.peer.carried.filter { intent in
      if case .submit(let order) = intent.intent.action { refused.contains(order.key.order) } else { false }
    }
    #expect(sent.isEmpty)
  }

  @Test("what comes out of the recording otherwise than it was committed ends the run, and nothing is sent")
  func diverged() throws {
    let home = try BrokeredHome(seed: 3)
    var asked = 0
    home.dies = {
      asked += 1
      return asked == 60
    }
    var sent = 0
    var last: UInt64 = 0
    home.onDeath = {
      sent = home.peer.carried.count
      try home.home.journal.write { transaction in
        let row = try #require(try transaction.reading.evidence(of: LadderHome.bot).last)
        last = try transaction.reading.lastIntent(ofEvidence: row.id)?.number ?? 0
        let other = IntentRecord(
          evidence: row.id, number: last + 1, content: [0], committedAt: home.home.time.now)
        _ = try transaction.commit([other], of: LadderHome.bot)
      }
    }
    let error = #expect(throws: DeskError.self) { try home.trade(steps: 100) }
    guard case .intentDiverged(LadderHome.bot, last + 1, 1, _)? = error else {
      Issue.record("\(error.map { "\($0)" } ?? "nothing")")
      return
    }
    #expect(home.peer.carried.count == sent)
  }

  @Test("reports go on arriving when the feed says nothing any more")
  func deadFeed() throws {
    var script = BrokerScript.prompt
    script.reportDelay = 30
    let home = try BrokeredHome(seed: 5, script: script)
    home.quotesLeft = 40
    var filled: Int?
    home.onStep = {
      if home.quotesLeft == 0, filled == nil { filled = home.desk?.fillCount }
    }
    try home.trade(steps: 80)
    #expect(try home.audit() == [])
    #expect(try home.home.fills(of: try home.row).count > (try #require(filled)))
  }

  @Test(
    "a journal that can't be written stops entries, keeps what is to be sent, and lets it go when it works again"
  )
  func busyJournal() throws {
    let home = try BrokeredHome(seed: 9)
    let lock = try JournalLock(home: home.home.home)
    var steps = 0
    var sent: [Int] = []
    home.onStep = {
      steps += 1
      let isHalted = home.desk?.crew.bots.first?.runner.halts.contains { $0.code == .journalFault } ?? false
      if steps == 60 { lock.take() }
      if steps == 60 || (isHalted && sent.count == 1) { sent.append(home.peer.carried.count) }
      if isHalted, !lock.isReleased { lock.release() }
    }
    try home.trade(steps: 90)
    #expect(sent.count == 2 && sent.first == sent.last)
    #expect(home.peer.carried.count > (try #require(sent.last)))
    #expect(try home.audit() == [])
    let kinds = try home.home.journal.read { try $0.events(after: 0, limit: 100_000) }.filter {
      $0.json?["code"] == .string("journal_fault")
    }
    #expect(kinds.map(\.kind) == [.entriesHalted, .entriesResumed])
    #expect(try home.home.replays().allSatisfy(\.isSame))
  }

  @Test("a program without the bridge leaves the bot out, as before")
  func noBridge() throws {
    let home = try BrokeredHome()
    try home.trade(steps: 20)
    home.home.bridges = [:]
    let desk = home.home.desk()
    #expect(throws: DeskError.self) { try desk.open() }
  }
}
