package import TradingCore

/// Orders that were refused, waited or ended without a fill, by reason.
package struct OrderEnds: Sendable, Hashable {
  /// Refused by our risk, by reason code.
  package var denied: [String: Int] = [:]
  /// Refused by the venue, by reason code.
  package var rejected: [String: Int] = [:]
  /// Ended unfilled, or what was left of them, by request or as they could not be filled at once.
  package var canceled = 0
  /// Canceled as a run ended; none of a bot, which goes on.
  package var canceledAtEnd = 0
  /// Ended at their expiry.
  package var expired = 0
  /// Waited for a quote that they could be filled at.
  package var waited = 0

  /// No order yet.
  package init() {}

  /// Takes what a bot was told.
  package mutating func take(_ event: BotEvent) {
    switch event {
    case .denied(let denial, _): denied[denial.code.rawValue, default: 0] += 1
    case .rejected(let rejection): rejected[rejection.code.rawValue, default: 0] += 1
    case .canceled: canceled += 1
    case .expired: expired += 1
    case .delayed: waited += 1
    case .asked, .accepted, .filled, .marginCall, .closed: break
    }
  }

  /// How many were refused.
  package var refused: Int { denied.values.reduce(0, +) + rejected.values.reduce(0, +) }

  /// The reason that most were refused for, the first by name of equals; `nil` without any.
  package var mainReason: String? {
    denied.merging(rejected, uniquingKeysWith: +).min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
  }
}

extension BotEvent {
  /// When it happened.
  package var time: Timestamp {
    switch self {
    case .asked(_, let time), .denied(_, let time), .accepted(_, let time), .delayed(_, let time),
      .canceled(_, let time), .expired(_, let time), .marginCall(let time):
      time
    case .filled(let fill): fill.eventTime
    case .rejected(let rejection): rejection.eventTime
    case .closed(let trade): trade.closeTime
    }
  }
}
