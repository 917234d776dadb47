import JSONText
import Reports
import TickStore
import TradingCore

/// What a full look at a file's quotes gives beyond `TickFileDocument`: spreads, sessions, gaps, quality.
struct SurveyDocument {
  let spreads: SpreadFigures
  /// `nil` for an instrument whose hours nobody stated.
  let history: HistoryQuality?
  let digits: Int

  private static let decimalsOfQuality = 2

  // MARK: JSON

  /// The file's document with the survey's keys behind its own.
  func adding(to document: JSONValue) -> JSONValue {
    document.adding("spread_percentiles", percentiles).adding("sessions", .array(spreads.sessions.map(json)))
      .adding("quotes_outside_sessions", .count(spreads.quotesOutsideSessions))
      .adding("history_quality", .ratio(history?.quality)).adding("history", history.map(json) ?? .null)
      .adding("gaps", history.map(gaps) ?? .null)
  }

  private var percentiles: JSONValue {
    .object(
      zip(SpreadFigures.percentages, spreads.percentiles).map {
        JSONMember("p\($0)", .price(Price(points: $1), digits: digits))
      })
  }

  private func json(_ session: SessionFigures) -> JSONValue {
    [
      "session": .string(session.session.rawValue), "ticks": .count(session.quotes),
      "spread_mean": session.meanHundredths.map { .string(hundredths($0)) } ?? .null,
      "spread_median": session.median.map { .price(Price(points: $0), digits: digits) } ?? .null,
    ]
  }

  private func json(_ history: HistoryQuality) -> JSONValue {
    let total = history.total
    return [
      "hours": .string(history.hours.rawValue), "open_minutes": .count(total.openMinutes),
      "covered_minutes": .count(total.coveredMinutes), "missing_deduction": .ratio(total.missingDeduction),
      "crossed_deduction": .ratio(total.crossedDeduction),
      "duplicates_deduction": .ratio(total.duplicatesDeduction), "days": .count(history.days.count),
      "ticks_outside_hours": .count(history.ticksOutsideHours),
      "worst_days": .array(worstDays(of: history, atMost: 10).map(json)),
    ]
  }

  private func json(_ day: HistoryDay) -> JSONValue {
    [
      "day": .string(day.day.description), "quality": .ratio(day.quality),
      "open_minutes": .count(day.counts.openMinutes), "covered_minutes": .count(day.counts.coveredMinutes),
      "ticks": .count(day.counts.ticks), "gaps": .count(day.counts.gaps),
    ]
  }

  private func gaps(_ history: HistoryQuality) -> JSONValue {
    let counts = zip(HistoryGap.thresholds, history.gapCounts).map { threshold, count -> JSONValue in
      ["longer_than_seconds": .integer(threshold), "count": .count(count)]
    }
    let longest = history.longestGaps.map { gap -> JSONValue in
      ["from": .time(gap.from), "to": .time(gap.to), "seconds": .number(gap.openSeconds)]
    }
    return ["counts": .array(counts), "longest": .array(longest)]
  }

  // MARK: Text

  /// Rows for the file's table.
  var rows: [(String, TextCell)] {
    let percentiles = zip(SpreadFigures.percentages, spreads.percentiles).map {
      "\($0) % \(Price(points: $1).text(digits: digits))"
    }
    var rows = [("percentiles", TextCell(percentiles.joined(separator: ", ")))]
    guard let history else {
      rows.append(
        ("history", TextCell("no trading hours are known for this symbol: state them with --hours")))
      return rows
    }
    rows.append(("history", TextCell(quality(history))))
    let counts = zip(HistoryGap.thresholds, history.gapCounts).filter { $1 > 0 }.map {
      "\(NumberText.grouped($1)) over \(NumberText.duration(seconds: Double($0)))"
    }
    rows.append(("gaps", TextCell(counts.isEmpty ? "none over a minute" : counts.joined(separator: ", "))))
    return rows
  }

  /// Tables below the file's own.
  var tables: [TextTable] {
    guard let history, !history.longestGaps.isEmpty else { return [sessionTable] }
    var table = TextTable([.init("LONGEST GAPS FROM"), .init("TO"), .init("OPEN", .right)])
    for gap in history.longestGaps {
      let length = NumberText.duration(seconds: gap.openSeconds)
      table.add([TextCell(gap.from.iso8601), TextCell(gap.to.iso8601), TextCell(length)])
    }
    return [sessionTable, table]
  }

  private var sessionTable: TextTable {
    var table = TextTable([
      .init("SESSION"), .init("TICKS", .right), .init("MEAN SPREAD", .right), .init("MEDIAN", .right),
    ])
    for session in spreads.sessions {
      table.add([
        TextCell(session.session.label), TextCell(NumberText.grouped(session.quotes)),
        TextCell(session.meanHundredths.map(hundredths) ?? "–"),
        TextCell(session.median.map { Price(points: $0).text(digits: digits) } ?? "–"),
      ])
    }
    return table
  }

  private func quality(_ history: HistoryQuality) -> String {
    let total = history.total
    guard let quality = total.quality else { return "the market was closed all the time" }
    let percent = { (value: Double?) in NumberText.fixed(value, decimals: Self.decimalsOfQuality) + " %" }
    let deductions = [
      (total.missingDeduction, "missing"), (total.crossedDeduction, "crossed"),
      (total.duplicatesDeduction, "duplicates"),
    ].filter { ($0.0 ?? 0) > 0 }.map { "\(percent($0.0)) \($0.1)" }
    let outside = history.ticksOutsideHours
    return "\(percent(quality)) of \(NumberText.grouped(total.openMinutes)) open minutes"
      + (deductions.isEmpty ? "" : ", less " + deductions.joined(separator: ", "))
      + (outside > 0 ? "; \(NumberText.counted(outside, "tick")) outside of \(history.hours.rawValue)" : "")
  }

  // MARK: Both

  /// Days below full quality, the worst first.
  private func worstDays(of history: HistoryQuality, atMost limit: Int) -> [HistoryDay] {
    let days = history.days.filter { ($0.quality ?? 100) < 100 }
    return Array(days.sorted { ($0.quality ?? 100, $0.day) < ($1.quality ?? 100, $1.day) }.prefix(limit))
  }

  private func hundredths(_ value: Int64) -> String { DecimalText.format(value, digits: digits + 2) }
}

extension TradingSession {
  /// The name for people.
  fileprivate var label: String {
    switch self {
    case .asia: "Asia"
    case .london: "London"
    case .newYork: "New York"
    case .overlap: "London and New York"
    case .asiaLondon: "Asia and London"
    }
  }
}
