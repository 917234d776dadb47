package import TradingCore

/// How much a release moves its currency, as the calendar's maker judges it.
package enum NewsImpact: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// A bank holiday: little is traded.
  case holiday
  /// Seldom noticed.
  case low
  /// Noticed at times.
  case medium
  /// Moves the market most times.
  case high

  private var rank: Int {
    switch self {
    case .holiday: 0
    case .low: 1
    case .medium: 2
    case .high: 3
    }
  }

  /// Orders by weight.
  package static func < (left: NewsImpact, right: NewsImpact) -> Bool { left.rank < right.rank }
}

/// A release or a speech that a news calendar announces.
package struct NewsEvent: Sendable, Hashable, Comparable {
  /// When it is released, or starts.
  package var startsAt: Timestamp
  /// When it ends; for a release, when it starts.
  package var endsAt: Timestamp
  /// The currency it is about.
  package var currency: Currency
  /// How much it matters.
  package var impact: NewsImpact
  /// What it is, on one line.
  package var title: String

  /// An event; `endsAt` is when it starts unless stated.
  package init(
    startsAt: Timestamp, endsAt: Timestamp? = nil, currency: Currency, impact: NewsImpact, title: String
  ) {
    self.startsAt = startsAt
    self.endsAt = max(endsAt ?? startsAt, startsAt)
    self.currency = currency
    self.impact = impact
    self.title = title
  }

  /// Whether it bears on an instrument: its currency is bought or paid there.
  package func affects(_ instrument: Instrument) -> Bool {
    currency == instrument.base || currency == instrument.quote
  }

  /// Orders by time; those of one time by weight, currency, title and end, so that the order is always the same.
  package static func < (left: NewsEvent, right: NewsEvent) -> Bool {
    if left.startsAt != right.startsAt { return left.startsAt < right.startsAt }
    if left.impact != right.impact { return left.impact > right.impact }
    if left.currency != right.currency { return left.currency < right.currency }
    if left.title != right.title {
      return left.title.utf8.lexicographicallyPrecedes(right.title.utf8)
    }
    return left.endsAt < right.endsAt
  }
}
