package import Notifications
package import TradingCore

extension DeskNotice.Kind {
  /// How much a notice of the kind matters.
  package var severity: NotificationSeverity {
    switch self {
    case .start, .stop, .feedBack, .promotionRequested, .promotionApproved: .info
    case .feedLost, .feedStale, .clockJump, .promotionRejected, .promotionRevoked, .promotionExpired: .warning
    case .botFailed, .error, .demoted: .critical
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
    case .promotionRequested: "Promotion requested"
    case .promotionApproved: "Promotion approved"
    case .promotionRejected: "Promotion rejected"
    case .promotionRevoked: "Promotion revoked"
    case .promotionExpired: "Promotion expired"
    case .demoted: "Taken back"
    }
  }

  /// Whether its subject is a bot.
  fileprivate var isAboutBot: Bool {
    switch self {
    case .start, .stop, .feedLost, .feedBack, .feedStale, .clockJump, .error: false
    case .botFailed, .promotionRequested, .promotionApproved, .promotionRejected, .promotionRevoked,
      .promotionExpired, .demoted:
      true
    }
  }
}

extension DeskNotice {
  /// The notice as a message; its id is that of the outbox, which gives it later.
  package func message(at time: Timestamp) -> NotificationMessage {
    NotificationMessage(
      id: "", event: NotificationEvent(rawValue: kind.rawValue), severity: kind.severity,
      subject: kind.isAboutBot ? .bot(subject) : .system, title: "\(kind.title): \(subject)", text: text,
      time: time)
  }
}
