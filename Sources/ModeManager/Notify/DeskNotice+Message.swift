package import Notifications
package import TradingCore
package import YAMLConfiguration

extension DeskNotice.Kind {
  /// How much a notice of the kind matters.
  package var severity: NotificationSeverity {
    switch self {
    case .start, .stop, .feedBack: .info
    case .feedLost, .feedStale, .clockJump: .warning
    case .botFailed, .error: .critical
    }
  }

  fileprivate var title: String {
    switch self {
    case .start: "Started"
    case .stop: "Stopped"
    case .feedLost: "Feed lost"
    case .feedBack: "Feed back"
    case .feedStale: "Feed silent"
    case .clockJump: "Clock jumped"
    case .botFailed: "Bot failed"
    case .error: "Error"
    }
  }
}

extension DeskNotice {
  /// The notice as a message; its id is that of the outbox, which gives it later.
  package func message(at time: Timestamp) -> NotificationMessage {
    NotificationMessage(
      id: "", event: NotificationEvent(rawValue: kind.rawValue), severity: kind.severity,
      subject: kind == .botFailed ? .bot(subject) : .system, title: "\(kind.title): \(subject)", text: text,
      time: time)
  }
}
