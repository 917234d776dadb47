/// What a message is about: a text code that is never reused. The list is open; a later event adds its code here.
package struct NotificationEvent: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// The code as it stands in messages and filters: lower-case letters, digits and `_`.
  package let rawValue: String

  /// An event of a code.
  package init(rawValue: String) { self.rawValue = rawValue }

  /// The code.
  package var description: String { rawValue }

  /// A session started.
  package static let start = NotificationEvent(rawValue: "start")
  /// A session ended.
  package static let stop = NotificationEvent(rawValue: "stop")
  /// The connection to a feed was lost.
  package static let feedLost = NotificationEvent(rawValue: "feed_lost")
  /// The connection to a feed is back.
  package static let feedBack = NotificationEvent(rawValue: "feed_back")
  /// A feed is connected and silent for too long.
  package static let feedStale = NotificationEvent(rawValue: "feed_stale")
  /// Something of the system failed.
  package static let error = NotificationEvent(rawValue: "error")
  /// A bot failed and no longer trades.
  package static let botFailed = NotificationEvent(rawValue: "bot_failed")
  /// The machine's clock jumped.
  package static let clockJump = NotificationEvent(rawValue: "clock_jump")
  /// Asked for by a person, to see whether messages arrive.
  package static let test = NotificationEvent(rawValue: "test")
  /// Somebody asked for a bot's promotion.
  package static let promotionRequested = NotificationEvent(rawValue: "promotion_requested")
  /// Somebody signed for a promotion.
  package static let promotionApproved = NotificationEvent(rawValue: "promotion_approved")
  /// Somebody signed against a promotion.
  package static let promotionRejected = NotificationEvent(rawValue: "promotion_rejected")
  /// A promotion was taken back by an admin.
  package static let promotionRevoked = NotificationEvent(rawValue: "promotion_revoked")
  /// A request or what it led to has run out.
  package static let promotionExpired = NotificationEvent(rawValue: "promotion_expired")
  /// A bot lost a step or a mode.
  package static let demoted = NotificationEvent(rawValue: "demoted")
  /// A kill switch stopped something.
  package static let kill = NotificationEvent(rawValue: "kill")
  /// An alert level changed.
  package static let alertLevel = NotificationEvent(rawValue: "alert_level")

  /// Every event, in the order the documentation has them.
  package static let known: [NotificationEvent] = [
    start, stop, feedLost, feedBack, feedStale, error, botFailed, clockJump, promotionRequested,
    promotionApproved, promotionRejected, promotionRevoked, promotionExpired, demoted, test, kill, alertLevel,
  ]
}
