package import JSONText
import MarketClimate
import TradingCore

extension BotNews {
  /// The news as it is stored: files, windows by impact, and every event that counts.
  package var json: JSONValue {
    let windows = calendar.policy.margins.sorted { $0.key > $1.key }.map { impact, margin in
      JSONMember(
        impact.rawValue, ["before_ns": .integer(margin.before), "after_ns": .integer(margin.after)])
    }
    return [
      "files": .array(
        sources.map {
          ["path": .string($0.path), "sha256": .string($0.digest), "events": .count($0.events)]
        }), "known_until": knownUntil.map { .string(Self.text($0)) } ?? .null,
      "windows": .object(windows), "events": .array(calendar.events.map(Self.json)),
    ]
  }

  private static func json(_ event: NewsEvent) -> JSONValue {
    [
      "starts_at": .string(text(event.startsAt)), "ends_at": .string(text(event.endsAt)),
      "currency": .string(event.currency.code), "impact": .string(event.impact.rawValue),
      "event": .string(event.title),
    ]
  }

  private static func text(_ time: Timestamp) -> String { time.iso8601(fractionDigits: 9) }

  /// What is wrong with stored news.
  struct Fault: Error {
    let field: String
    let expected: String
  }

  /// The news that `json` made.
  ///
  /// - Throws: `Fault`.
  init(json: JSONValue) throws(Fault) {
    var sources: [Source] = []
    for file in try Self.array(json, "files") {
      guard case .integer(let events)? = file["events"], let count = Int(exactly: events) else {
        throw Fault(field: "files.events", expected: "a whole number")
      }
      sources.append(
        Source(path: try Self.text(file, "path"), digest: try Self.text(file, "sha256"), events: count))
    }
    var events: [NewsEvent] = []
    for event in try Self.array(json, "events") { events.append(try Self.event(event)) }
    var until: Timestamp?
    if case .string? = json["known_until"] { until = try Self.time(json, "known_until") }
    self.init(
      calendar: NewsCalendar(events, policy: NewsPolicy(margins: try Self.margins(json))), sources: sources,
      knownUntil: until)
  }

  private static func event(_ value: JSONValue) throws(Fault) -> NewsEvent {
    guard let currency = Currency(code: try text(value, "currency")) else {
      throw Fault(field: "currency", expected: "a currency")
    }
    guard let impact = NewsImpact(rawValue: try text(value, "impact")) else {
      throw Fault(field: "impact", expected: "an impact")
    }
    return NewsEvent(
      startsAt: try time(value, "starts_at"), endsAt: try time(value, "ends_at"), currency: currency,
      impact: impact, title: try text(value, "event"))
  }

  private static func margins(_ json: JSONValue) throws(Fault) -> [NewsImpact: NewsPolicy.Margin] {
    guard case .object(let members)? = json["windows"] else {
      throw Fault(field: "windows", expected: "windows by impact")
    }
    var margins: [NewsImpact: NewsPolicy.Margin] = [:]
    for member in members {
      guard let impact = NewsImpact(rawValue: member.name),
        case .integer(let before)? = member.value["before_ns"],
        case .integer(let after)? = member.value["after_ns"]
      else { throw Fault(field: "windows.\(member.name)", expected: "nanoseconds before and after") }
      margins[impact] = NewsPolicy.Margin(before: before, after: after)
    }
    return margins
  }

  private static func array(_ value: JSONValue, _ name: String) throws(Fault) -> [JSONValue] {
    guard case .array(let values)? = value[name] else { throw Fault(field: name, expected: "a list") }
    return values
  }

  private static func text(_ value: JSONValue, _ name: String) throws(Fault) -> String {
    guard case .string(let text)? = value[name] else { throw Fault(field: name, expected: "text") }
    return text
  }

  private static func time(_ value: JSONValue, _ name: String) throws(Fault) -> Timestamp {
    guard let time = try? Timestamp(iso8601: try text(value, name)) else {
      throw Fault(field: name, expected: "a time")
    }
    return time
  }
}
