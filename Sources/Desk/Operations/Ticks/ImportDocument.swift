package import JSONText
import ModeManager
package import Reports
import TickStore
import TradingCore

/// What an import gave: the file made, and what became of the rows.
package struct ImportDocument: Document {
  let outcome: ImportOutcome

  /// The import, for programs.
  package var json: JSONValue {
    let report = outcome.report
    let merged = report.overlaps.map(\.json)
    let document = TickFileDocument(info: outcome.info).json
      .adding("format", .string(report.format.rawValue)).adding("zone", .string(report.zoneNote))
      .adding("input_files", .count(report.files.count))
      .adding("empty_files", .count(report.emptyFiles.count))
      .adding("ignored_files", .count(report.ignored.count)).adding("rows_read", .count(report.rowsRead))
      .adding("rows_dropped", counts(report.rowsDropped))
      .adding("rows_corrected", counts(report.rowsCorrected))
      .adding("splits", .array(report.splits.map { .string($0.text) }))
      .adding("rows_skipped_first", .array(report.skippedRows.map(json)))
    return merged.isEmpty ? document : document.adding("merged_sources", .array(merged))
  }

  /// Labels and values for people.
  package var rows: [(String, TextCell)] {
    let report = outcome.report
    let files = [
      (report.files.count, "with ticks"), (report.emptyFiles.count, "without"),
      (report.ignored.count, "not of ticks"),
    ]
    let fileWords = files.filter { $0.0 > 0 }.map { "\(NumberText.grouped($0.0)) \($0.1)" }
    let rows: [(String, TextCell)] =
      [
        ("format", TextCell("\(report.format.rawValue), \(report.zoneNote)")),
        ("files", TextCell(fileWords.joined(separator: ", "))),
        ("rows read", TextCell(NumberText.grouped(report.rowsRead))),
        ("rows dropped", TextCell(words(report.rowsDropped))),
      ] + skipped + [
        ("rows corrected", TextCell(words(report.rowsCorrected)))
      ]
    let splits = report.splits.map(\.text).joined(separator: ", ")
    let merged = report.overlaps.map { ("merged", TextCell($0.sentence)) }
    return TickFileDocument(info: outcome.info).rows + rows
      + (splits.isEmpty ? [] : [("splits", TextCell(splits))]) + merged
  }

  /// The first rows that something was wrong with.
  private var skipped: [(String, TextCell)] {
    outcome.report.skippedRows.map { ("skipped", TextCell("\($0.problem) (\($0.place))")) }
  }

  private func json(_ row: SkippedRow) -> JSONValue {
    ["place": .string("\(row.place)"), "problem": .string(row.problem)]
  }

  private func counts(_ reasons: [ReasonCount]) -> JSONValue {
    .object(reasons.map { JSONMember($0.reason, .count($0.count)) })
  }

  private func words(_ reasons: [ReasonCount]) -> String {
    guard !reasons.isEmpty else { return "none" }
    return reasons.map { "\(NumberText.grouped($0.count)) \($0.reason)" }.joined(separator: ", ")
  }
}
