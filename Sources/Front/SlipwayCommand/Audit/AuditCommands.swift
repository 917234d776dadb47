import ArgumentParser
import FileSystem
import JSONText
import Journal
import Reports

/// `slipway audit`: is the journal what was written, and what does it say?
struct AuditCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Check the journal of a home, or write it out.",
    subcommands: [AuditVerify.self, AuditExport.self])
}

/// `slipway audit verify`
struct AuditVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check every row of the journal and what follows from it.",
    discussion: """
      Ends with 3 when a row was altered, removed or put in, or when the end was cut off, and names the first \
      one. A home that was replaced by an older copy of itself as a whole can't be told from that copy: compare \
      the head with one that you noted elsewhere.
      """)

  @OptionGroup var shared: SharedOptions

  /// What was found, also where the journal could not even be opened.
  private struct Finding {
    var report: AuditReport?
    var code: String?
    var detail: String?
  }

  func run() throws {
    let finding = try finding()
    try shared.printResult(json: json(finding)) { text(finding, colored: $0) }
    if finding.code != nil { throw CommandError.answerIsNo }
  }

  private func finding() throws -> Finding {
    do throws(JournalError) {
      let bar = ProgressBar("Verifying", unit: "rows", quiet: shared.quiet)
      let journal = try Journal(home: shared.homeFolder, mode: .readOnly)
      let total = Int(clamping: (try? journal.lastSeq()) ?? 0)
      let report = try journal.verify {
        bar.update(done: Int(clamping: $0), of: max(total, Int(clamping: $0)))
      }
      bar.finish()
      return Finding(report: report, code: report.fault?.code, detail: report.fault?.description)
    } catch {
      switch error {
      case .corrupt(_, let reason): return Finding(code: "file", detail: "the database is damaged: \(reason)")
      case .tampered(_, let what): return Finding(code: "tampered", detail: what.description)
      case .unreadableRow(_, let table, let row, let reason):
        return Finding(code: "unreadable_row", detail: "\(table) \(row) can't be read: \(reason)")
      default: throw error
      }
    }
  }

  private func json(_ finding: Finding) -> JSONValue {
    let report = finding.report
    let fault: JSONValue =
      if let code = finding.code {
        [
          "code": .string(code), "row": report?.fault?.seq.map { .integer($0) } ?? .null,
          "detail": .string(finding.detail ?? ""),
        ]
      } else { .null }
    return [
      "intact": .boolean(finding.code == nil), "rows": report.map { .integer($0.rows) } ?? .null,
      "head": report.map { .string($0.head.text) } ?? .null,
      "anchored": report?.anchored.map { .integer($0) } ?? .null, "fault": fault,
    ]
  }

  private func text(_ finding: Finding, colored: Bool) -> String {
    if let detail = finding.detail {
      let title = TextStyle.loss.applied(to: "not intact", colored: colored)
      return "\(title): \(TextCell(detail).text)\n"
    }
    guard let report = finding.report else { return "" }
    return "intact: \(report.rows) rows, head \(report.head.text)\n"
  }
}
