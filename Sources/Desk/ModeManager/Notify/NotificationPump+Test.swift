package import Notifications
import TradingCore

extension NotificationPump {
  /// Sends one message over every channel, whatever it wants to hear; nothing is stored.
  ///
  /// - Returns: the channels in file order, each with how it ended.
  /// - Throws: `NotificationError` for a secret that is not there.
  package static func test(
    _ configuration: NotificationConfiguration, settings: DispatcherSettings = .init()
  ) async throws(NotificationError) -> [(channel: String, outcome: DeliveryOutcome)] {
    let dispatcher = try Dispatcher(configuration, settings: settings)
    let now = settings.now()
    let message = NotificationMessage(
      id: "test-\(now.nanoseconds)", event: .test, severity: .info, subject: .system, title: "Test",
      text: "Somebody asked whether messages arrive.", time: now)
    let channels = configuration.channels.map(\.name)
    let outcomes = await withTaskGroup(of: (String, DeliveryOutcome).self) { group in
      for channel in channels {
        group.addTask { (channel, await dispatcher.deliver(message, over: channel)) }
      }
      var outcomes: [String: DeliveryOutcome] = [:]
      for await (channel, outcome) in group { outcomes[channel] = outcome }
      return outcomes
    }
    await dispatcher.shutDown()
    return channels.compactMap { channel in outcomes[channel].map { (channel, $0) } }
  }
}
