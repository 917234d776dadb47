import FileSystem
import JSONText
import Journal
import Promotion
import TickStore
import TradingCore

/// The ticks that evidence was gathered on, read as a whole: what a file says of its own digest is nobody's word, and what
/// was recorded of a feed has to be what the chain knows.
final class EvidenceTicks {
  private let journal: Journal
  private let home: String
  private let cancellation: Cancellation
  /// Sessions that were looked at, with what was wrong: bots share them.
  private var looked: [Int64: String?] = [:]
  /// Files, with the digests that were found in them.
  private var found: [String: String] = [:]

  init(_ journal: Journal, home: String, cancellation: Cancellation) {
    (self.journal, self.home, self.cancellation) = (journal, home, cancellation)
  }

  /// What is wrong with the ticks of a session, or `nil`.
  ///
  /// - Throws: `JournalError`; `FileError.interrupted`.
  func problem(in session: Int64) throws -> String? {
    if let known = looked[session] { return known }
    let problem = try look(at: session)
    looked[session] = .some(problem)
    return problem
  }

  /// What is wrong with the ticks that a request rests on, or `nil`; those of sessions after it are no part of it.
  ///
  /// - Throws: as above.
  func problem(of record: RequestRecord) throws -> String? {
    let request = record.request
    let rows = request.evidence.map(\.firstSeq)
    for row in try journal.read({ try $0.evidence(of: request.bot) }) where rows.contains(row.firstSeq) {
      let parts = try journal.read { try $0.sessions(ofEvidence: row.id) }
      for part in parts {
        // By the chain's order, as clocks may be turned; bots that join later have rows of their own.
        let begin = try journal.read {
          try $0.events(of: "\(part.session.id)", kinds: [.sessionStarted], limit: 1).first?.seq
        }
        guard begin.map({ $0 < record.seq }) ?? true else { continue }
        if let problem = try problem(in: part.session.id) { return "session \(part.session.id): \(problem)" }
      }
    }
    return nil
  }

  private func look(at session: Int64) throws -> String? {
    guard let record = try journal.read({ try $0.session(session) }) else { return nil }
    if record.kind == .feed {
      return try Recording(session, journal, home: home).audit(record, cancellation).faults.first?.detail
    }
    guard case .array(let files)? = record.source["files"] else { return nil }
    for file in files {
      guard case .string(let path)? = file["path"], case .string(let digest)? = file["content_digest"],
        found[path] != digest
      else { continue }
      do throws(TickStoreError) {
        switch try TickFileReader.verify(path: path, cancellation: cancellation) {
        case .faulty(let fault): return "\(path) is not sound: \(fault)"
        case .sound(let info):
          guard info.contentDigest == digest else { return "\(path) has other ticks" }
          found[path] = digest
        }
      } catch {
        try cancellation.check()
        return "\(error)"
      }
    }
    return nil
  }
}
