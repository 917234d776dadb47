import FileSystem
import Notifications
import Synchronization
import TestSupport
import Testing
import TradingCore

/// An outbox in memory.
private final class Outbox: Sendable {
  struct State {
    var waiting: [DueDelivery] = []
    var steps: [String: [DeliveryStep]] = [:]
  }
  let state = Mutex(State())

  init(_ waiting: [DueDelivery]) { state.withLock { $0.waiting = waiting } }

  /// What became of a channel's deliveries, in order.
  func steps(_ channel: String) -> [DeliveryStep] { state.withLock { $0.steps[channel] ?? [] } }

  /// Retries are due at once, whatever their time.
  var closures: DeliveryQueue {
    DeliveryQueue(
      nextDue: { channel, _ in
        self.state.withLock { state in
          guard let index = state.waiting.firstIndex(where: { $0.channel == channel }) else { return nil }
          return state.waiting.remove(at: index)
        }
      },
      record: { delivery, step in
        self.state.withLock { state in
          state.steps[delivery.channel, default: []].append(step)
          if case .retry = step, state.steps[delivery.channel]?.count ?? 0 < 20 {
            var next = delivery
            next.attempt += 1
            state.waiting.append(next)
          }
        }
      })
  }
}

@Suite("The dispatcher", .timeLimit(.minutes(5)))
struct DispatcherTests {
  private func wait(_ condition: () -> Bool) async throws {
    for _ in 1...1_000 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
    #expect(condition())
  }

  @Test("A message is sent until it is taken")
  func retries() async throws {
    let receiver = try await WebhookReceiver { count in .status(count < 3 ? 503 : 200) }
    let outbox = Outbox([DueDelivery(message: Sample.message(), channel: "hook", attempt: 1)])
    let dispatcher = try Dispatcher(
      Sample.configuration(Sample.hook("hook", receiver.url)), settings: Sample.settings())
    dispatcher.start(outbox.closures)
    try await wait { outbox.steps("hook").count == 3 }
    await dispatcher.shutDown()
    let reason = "the server answered 503"
    #expect(
      outbox.steps("hook") == [
        .retry(at: Sample.now.advanced(by: 2 * Timestamp.second), reason: reason),
        .retry(at: Sample.now.advanced(by: 4 * Timestamp.second), reason: reason), .done(refused: []),
      ])
    #expect(Set(receiver.requests.map { $0.header("Slipway-Delivery") }) == ["17"])
  }

  @Test("After the last attempt it is a dead letter")
  func deadLetter() async throws {
    let receiver = try await WebhookReceiver { _ in .status(500) }
    let outbox = Outbox([DueDelivery(message: Sample.message(), channel: "hook", attempt: 1)])
    var configuration = Sample.configuration(Sample.hook("hook", receiver.url))
    configuration.retry.attempts = 3
    let dispatcher = try Dispatcher(configuration, settings: Sample.settings())
    dispatcher.start(outbox.closures)
    try await wait { outbox.steps("hook").count == 3 }
    await dispatcher.shutDown()
    #expect(outbox.steps("hook").last == .dead(reason: "the server answered 500, tried 3 times"))
    #expect(receiver.requests.count == 3)
  }

  @Test("A channel that hangs keeps no other waiting, and the shutdown breaks it off")
  func slowChannel() async throws {
    let slow = try await WebhookReceiver { _ in .silence }
    let fast = try await WebhookReceiver { _ in .status(200) }
    let outbox = Outbox(
      [DueDelivery(message: Sample.message(), channel: "slow", attempt: 8)]
        + (1...20).map { DueDelivery(message: Sample.message(id: "\($0)"), channel: "fast", attempt: 1) })
    let dispatcher = try Dispatcher(
      Sample.configuration(
        Sample.hook("slow", slow.url, timeoutSeconds: 60), Sample.hook("fast", fast.url)),
      settings: Sample.settings())
    dispatcher.start(outbox.closures)
    try await wait { outbox.steps("fast").count == 20 && slow.requests.count == 1 }
    #expect(outbox.steps("slow").isEmpty)
    let start = ContinuousClock.now
    await dispatcher.shutDown()
    #expect(ContinuousClock.now - start < .seconds(5))
    // Even of the last attempt: being broken off is no failure.
    #expect(outbox.steps("slow") == [.retry(at: Sample.now, reason: "stopped while sending")])
  }

  @Test("A filter chooses channels by code or severity")
  func filters() async throws {
    var configuration = NotificationConfiguration(path: "")
    let url = "http://127.0.0.1:1/"
    for (name, filter) in [
      ("all", NotificationFilter()), ("stops", .init(codes: ["stop"])), ("loud", .init(atLeast: .warning)),
    ] {
      var channel = Sample.hook(name, url)
      channel.events = filter
      configuration.channels.append(channel)
    }
    let dispatcher = try Dispatcher(configuration, settings: Sample.settings())
    #expect(dispatcher.channels(for: .start, severity: .info) == ["all"])
    #expect(dispatcher.channels(for: .stop, severity: .info) == ["all", "stops"])
    #expect(dispatcher.channels(for: .start, severity: .critical) == ["all", "loud"])
    await dispatcher.shutDown()
  }

  @Test("A secret that is not there is named at the start, and so is a URL of no use")
  func secrets() throws {
    let channel = Sample.hook("hook", "http://127.0.0.1:1/")
    let settings = DispatcherSettings(environment: { $0 == "URL" ? "http://example.org/token" : nil })
    #expect(
      throws: NotificationError.secret(
        channel: "hook", source: "environment variable HOOK_SECRET", problem: "the variable is not set")
    ) { try Dispatcher(Sample.configuration(channel), settings: settings) }
    var other = channel
    other.transport = .webhook(WebhookSettings(url: .secret(.environment("URL"))))
    let error = #expect(throws: NotificationError.self) {
      try Dispatcher(Sample.configuration(other), settings: settings)
    }
    #expect(error?.description.contains("clear text") == true)
    #expect(error?.description.contains("token") == false)
  }

  @Test("A channel that is no longer configured is final")
  func unknownChannel() async throws {
    let dispatcher = try Dispatcher(NotificationConfiguration(path: "n.yaml"))
    #expect(
      await dispatcher.deliver(Sample.message(), over: "gone") == .dead(reason: "no channel 'gone' in n.yaml")
    )
    await dispatcher.shutDown()
  }
}
