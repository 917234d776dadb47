import TradingCore
import YAMLText

/// Reads news from iCalendar (RFC 5545): each `VEVENT` of the `VCALENDAR`s is an event. Other components, and what stands
/// within an event such as alarms, are passed over; clocks are ours, so time zone components are, too.
struct NewsComponents {
  private let path: String
  private let policy: NewsPolicy
  /// The components that are open, and the lines they start on.
  private var open: [(name: String, line: Int)] = []
  private var properties: [String: [ContentLine]] = [:]
  private var found: [PlacedNews] = []

  /// Many to an event: the others are there once.
  private static let repeated: Set<String> = ["CATEGORIES", "DESCRIPTION", "COMMENT"]

  /// The events of a text that stands at the path, in the file's order; canceled ones are left out.
  ///
  /// - Throws: what is wrong with the first line or event that is not as it should be.
  static func read(_ text: String, path: String, policy: NewsPolicy) throws(ConfigurationError)
    -> [PlacedNews]
  {
    var lines = ContentLines(text, path: path)
    var reader = NewsComponents(path: path, policy: policy)
    var isEmpty = true
    while let line = try lines.next() {
      isEmpty = false
      try reader.take(line)
    }
    guard !isEmpty else {
      throw .malformed(
        ConfigurationPlace(path: path, line: nil), problem: "the file is empty",
        remedy: "start it with a line 'BEGIN:VCALENDAR'")
    }
    if let last = reader.open.last {
      throw reader.malformed(
        last.line, "the file ends within this \(last.name)",
        "it may be cut off: add END:\(last.name), or get it again")
    }
    return reader.found
  }

  private init(path: String, policy: NewsPolicy) { (self.path, self.policy) = (path, policy) }

  private mutating func take(_ line: ContentLine) throws(ConfigurationError) {
    switch line.name {
    case "BEGIN":
      let name = line.value.uppercased()
      guard !open.isEmpty || name == "VCALENDAR" else { throw notCalendar(line) }
      guard open.count < 16 else {
        throw malformed(line.line, "components within components", "it is no calendar")
      }
      open.append((name, line.line))
      if isEvent { properties = [:] }
    case "END":
      guard let last = open.last, last.name == line.value.uppercased() else {
        let expected = open.last.map { "END:\($0.name) (of line \($0.line))" } ?? "BEGIN:VCALENDAR"
        throw malformed(line.line, "END:\(CalendarText.singleLine(line.value))", "expected \(expected)")
      }
      if isEvent,
        let event = try NewsComponent(properties, path: path, line: last.line, policy: policy).event()
      {
        found.append(event)
      }
      open.removeLast()
    default:
      guard !open.isEmpty else { throw notCalendar(line) }
      try property(line)
    }
  }

  private var isEvent: Bool { open.count == 2 && open[1].name == "VEVENT" }

  private mutating func property(_ line: ContentLine) throws(ConfigurationError) {
    if open.count == 1, line.name == "VERSION", line.value != "2.0" {
      throw .badValue(
        ConfigurationPlace(path: path, line: line.line), field: "VERSION", expected: "2.0",
        was: CalendarText.quoted(line.value))
    }
    guard isEvent else { return }
    if !Self.repeated.contains(line.name), NewsComponent.read.contains(line.name),
      let first = properties[line.name]?.first
    {
      throw .duplicateKey(
        ConfigurationPlace(path: path, line: line.line), key: line.name, firstLine: first.line)
    }
    properties[line.name, default: []].append(line)
  }

  private func notCalendar(_ line: ContentLine) -> ConfigurationError {
    malformed(line.line, "this is no iCalendar", "it starts with BEGIN:VCALENDAR")
  }

  private func malformed(_ line: Int, _ problem: String, _ remedy: String) -> ConfigurationError {
    .malformed(ConfigurationPlace(path: path, line: line), problem: problem, remedy: remedy)
  }
}
