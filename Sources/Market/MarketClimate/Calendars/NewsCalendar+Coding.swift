import TradingCore

/// A calendar as a recipe keeps it: its events and windows. How files are read that leave something out is no part of
/// it, as nothing is read any more.
extension NewsCalendar: Codable {
  private enum CodingKeys: String, CodingKey {
    case windows = "windows"
    case events = "events"
  }

  private struct Window: Codable {
    private enum CodingKeys: String, CodingKey {
      case impact = "impact"
      case before = "before"
      case after = "after"
    }

    let impact: NewsImpact
    let before: Int64
    let after: Int64
  }

  /// Reads what was kept.
  ///
  /// - Throws: what the decoder throws.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let windows = try container.decode([Window].self, forKey: .windows)
    let margins = windows.map { ($0.impact, NewsPolicy.Margin(before: $0.before, after: $0.after)) }
    self.init(
      try container.decode([NewsEvent].self, forKey: .events),
      policy: NewsPolicy(margins: Dictionary(margins, uniquingKeysWith: { $1 })))
  }

  /// Writes events in order of time, and windows from the highest impact on.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let windows = policy.margins.sorted { $0.key > $1.key }.map {
      Window(impact: $0.key, before: $0.value.before, after: $0.value.after)
    }
    try container.encode(windows, forKey: .windows)
    try container.encode(events, forKey: .events)
  }
}

extension NewsEvent: Codable {
  private enum CodingKeys: String, CodingKey {
    case startsAt = "startsAt"
    case endsAt = "endsAt"
    case currency = "currency"
    case impact = "impact"
    case title = "title"
  }

  /// Reads what was kept.
  ///
  /// - Throws: what the decoder throws.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      startsAt: try container.decode(Timestamp.self, forKey: .startsAt),
      endsAt: try container.decode(Timestamp.self, forKey: .endsAt),
      currency: try container.decode(Currency.self, forKey: .currency),
      impact: try container.decode(NewsImpact.self, forKey: .impact),
      title: try container.decode(String.self, forKey: .title))
  }

  /// Writes all of it.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(startsAt, forKey: .startsAt)
    try container.encode(endsAt, forKey: .endsAt)
    try container.encode(currency, forKey: .currency)
    try container.encode(impact, forKey: .impact)
    try container.encode(title, forKey: .title)
  }
}
