import TradingCore
import YAMLText

/// Reads news from CSV: a row an event, the columns named by the first row, in any order.
struct NewsTable {
  /// What a column holds, by the names it may have.
  private enum Column: String, CaseIterable {
    case time, currency, impact, event, end

    var names: [String] {
      switch self {
      case .time: ["time", "datetime", "date_time", "timestamp", "start"]
      case .currency: ["currency", "ccy"]
      case .impact: ["impact", "importance"]
      case .event: ["event", "title", "name"]
      case .end: ["end", "ends"]
      }
    }

    static let required: [Column] = [.time, .currency, .impact, .event]
  }

  private let path: String
  private let policy: NewsPolicy
  private let columns: [Column: Int]
  private let headings: [String]

  /// The events of a text that stands at the path, in the file's order.
  ///
  /// - Throws: what is wrong with its columns, or with the first row that is not as it should be.
  static func read(_ text: String, path: String, policy: NewsPolicy) throws(ConfigurationError)
    -> [PlacedNews]
  {
    var rows = TableRows(text, path: path)
    guard let header = try rows.next() else {
      throw .malformed(
        ConfigurationPlace(path: path, line: nil), problem: "the file is empty",
        remedy: "start it with a line 'time,currency,impact,event'")
    }
    let table = try NewsTable(header, path: path, policy: policy)
    var found: [PlacedNews] = []
    while let row = try rows.next() { found.append(try table.event(row)) }
    return found
  }

  private init(_ header: TableRow, path: String, policy: NewsPolicy) throws(ConfigurationError) {
    let place = ConfigurationPlace(path: path, line: header.line)
    var columns: [Column: Int] = [:]
    for (index, heading) in header.cells.enumerated() {
      let name = heading.lowercased().split { $0 == " " || $0 == "-" }.joined(separator: "_")
      guard let column = Column.allCases.first(where: { $0.names.contains(name) }) else { continue }
      guard columns.updateValue(index, forKey: column) == nil else {
        throw .fault(
          place, field: heading, problem: "a second column of the \(column.rawValue)",
          remedy: "keep one of \(column.names.joined(separator: ", "))")
      }
    }
    for column in Column.required where columns[column] == nil {
      throw Self.missing(column, among: header.cells, at: place)
    }
    (self.path, self.policy, self.columns, headings) = (
      path, policy, columns, header.cells.map { CalendarText.singleLine($0) }
    )
  }

  private static func missing(
    _ column: Column, among headings: [String], at place: ConfigurationPlace
  ) -> ConfigurationError {
    let there = headings.map { CalendarText.quoted($0) }.prefix(20).joined(separator: ", ")
    let near = headings.first { nearestMatch(to: $0, among: [column.rawValue]) != nil }
    let hint = near.map { "; is it \(CalendarText.quoted($0))?" } ?? ""
    return .malformed(
      place, problem: "no column '\(column.rawValue)'",
      remedy: "the first line must name the columns time, currency, impact and event; it has \(there)\(hint)")
  }

  private func event(_ row: TableRow) throws(ConfigurationError) -> PlacedNews {
    let place = ConfigurationPlace(path: path, line: row.line)
    guard row.cells.count == headings.count else {
      throw .malformed(
        place, problem: "\(row.cells.count) columns where the first line names \(headings.count)",
        remedy: "add what is missing, or put a text that has separators in it in quotes")
    }
    let start = try time(.time, row, place)
    let currencyText = cell(.currency, row)
    guard let currency = NewsFields.currency(currencyText) else {
      throw .badValue(
        place, field: heading(.currency), expected: NewsFields.currencyExpected,
        was: CalendarText.quoted(currencyText))
    }
    let impactText = cell(.impact, row)
    guard let impact = NewsFields.impact(impactText) else {
      throw NewsFields.badImpact(impactText, field: heading(.impact), at: place)
    }
    let title = try NewsFields.title(cell(.event, row), field: heading(.event), at: place)
    let end = cell(.end, row).isEmpty ? start : try time(.end, row, place)
    guard start <= end else {
      throw .badValue(
        place, field: heading(.end),
        expected: "a time not before the start, \(start.iso8601(fractionDigits: 0))",
        was: CalendarText.quoted(cell(.end, row)))
    }
    let event = NewsEvent(startsAt: start, endsAt: end, currency: currency, impact: impact, title: title)
    return PlacedNews(event: event, place: place, titleField: heading(.event))
  }

  private func cell(_ column: Column, _ row: TableRow) -> String {
    columns[column].map { row.cells[$0] } ?? ""
  }

  private func heading(_ column: Column) -> String { columns[column].map { headings[$0] } ?? column.rawValue }

  private func time(
    _ column: Column, _ row: TableRow, _ place: ConfigurationPlace
  ) throws(ConfigurationError) -> Timestamp {
    let text = cell(column, row)
    func bad(_ expected: String) -> ConfigurationError {
      .badValue(place, field: heading(column), expected: expected, was: CalendarText.quoted(text))
    }
    let time: Timestamp
    do { time = try Timestamp(iso8601: text) } catch {
      switch error {
      case .malformed:
        throw bad("a time with its zone such as 2026-01-09T13:30:00Z or 2026-01-09 08:30-05:00")
      case .outOfRange: throw bad("a date and a time of day that exist")
      case .zoneMissing: return try localTime(text, heading(column), place)
      }
    }
    guard CalendarTime.years.contains(CivilDate(containing: time).components.year) else {
      throw bad("a time in the years 1970 to 2199")
    }
    return time
  }

  /// A time without a zone, by the clock that the policy states.
  private func localTime(
    _ text: String, _ field: String, _ place: ConfigurationPlace
  ) throws(ConfigurationError) -> Timestamp {
    var scanner = TimeScanner(Array(text.utf8))
    guard let date = try? scanner.date(separator: UInt8(ascii: "-")),
      scanner.take(UInt8(ascii: "T")) || scanner.take(UInt8(ascii: " ")),
      let inDay = try? scanner.timeOfDay(), scanner.isAtEnd
    else {
      throw .badValue(
        place, field: field, expected: "a date and a time of day such as 2026-01-09T13:30:00Z",
        was: CalendarText.quoted(text))
    }
    guard let zone = policy.zone else {
      throw .fault(
        place, field: field, problem: "\(CalendarText.quoted(text)) has no zone",
        remedy: "end it with Z or an offset such as -05:00, or state 'zone' in news.yaml")
    }
    return try NewsFields.instant(date, inDay, zone, text: text, field: field, at: place)
  }
}
