import AsyncHTTPClient
import NIOCore
import Synchronization

/// Sends messages over the channels of a configuration, each channel at its own pace: one that is slow or gone
/// keeps no other waiting, and nobody has to wait for any of them.
package final class Dispatcher: Sendable {
  private enum Sender: Sendable {
    case webhook(WebhookSender)
    case smtp(SMTPSender)
  }

  private struct State {
    var isStopping = false
    var work: Task<Void, Never>?
  }

  private let configuration: NotificationConfiguration
  private let settings: DispatcherSettings
  private let policy: DeliveryPolicy
  private let senders: [String: Sender]
  private let http: HTTPClient?
  private let state = Mutex(State())

  /// A dispatcher, which reads every secret now. `shutDown` must be called once in the end.
  ///
  /// - Throws: `secret`, `badSecret` or `authorities`.
  package init(
    _ configuration: NotificationConfiguration, settings: DispatcherSettings = .init()
  ) throws(NotificationError) {
    self.configuration = configuration
    self.settings = settings
    policy = DeliveryPolicy(configuration.retry)
    let http = configuration.channels.contains { $0.transport.isWebhook } ? SignedRequest.client() : nil
    do {
      senders = try Self.senders(configuration, settings: settings, http: http)
      self.http = http
    } catch {
      // Nothing was sent over it.
      try? http?.syncShutdown()
      throw error
    }
  }

  private static func senders(
    _ configuration: NotificationConfiguration, settings: DispatcherSettings, http: HTTPClient?
  ) throws(NotificationError) -> [String: Sender] {
    var senders: [String: Sender] = [:]
    for channel in configuration.channels {
      switch channel.transport {
      case .webhook(let webhook):
        guard let http else { continue }
        senders[channel.name] = .webhook(
          try WebhookSender(
            webhook, channel: channel, http: http, environment: settings.environment, now: settings.now))
      case .smtp(let smtp):
        senders[channel.name] = .smtp(
          try SMTPSender(smtp, channel: channel, environment: settings.environment))
      }
    }
    return senders
  }

  /// The names of the channels, in file order, that want such a message.
  package func channels(for event: NotificationEvent, severity: NotificationSeverity) -> [String] {
    configuration.channels.filter { $0.events.passes(code: event.rawValue, severity: severity) }.map(\.name)
  }

  /// Sends a message over a channel once, which takes no longer than the channel's time-out.
  package func deliver(_ message: NotificationMessage, over channel: String) async -> DeliveryOutcome {
    switch senders[channel] {
    case .webhook(let sender): await sender.deliver(message)
    case .smtp(let sender): await sender.deliver(message)
    case nil: .dead(reason: "no channel '\(channel)' in \(configuration.path)")
    }
  }

  /// Starts to empty a queue, every channel by a task of its own. Call it once.
  package func start(_ queue: DeliveryQueue) {
    state.withLock { state in
      guard !state.isStopping, state.work == nil else { return }
      state.work = Task {
        await withTaskGroup(of: Void.self) { group in
          for channel in configuration.channels {
            group.addTask { await self.empty(queue, over: channel.name) }
          }
        }
      }
    }
  }

  /// Ends: no further delivery starts, those under way get the grace and are broken off then, to be tried again
  /// after the next start. It returns within the grace and a moment.
  package func shutDown() async {
    let work = state.withLock { state in
      state.isStopping = true
      defer { state.work = nil }
      return state.work
    }
    if let work { await finish(work) }
    try? await http?.shutdown()
  }

  /// Waits for the end of the work, which a connection that is being made may put off for longer than is waited.
  private func finish(_ work: Task<Void, Never>) async {
    let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
    let grace = settings.grace
    let alarm = Task {
      try? await Task.sleep(for: grace)
      work.cancel()
      try? await Task.sleep(for: .seconds(1))
      continuation.finish()
    }
    let watch = Task {
      await work.value
      continuation.finish()
    }
    for await _ in ended {}
    alarm.cancel()
    watch.cancel()
  }

  private var isStopping: Bool { state.withLock { $0.isStopping } || Task.isCancelled }

  private func empty(_ queue: DeliveryQueue, over channel: String) async {
    while !isStopping {
      guard let due = await queue.nextDue(channel, settings.now()) else {
        await pause()
        continue
      }
      let outcome = await deliver(due.message, over: channel)
      let step = policy.step(
        afterAttempt: due.attempt, outcome: outcome, now: settings.now(), jitter: settings.random())
      await queue.record(due, brokenOff(step, outcome))
    }
  }

  /// A delivery that the shutdown broke off is no failure of the last attempt.
  private func brokenOff(_ step: DeliveryStep, _ outcome: DeliveryOutcome) -> DeliveryStep {
    guard Task.isCancelled, case .retry = outcome else { return step }
    return .retry(at: settings.now(), reason: "stopped while sending")
  }

  /// Waits for the poll interval in short steps, so that a shutdown needn't.
  private func pause() async {
    let end = ContinuousClock.now + settings.pollInterval
    while ContinuousClock.now < end, !isStopping {
      try? await Task.sleep(for: min(.milliseconds(250), settings.pollInterval))
    }
  }
}

extension NotificationTransport {
  fileprivate var isWebhook: Bool {
    if case .webhook = self { true } else { false }
  }
}
