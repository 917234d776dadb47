import FileSystem
import JSONText
import Notifications
import TestSupport
import TradingCore

/// What these tests send.
enum Sample {
  /// 2024-01-10 12:00:00 UTC.
  static let now = Known.time(0)

  static func message(
    id: String = "17", title: String = "Feed lost", text: String = "No quote for 30 s.",
    fields: [NotificationField] = [NotificationField("feed", "fix-1")]
  ) -> NotificationMessage {
    NotificationMessage(
      id: id, event: .feedLost, severity: .critical, subject: .bot("alpha"), title: title, text: text,
      fields: fields, time: Timestamp(nanoseconds: now.nanoseconds + 1))
  }

  static let environment: [String: String] = ["HOOK_SECRET": "s3cret", "MAIL_PASSWORD": "right"]

  static func settings(now: Timestamp = Sample.now) -> DispatcherSettings {
    DispatcherSettings(
      environment: { environment[$0] }, now: { now }, random: { 1 }, pollInterval: .milliseconds(10),
      grace: .milliseconds(300))
  }

  static func configuration(_ channels: NotificationChannel...) -> NotificationConfiguration {
    var configuration = NotificationConfiguration(path: "notifications.yaml")
    configuration.channels = channels
    return configuration
  }

  static func hook(
    _ name: String = "hook", _ url: String, timeoutSeconds: Int64 = 30, isSigned: Bool = true,
    headers: [WebhookSettings.Header] = []
  ) -> NotificationChannel {
    NotificationChannel(
      name: name, timeoutSeconds: timeoutSeconds,
      transport: .webhook(
        WebhookSettings(
          url: .text(url), secret: isSigned ? .environment("HOOK_SECRET") : nil, headers: headers)))
  }

  /// What one attempt over the only channel comes to.
  static func deliver(
    _ message: NotificationMessage = message(), over channel: NotificationChannel
  ) async throws -> DeliveryOutcome {
    let dispatcher = try Dispatcher(configuration(channel), settings: settings())
    let outcome = await dispatcher.deliver(message, over: channel.name)
    await dispatcher.shutDown()
    return outcome
  }
}
