import Journal
import ModeManager
import TradingCore

/// Runs of a home's bots, and what was recorded of them.
package struct SessionOperations {
  let home: Home

  /// The sessions that were recorded, the newest last.
  ///
  /// - Throws: `JournalError`.
  package func list() throws -> SessionListing {
    try home.journal.require()
    return SessionListing(sessions: try home.journal.read(SessionListing.rows) ?? [])
  }

  /// What the home's run shows of itself, at most a second old while it goes on; `nil` when there is nothing to see.
  ///
  /// Reading it takes no lock and asks nothing of the run.
  /// - Throws: `FileError`, `JSONFault`, `SnapshotFault`, `LaterVersion`.
  package func desk() throws -> ShownDesk? {
    try SnapshotFile(home: home.folder).read().map { ShownDesk($0, now: home.now()) }
  }

  /// Runs a recorded session again and compares it with the journal.
  ///
  /// `files`: where the session's tick files are now, when not where they were; `execTimeout`: the longest wait for
  /// a program's answer, in seconds.
  /// - Throws: `DeskError`, `JournalError`, or `OperationError.usage`.
  package func replay(
    _ session: Int64, files: [String] = [], execTimeout: String? = nil, _ progress: @escaping Progress
  ) throws -> ReplayedSession {
    let journal = try Journal(home: home.folder, mode: .readOnly)
    let execTimeout = try ProgramLimits.milliseconds(execTimeout)
    let home = home
    var replay = try SessionReplay(
      session, journal: journal, home: home.folder, cancellation: home.cancellation
    ) {
      try home.strategy($0, place: "session", execTimeout: execTimeout)
    }
    guard files.isEmpty || replay.session.kind == .files else {
      throw OperationError.usage(
        what: "session \(session) was live, its quotes are in the home", place: "--files",
        advice: "leave it out")
    }
    replay.files = files.isEmpty ? nil : files
    let outcomes = try replay.run { progress($0, $1) }
    return ReplayedSession(replay.session, outcomes)
  }
}
