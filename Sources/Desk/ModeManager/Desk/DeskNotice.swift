/// Something that an operator may want to be told.
package struct DeskNotice: Sendable, Hashable {
  /// What kind of thing; the codes of notifications.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case start
    case stop
    case feedLost = "feed_lost"
    case feedBack = "feed_back"
    case feedStale = "feed_stale"
    case clockJump = "clock_jump"
    case botFailed = "bot_failed"
    case error
    case promotionRequested = "promotion_requested"
    case promotionApproved = "promotion_approved"
    case promotionRejected = "promotion_rejected"
    case promotionRevoked = "promotion_revoked"
    case promotionExpired = "promotion_expired"
    case demoted
  }

  /// What kind of thing.
  package var kind: Kind
  /// The bot or feed it is about.
  package var subject: String
  /// One sentence.
  package var text: String

  /// A notice.
  package init(_ kind: Kind, subject: String, text: String) {
    self.kind = kind
    self.subject = subject
    self.text = text
  }
}
