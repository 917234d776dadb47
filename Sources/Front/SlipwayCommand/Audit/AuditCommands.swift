import ArgumentParser
import Operations
import Reports
import TradingCore

/// `slipway audit`: is the journal what was written, and what does it say?
struct AuditCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Check the journal of a home, or write it out.",
    subcommands: [AuditVerify.self, AuditExport.self, WitnessCommands.self])
}

/// `slipway audit verify`
struct AuditVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check every row of the journal and what follows from it.",
    discussion: """
      Ends with 3 when a row was altered, removed or put in, or when the end was cut off, when a signature or a rule of the \
      gate does not hold, when the chain does not bear out what was granted, or when a recording or a message is not the \
      one that the chain knows; names each with its row. A home that was replaced by an older copy of itself as a whole \
      can't be told from that copy: 'slipway audit witness' can.

      Examples:
        slipway audit verify
        slipway audit verify --json --quiet
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let finding = try shared.operations.audit.verify(shared.progress("Verifying", unit: "rows"))
    finding.notes.forEach(shared.note)
    try shared.print(finding) { text(finding, colored: $0) }
    if !finding.isIntact { throw CommandError.answerIsNo }
  }

  private func text(_ finding: AuditFinding, colored: Bool) -> String {
    guard finding.isIntact else {
      let title = TextStyle.loss.applied(to: "not intact", colored: colored)
      return finding.faults.map { fault in
        let row = fault.row.map { "row \($0), " } ?? ""
        return "\(title): \(TextCell(fault.detail).text) (\(row)\(fault.code))\n"
      }.joined()
    }
    guard let rows = finding.rows, let head = finding.head else { return "" }
    return "intact: \(Counted.text(rows, "row"))\nhead \(head)\n"
  }
}
