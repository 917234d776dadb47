package import FileSystem
package import Journal

/// A look at everything in a home that the chain can speak for: the chain itself and what follows from it, what was done at
/// the gate, what was recorded of feeds, and what was to be said to operators.
package struct HomeAudit {
  /// What it found.
  package struct Report: Sendable {
    /// Of the chain and its tables.
    package let chain: AuditReport
    /// All that is wrong: with the chain first, then by subject.
    package fileprivate(set) var faults: [HomeFault] = []
    /// Segments of recordings that are as the chain says, or should be.
    package fileprivate(set) var recordings = 0
    /// Segments that an earlier program has told the chain nothing of.
    package fileprivate(set) var unsealedRecordings = 0
    /// Messages that are as the chain says, or should be.
    package fileprivate(set) var messages = 0
    /// Messages that an earlier program has told the chain nothing of.
    package fileprivate(set) var unsealedMessages = 0
  }

  private let home: String
  private let journal: Journal
  private let cancellation: Cancellation

  /// An audit of a home by its journal.
  package init(home: String, journal: Journal, cancellation: Cancellation = .never) {
    (self.home, self.journal, self.cancellation) = (home, journal, cancellation)
  }

  /// Looks at all of it.
  ///
  /// `progress` gets the number of rows of the chain that were read.
  /// - Throws: `JournalError` for what keeps it from reading; `FileError.interrupted`.
  package func run(progress: (Int64) -> Void = { _ in }) throws -> Report {
    let chain = try journal.verify(cancellation: cancellation, progress: progress)
    var report = Report(chain: chain)
    report.faults += chain.fault.map { [HomeFault(code: $0.code, row: $0.seq, detail: "\($0)")] } ?? []
    // Rows that can't be read are said to be by the chain's own fault.
    report.faults += try readable(&report) { try journal.read { try GateAudit.faults($0) } } ?? []
    for session in try readable(&report, { try journal.read { try $0.sessions() } }) ?? []
    where session.kind == .feed && session.status != .open {
      let recording = Recording(session.id, journal, home: home)
      guard let found = try readable(&report, { try recording.audit(session, cancellation) }) else {
        continue
      }
      report.faults += found.faults
      report.recordings += found.sealed
      report.unsealedRecordings += found.unsealed
    }
    if let outbox = try readable(&report, { try journal.read { try $0.auditOutbox() } }) {
      report.faults += outbox.faults.map { HomeFault(code: $0.code, row: $0.seq, detail: $0.description) }
      report.messages = outbox.sealed
      report.unsealedMessages = outbox.unsealed
    }
    return report
  }

  /// What can be read of a part; where a row can't, that is a fault, and the others are looked at all the same.
  private func readable<T>(_ report: inout Report, _ body: () throws -> T) throws -> T? {
    do { return try body() } catch let error as JournalError {
      switch error {
      case .unreadableRow, .corrupt, .database:
        // Of the chain's own rows its fault says so.
        if report.chain.fault == nil {
          let fault = HomeFault(code: "unreadable_row", row: nil, detail: "\(error)")
          if !report.faults.contains(fault) { report.faults.append(fault) }
        }
        return nil
      default: throw error
      }
    }
  }
}
