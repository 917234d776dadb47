import BotAssembly
import FileSystem
import JSONText
import Journal
import Logging
import Notifications
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// A home with a desk whose only bot can't be put together, and a pump to a server.
private struct Home {
  let folder: TemporaryFolder
  let journal: Journal
  var path: String { folder.file("home") }

  struct Unable: Error {}

  init() throws {
    folder = try TemporaryFolder()
    journal = try Journal(home: folder.file("home"), mode: .create)
    try journal.write { transaction in
      let record = BotRecord(
        id: "alpha", family: "f", spec: [:], createdAt: Known.time(0), updatedAt: Known.time(0))
      _ = try transaction.record(
        NewEvent(.botRegistered, subject: "alpha", at: Known.time(0)), [.newBot(record)])
    }
  }

  func desk(_ pump: NotificationPump) -> Desk {
    let desk = Desk(journal: journal, home: path, log: Logger(label: "test")) { _ in throw Unable() }
    desk.announce = { pump.records(of: $0, at: $1) }
    return desk
  }

  func pump(
    _ urls: [String: String], attempts: Int64 = 8, grace: Duration = .seconds(40)
  ) throws -> NotificationPump {
    var configuration = NotificationConfiguration(path: "notifications.yaml")
    configuration.retry.attempts = attempts
    for (name, url) in urls.sorted(by: { $0.key < $1.key }) {
      configuration.channels.append(
        NotificationChannel(
          name: name, timeoutSeconds: 60, transport: .webhook(WebhookSettings(url: .text(url)))))
    }
    let settings = DispatcherSettings(random: { 1 }, pollInterval: .milliseconds(20), grace: grace)
    return try NotificationPump(
      home: path, configuration: configuration, settings: settings, log: Logger(label: "test"))
  }

  func messages(_ status: OutboxStatus? = nil) throws -> [OutboxRecord] {
    try journal.read { try $0.messages(status) }.reversed()
  }

  /// What the chain has besides messages.
  func kinds() throws -> [EventKind] {
    try journal.read { try $0.latestEvents(limit: 100) }.compactMap(\.kind)
      .filter { ![.messagePosted, .messageSent].contains($0) }
  }
}

@Suite("Notices on their way to the operator", .timeLimit(.minutes(5)))
struct NotificationPumpTests {
  private func wait(_ condition: () throws -> Bool) async throws {
    for _ in 1...1_000 where try !condition() { try await Task.sleep(for: .milliseconds(10)) }
    #expect(try condition())
  }

  @Test("What a desk journals is delivered once, in order")
  func delivered() async throws {
    let home = try Home()
    let receiver = try await WebhookReceiver { _ in .status(200) }
    let pump = try home.pump(["hook": receiver.url])
    let desk = home.desk(pump)
    pump.start()
    #expect(throws: DeskError.self) { try desk.open() }
    try desk.endSession(try desk.startSession(.files, source: [:]))
    await pump.shutDown()
    let events = receiver.requests.compactMap { $0.header("Slipway-Event") }
    #expect(events == ["bot_failed", "start", "stop"])
    #expect(Set(receiver.requests.compactMap { $0.header("Slipway-Delivery") }).count == 3)
    #expect(try home.messages().map(\.status) == [.sent, .sent, .sent])
    #expect(try home.messages().map(\.attempts) == [1, 1, 1])
    #expect(try home.kinds() == [.botRegistered, .botFailed, .sessionStarted, .sessionEnded])
    let audit = try home.journal.read { try $0.auditOutbox() }
    #expect((audit.sealed, audit.faults) == (3, []))
    let body = try JSONValue(json: try #require(receiver.requests.first).body)
    #expect(body["bot"] == "alpha")
    #expect(body["severity"] == "critical")
    #expect(try home.journal.verify().isIntact)
  }

  @Test("A notice and its cause are stored together or not at all")
  func together() async throws {
    let home = try Home()
    let pump = try home.pump(["hook": "http://127.0.0.1:1/"])
    let desk = home.desk(pump)
    desk.notes = [NewEvent(.feedLost, subject: "a\0b", at: Known.time(1))]
    desk.notify(DeskNotice(.feedLost, subject: "feed", text: "gone"))
    #expect(throws: DeskError.self) { try desk.commit(checkpoints: false) }
    #expect(try home.messages().isEmpty)
    desk.notes = [NewEvent(.feedLost, subject: "feed", at: Known.time(1))]
    try desk.commit(checkpoints: false)
    try desk.commit(checkpoints: false)
    #expect(try home.messages().map(\.event) == ["feed_lost"])
    #expect(try home.kinds() == [.botRegistered, .feedLost])
    await pump.shutDown()
  }

  @Test("What a run left is delivered by the next one")
  func restart() async throws {
    let home = try Home()
    let receiver = try await WebhookReceiver { count in count == 1 ? .silence : .status(200) }
    let first = try home.pump(["hook": receiver.url], grace: .milliseconds(200))
    try first.post(DeskNotice(.error, subject: "run", text: "it broke"))
    first.start()
    try await wait { receiver.requests.count == 1 }
    await first.shutDown()
    #expect(try home.messages().map(\.status) == [.pending])
    let second = try home.pump(["hook": receiver.url])
    second.start()
    try await wait { try home.messages(.sent).count == 1 }
    await second.shutDown()
    // The receiver knows by its id that it is the same.
    #expect(receiver.requests.count == 2)
    #expect(Set(receiver.requests.compactMap { $0.header("Slipway-Delivery") }).count == 1)
  }

  @Test("A dead letter is journaled, and so is one whose channel is gone")
  func dead() async throws {
    let home = try Home()
    let receiver = try await WebhookReceiver { _ in .status(404) }
    let first = try home.pump(["old": receiver.url])
    try first.post(DeskNotice(.error, subject: "run", text: "it broke"))
    await first.shutDown()
    let second = try home.pump(["hook": receiver.url])
    try second.post(DeskNotice(.error, subject: "run", text: "it broke again"))
    second.start()
    try await wait { try home.messages(.dead).count == 2 }
    await second.shutDown()
    #expect(
      try home.messages(.dead).map(\.lastError) == [
        "no channel 'old' in notifications.yaml", "the server answered 404",
      ])
    #expect(try home.kinds() == [.botRegistered, .notificationDead, .notificationDead])
    let event = try #require(
      try home.journal.read { try $0.events(of: "hook", kinds: [.notificationDead]) }.first)
    #expect(
      try JSONValue(json: event.payload)
        == ["message": 2, "event": "error", "attempts": 1, "reason": "the server answered 404"])
    #expect(try home.journal.verify().isIntact)
  }

  @Test("A slow server holds up neither the desk nor another channel")
  func slow() async throws {
    let home = try Home()
    let slow = try await WebhookReceiver { _ in .silence }
    let fast = try await WebhookReceiver { _ in .status(200) }
    let pump = try home.pump(["fast": fast.url, "slow": slow.url], grace: .milliseconds(200))
    let desk = home.desk(pump)
    pump.start()
    try desk.startSession(.files, source: [:])
    try await wait { slow.requests.count == 1 && fast.requests.count == 1 }
    let start = ContinuousClock.now
    for _ in 1...5 {
      desk.notify(DeskNotice(.feedLost, subject: "feed", text: "gone"))
      try desk.commit(checkpoints: false)
    }
    #expect(ContinuousClock.now - start < .seconds(5))
    try await wait { fast.requests.count == 6 }
    await pump.shutDown()
    #expect(slow.requests.count == 1)
    #expect(try home.messages(.pending).map(\.channel) == Array(repeating: "slow", count: 6))
  }

  @Test("What waits is sent when somebody asks, and a channel that fails is left")
  func pending() async throws {
    let home = try Home()
    let good = try await WebhookReceiver { _ in .status(200) }
    let bad = try await WebhookReceiver { _ in .status(503) }
    let pump = try home.pump(["bad": bad.url, "good": good.url])
    for text in ["one", "two"] { try pump.post(DeskNotice(.error, subject: "run", text: text)) }
    let report = try await pump.sendPending()
    await pump.shutDown()
    #expect(report.sent == 2)
    #expect(report.failed == 1)
    #expect(report.dead == 0)
    #expect(report.left == 2)
    #expect(report.reasons == ["bad": "the server answered 503"])
    #expect(bad.requests.count == 1)
  }

  @Test("Without a file nothing is opened and nothing is stored")
  func nothing() async throws {
    let folder = try TemporaryFolder()
    let pump = try NotificationPump(
      home: folder.path, configuration: try NotificationPump.configuration(home: folder.path),
      log: Logger(label: "test"))
    pump.start()
    #expect(pump.records(of: DeskNotice(.start, subject: "s", text: ""), at: Known.time(0)).isEmpty)
    await pump.shutDown()
    #expect(try folder.names().isEmpty)
  }
}
