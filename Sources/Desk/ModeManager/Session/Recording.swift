import FileSystem
import JSONText
import Journal
import Logging
import SessionRecording
import TradingCore

/// The recording of a session on a feed, and what the chain says of it.
struct Recording {
  /// The session.
  let session: Int64
  let journal: Journal
  let folder: String

  init(_ session: Int64, _ journal: Journal, home: String) {
    (self.session, self.journal) = (session, journal)
    folder = Desk.folder(ofSession: session, home: home)
  }

  /// A row about a segment.
  private struct Row {
    let seq: Int64
    let digest: SegmentDigest
  }

  /// The rows that say what segments consist of.
  private func rows() throws -> [Row] {
    let events = try journal.read {
      try $0.events(of: "\(session)", kinds: [.recordingKept], limit: .max)
    }
    return events.compactMap { event in
      guard let json = event.json, case .integer(let segment)? = json["segment"],
        case .integer(let quotes)? = json["quotes"], case .integer(let controls)? = json["controls"],
        case .string(let text)? = json["digest"]
      else { return nil }
      return Row(
        seq: event.seq,
        digest: SegmentDigest(
          segment: Int(clamping: segment), quotes: Int(clamping: quotes), controls: Int(clamping: controls),
          text: text))
    }
  }

  /// What the chain is to know of a segment.
  func event(_ digest: SegmentDigest, at time: Timestamp) -> NewEvent {
    NewEvent(
      .recordingKept, subject: "\(session)",
      payload: [
        "segment": .count(digest.segment), "quotes": .count(digest.quotes),
        "controls": .count(digest.controls), "digest": .string(digest.text),
      ], at: time)
  }

  /// What the chain is to know of segments that it does not know yet, and why some can't be told.
  ///
  /// - Throws: `JournalError`; `SessionLogError` when a segment before the last is gone.
  func unsealed(at time: Timestamp) throws -> (events: [NewEvent], problems: [SessionLogError]) {
    let known = Set(try rows().map(\.digest.segment))
    var found: (events: [NewEvent], problems: [SessionLogError]) = ([], [])
    for number in 1..<(try SessionLogReader.segmentCount(folder: folder) + 1) where !known.contains(number) {
      do throws(SessionLogError) { found.events.append(event(try digest(number), at: time)) } catch {
        found.problems.append(error)
      }
    }
    return found
  }

  /// Has the chain know of a segment that is complete, on another thread than the desk's.
  func keep(_ number: Int, at time: Timestamp) throws {
    let event = event(try digest(number), at: time)
    try journal.write { try $0.append(event) }
  }

  private func digest(
    _ number: Int, _ cancellation: Cancellation = .never
  ) throws(SessionLogError) -> SegmentDigest {
    do throws(SessionLogError) {
      return try SessionLogReader.digest(ofSegment: number, folder: folder, cancellation: cancellation)
    } catch {
      // It may have been sealed in between, which takes the raw one away.
      guard case .file(.missing) = error else { throw error }
      return try SessionLogReader.digest(ofSegment: number, folder: folder, cancellation: cancellation)
    }
  }

  /// What is not as the chain says; an earlier program has told the chain nothing.
  ///
  /// - Returns: the faults, and how many segments there are that the chain knows and does not know.
  /// - Throws: `JournalError`; `FileError.interrupted`.
  func audit(
    _ record: SessionRecord, _ cancellation: Cancellation
  ) throws -> (faults: [HomeFault], sealed: Int, unsealed: Int) {
    let rows = try rows()
    // What was said first of a segment: whoever can add rows can't say it anew.
    let known = Dictionary(rows.map { ($0.digest.segment, $0) }) { first, _ in first }
    var faults: [HomeFault] = []
    for row in rows {
      guard let first = known[row.digest.segment], first.digest != row.digest else { continue }
      faults.append(
        fault("altered_recording", first.digest.segment, "is said to be another one", at: row.seq))
    }
    for (segment, row) in known.sorted(by: { $0.key < $1.key }) {
      do throws(SessionLogError) {
        guard try digest(segment, cancellation) != row.digest else { continue }
        faults.append(fault("altered_recording", segment, "is not the one of row \(row.seq)", at: row.seq))
      } catch {
        switch error {
        case .file(.interrupted(let signal)): throw FileError.interrupted(signal: signal)
        case .file(.missing), .segmentMissing, .notASession:
          faults.append(fault("missing_recording", segment, "is gone (\(folder))", at: row.seq))
        default: faults.append(fault("altered_recording", segment, "can't be read: \(error)", at: row.seq))
        }
      }
    }
    var count = 0
    do throws(SessionLogError) { count = try SessionLogReader.segmentCount(folder: folder) } catch {
      if faults.isEmpty { faults.append(missing("\(error)")) }
    }
    if count == 0, record.quotes > 0, faults.isEmpty { faults.append(missing("is gone (\(folder))")) }
    return (faults, known.count, max(0, count - known.count))
  }

  private func fault(_ code: String, _ segment: Int, _ what: String, at row: Int64) -> HomeFault {
    HomeFault(
      code: code, row: row, detail: "segment \(segment) of the recording of session \(session) \(what)")
  }

  private func missing(_ what: String) -> HomeFault {
    HomeFault(
      code: "missing_recording", row: nil, detail: "the recording of session \(session) \(what)")
  }
}

extension Desk {
  /// What the chain is to know of what was recorded of a session on a feed that is over.
  func unsealed(in session: Int64) -> [NewEvent] {
    func warn(_ reason: some Error) {
      log.warning(
        "what was recorded is not in the chain", metadata: ["session": "\(session)", "reason": "\(reason)"])
    }
    do {
      let found = try Recording(session, journal, home: home).unsealed(at: clock.now())
      found.problems.forEach { warn($0) }
      return found.events
    } catch {
      warn(error)
      return []
    }
  }
}
