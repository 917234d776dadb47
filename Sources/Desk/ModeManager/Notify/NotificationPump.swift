import Dispatch
import JSONText
package import Journal
package import Logging
package import Notifications
import Synchronization
package import TradingCore

/// Turns what a desk has to say into messages and delivers them, beside the desk and without it ever waiting.
///
/// The desk writes the messages with their causes (`Desk.announce`); the pump delivers them over a connection to the
/// journal of its own. Two pumps must not deliver for one home at a time: whoever starts one holds the home's lock.
package final class NotificationPump: Sendable {
  let configuration: NotificationConfiguration
  let settings: DispatcherSettings
  let dispatcher: Dispatcher
  private let journal: Journal?
  let courier: OutboxCourier?
  private let isStarted = Mutex(false)

  /// Where a home says what is sent where.
  package static func path(home: String) -> String { home + "/notifications.yaml" }

  /// What a home says of what is sent where; no channels without the file.
  ///
  /// - Throws: as for any configuration.
  package static func configuration(home: String) throws -> NotificationConfiguration {
    try .load(path: path(home: home), events: NotificationEvent.known.map(\.rawValue))
  }

  /// A log that keeps nothing.
  package static let silent = Logger(label: "slipway") { _ in SwiftLogNoOpLogHandler() }

  /// A pump, which reads every secret now. `stop` or `shutDown` must be called once in the end. Without channels it
  /// opens nothing and does nothing.
  ///
  /// - Throws: `JournalError` when the home has no journal that can be opened, or `NotificationError`.
  package init(
    home: String, configuration: NotificationConfiguration, settings: DispatcherSettings = .init(),
    log: Logger = NotificationPump.silent
  ) throws {
    self.configuration = configuration
    self.settings = settings
    let journal = configuration.channels.isEmpty ? nil : try Journal(home: home, mode: .open)
    self.journal = journal
    courier = journal.map { OutboxCourier($0, log: log, now: settings.now) }
    var hurried = settings
    // The grace is spent before, on what waits and on what is under way.
    hurried.grace = .zero
    dispatcher = try Dispatcher(configuration, settings: hurried)
  }

  var channels: [String] { configuration.channels.map(\.name) }

  /// A notice as rows for the outbox, one for each channel that wants it.
  package func records(of notice: DeskNotice, at time: Timestamp) -> [OutboxRecord] {
    let message = notice.message(at: time)
    return dispatcher.channels(for: message.event, severity: message.severity).map { channel in
      OutboxRecord(event: message.event.rawValue, channel: channel, payload: message.json, createdAt: time)
    }
  }

  /// Stores a notice whose cause is in no transaction, such as why a run broke off.
  ///
  /// - Throws: `JournalError`.
  package func post(_ notice: DeskNotice) throws {
    let records = records(of: notice, at: settings.now())
    guard let journal, !records.isEmpty else { return }
    try journal.write { transaction in
      for record in records { try transaction.insert(record) }
    }
  }

  /// Begins to deliver, what an earlier run left first. Call it once.
  package func start() {
    guard let courier else { return }
    isStarted.withLock { $0 = true }
    let (channels, path) = (channels, configuration.path)
    Task.detached { await courier.tidy(channels: channels, path: path) }
    dispatcher.start(courier.deliveries)
  }

  /// Ends: messages that are due get the grace for a last chance; what remains waits for the next pump.
  package func shutDown() async {
    if let courier, isStarted.withLock({ $0 }) {
      let end = ContinuousClock.now + settings.grace
      while ContinuousClock.now < end, await courier.hasDue(of: channels, at: settings.now()) {
        try? await Task.sleep(for: .milliseconds(50))
      }
    }
    await dispatcher.shutDown()
  }

  /// The same for a thread that is none of Swift's; returns when it is over.
  package func stop() {
    let isOver = DispatchSemaphore(value: 0)
    Task.detached {
      await self.shutDown()
      isOver.signal()
    }
    isOver.wait()
  }
}
