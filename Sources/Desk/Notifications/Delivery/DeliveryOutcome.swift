package import TradingCore

/// How one attempt to deliver a message ended. No text in it holds a secret.
package enum DeliveryOutcome: Sendable, Hashable {
  /// The receiver took it; `refused` are recipients that never will, each with the server's answer.
  case delivered(refused: [String] = [])
  /// It may work later, not before `after` where the receiver said so. The receiver may have taken it and the
  /// answer been lost.
  case retry(after: Duration?, reason: String)
  /// It will never work as it is.
  case dead(reason: String)
}

/// What to do with a message after an attempt.
package enum DeliveryStep: Sendable, Hashable {
  /// Nothing more; `refused` as in the outcome.
  case done(refused: [String])
  /// Send it again at a time.
  case retry(at: Timestamp, reason: String)
  /// Give up: it becomes a dead letter.
  case dead(reason: String)
}
