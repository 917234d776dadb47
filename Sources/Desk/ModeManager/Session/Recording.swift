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

  /// Segments that the chain knows, with the rows that say what they consist of.
  ///
  /// - Throws: `JournalError`.
  func known() throws -> [Int: (digest: SegmentDigest, row: Int64)] {
    var known: [Int: (digest: SegmentDigest, row: Int64)] = [:]
    let events = try journal.read {
      try $0.events(of: "\(session)", kinds: [.recordingKept], limit: .max)
    }
    for event in events {
      guard let json = event.json, case .integer(let segment)? = json["segment"],
        case .integer(let quotes)? = json["quotes"], case .integer(let controls)? = json["controls"],
        case .string(let text)? = json["digest"]
      else { continue }
      let digest = SegmentDigest(
        segment: Int(clamping: segment), quotes: Int(clamping: quotes), controls: Int(clamping: controls),
        text: text)
      known[digest.segment] = (digest, event.seq)
    }
    return known
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

  /// What the chain does not know yet.
  ///
  /// - Throws: `JournalError`, `SessionLogError`.
  func unknown() throws -> [SegmentDigest] {
    let (known, count) = (try known(), try SessionLogReader.segmentCount(folder: folder))
    guard count > 0 else { return [] }
    return try (1...count).filter { known[$0] == nil }.map { try digest($0) }
  }

  /// Has the chain know of a segment that is complete, on another thread than the desk's.
  func keep(_ number: Int, at time: Timestamp) throws {
    let event = event(try digest(number), at: time)
    try journal.write { try $0.append(event) }
  }

  private func digest(_ number: Int) throws(SessionLogError) -> SegmentDigest {
    do throws(SessionLogError) {
      return try SessionLogReader.digest(ofSegment: number, folder: folder)
    } catch {
      // It may have been sealed in between, which takes the raw one away.
      guard case .file(.missing) = error else { throw error }
      return try SessionLogReader.digest(ofSegment: number, folder: folder)
    }
  }

  /// What is not as the chain says, by row; an earlier program has told the chain nothing.
  ///
  /// - Returns: the faults, and how many segments there are that the chain knows and does not know.
  /// - Throws: `JournalError`; `FileError.interrupted`.
  func audit(_ cancellation: Cancellation) throws -> (faults: [HomeFault], sealed: Int, unsealed: Int) {
    let known = try known()
    var faults: [HomeFault] = []
    for (segment, (digest, row)) in known.sorted(by: { $0.key < $1.key }) {
      func fault(_ code: String, _ what: String) -> HomeFault {
        HomeFault(
          code: code, row: row, detail: "segment \(segment) of the recording of session \(session) \(what)")
      }
      do throws(SessionLogError) {
        let found = try SessionLogReader.digest(
          ofSegment: segment, folder: folder, cancellation: cancellation)
        if found != digest { faults.append(fault("altered_recording", "is not the one of row \(row)")) }
      } catch {
        switch error {
        case .file(.interrupted(let signal)): throw FileError.interrupted(signal: signal)
        case .file(.missing), .segmentMissing, .notASession:
          faults.append(fault("missing_recording", "is gone (\(folder))"))
        default: faults.append(fault("altered_recording", "can't be read: \(error)"))
        }
      }
    }
    let count = (try? SessionLogReader.segmentCount(folder: folder)) ?? 0
    return (faults, known.count, max(0, count - known.count))
  }
}

extension Desk {
  /// Has the chain know, with the next commit, what was recorded of a session on a feed that is over.
  func noteRecording(of session: Int64) {
    let recording = Recording(session, journal, home: home)
    do {
      for digest in try recording.unknown() { note(recording.event(digest, at: clock.now())) }
    } catch {
      log.warning(
        "what was recorded is not in the chain", metadata: ["session": "\(session)", "reason": "\(error)"])
    }
  }
}
