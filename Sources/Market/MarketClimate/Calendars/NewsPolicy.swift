import FileSystem
package import TradingCore
import YAMLText

/// How long before and after an event its window lasts, and how files are read that leave something out.
package struct NewsPolicy: Sendable, Hashable {
  /// Times before an event starts and after it ends, in nanoseconds and not negative.
  package struct Margin: Sendable, Hashable {
    /// Before it starts.
    package var before: Int64
    /// After it ends.
    package var after: Int64

    /// Margins in nanoseconds; negative ones count as none.
    package init(before: Int64, after: Int64) {
      self.before = max(0, before)
      self.after = max(0, after)
    }
  }

  /// The margins by impact; events of an impact that is not here have no window.
  package var margins: [NewsImpact: Margin]
  /// The clock of times that name no zone; `nil`: such times are refused.
  package var zone: ClockZone?
  /// The currency of iCalendar events that name none; `nil`: such events are refused.
  package var currency: Currency?

  /// A policy from its parts.
  package init(
    margins: [NewsImpact: Margin] = NewsPolicy.standardMargins, zone: ClockZone? = nil,
    currency: Currency? = nil
  ) {
    self.margins = margins
    self.zone = zone
    self.currency = currency
  }

  /// A quarter of an hour before and half an hour after events of high impact; the others have no window.
  package static let standardMargins: [NewsImpact: Margin] = [
    .high: Margin(before: 15 * Timestamp.minute, after: 30 * Timestamp.minute)
  ]

  /// The window of an event; `nil` where it has none.
  package func window(of event: NewsEvent) -> NewsWindow? {
    guard let margin = margins[event.impact] else { return nil }
    let span = TimeSpan(
      from: event.startsAt.advanced(by: -margin.before), to: event.endsAt.advanced(by: margin.after))
    return span.isEmpty ? nil : NewsWindow(event: event, span: span)
  }
}

// `docs/calendars.md` lists the keys.
extension NewsPolicy {
  private enum Key: String, YAMLKey { case windows, zone, currency }

  private enum MarginKey: String, YAMLKey { case before, after }

  /// The policy in a YAML file.
  ///
  /// - Throws: `file` or `content`.
  package static func load(path: String) throws(CalendarError) -> NewsPolicy {
    let text: String
    do { text = try TextFile.yaml(path) } catch { throw .file(error) }
    return try parse(text: text, path: path)
  }

  /// The policy in a YAML text that stands at the path.
  ///
  /// - Throws: `content`.
  package static func parse(text: String, path: String) throws(CalendarError) -> NewsPolicy {
    do { return try read(text: text, path: path) } catch { throw .content(error) }
  }

  private static func read(text: String, path: String) throws(ConfigurationError) -> NewsPolicy {
    let root = try YAMLValue(text: text, path: path) { try? DecimalText.parse($0, digits: $1) }
    let map = try YAMLMap(root, keys: Key.self)
    var policy = NewsPolicy()
    if let windows = map.optional(.windows) { policy.margins = try readMargins(windows) }
    policy.zone = try map.optional(.zone)?.clockZone()
    if let value = map.optional(.currency) {
      guard let text = value.scalar, let currency = NewsFields.currency(text) else {
        throw value.mismatch(NewsFields.currencyExpected)
      }
      policy.currency = currency
    }
    return policy
  }

  private static func readMargins(_ value: YAMLValue) throws(ConfigurationError) -> [NewsImpact: Margin] {
    var margins: [NewsImpact: Margin] = [:]
    for entry in try value.entries() {
      guard let impact = NewsImpact(rawValue: entry.name) else {
        let known = NewsImpact.allCases.map(\.rawValue)
        throw .unknownKey(
          entry.value.place, key: entry.name, nearest: nearestMatch(to: entry.name, among: known),
          allowed: known)
      }
      let map = try YAMLMap(entry.value, keys: MarginKey.self)
      margins[impact] = Margin(
        before: try map.required(.before, example: "15m").span(),
        after: try map.required(.after, example: "30m").span())
    }
    return margins
  }

  /// All that the policy says of windows, a line each.
  package var canonicalText: String {
    margins.sorted { $0.key > $1.key }.map { impact, margin in
      let (before, after) = (CalendarTime.text(span: margin.before), CalendarTime.text(span: margin.after))
      return "window \(impact.rawValue) \(before) \(after)\n"
    }.joined()
  }
}

extension YAMLValue {
  /// A span of time such as `15m`, in nanoseconds.
  fileprivate func span() throws(ConfigurationError) -> Int64 {
    guard let scalar, let span = CalendarTime.span(scalar) else {
      throw mismatch("a span of time from 0m to 7d such as 15m or 1h30m")
    }
    return span
  }
}
