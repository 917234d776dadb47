import JSONText
package import Journal
import Promotion
import Statistics
package import TradingCore

/// Prices that a bot saw: a tick file, or a feed, in one session.
package struct EvidenceOrigin: Sendable, Hashable {
  /// The mode it was seen in.
  package let mode: TradingMode
  /// The session's number.
  package let session: Int64
  /// Files or a feed.
  package let kind: SessionKind
  /// The path of the file, or the feed's name.
  package let name: String
  /// The digest of the file's ticks in hexadecimal; `nil` for a feed, whose recording the home keeps.
  package let digest: String?
  /// The first tick that the bot took from the session; of a session that goes on from another, where that ended.
  package let first: Timestamp?
  /// The last tick that the bot took from the session.
  package let last: Timestamp?
  /// Trading days with ticks in the session.
  package let days: Int
  /// From when to when the session went on, by the clock.
  package let span: ClosedRange<Timestamp>
  /// The limits of a feed, in nanoseconds, where the session says them: how late a tick may be, how long it may be silent.
  package let limits: FeedLimits?

  /// How late a feed's ticks may be, and how long it may be silent, before entries stop.
  package struct FeedLimits: Sendable, Hashable {
    /// In nanoseconds.
    package let late: Int64
    /// In nanoseconds.
    package let stale: Int64
  }
}

extension EvidenceOrigin {
  /// The file without its folders, or the feed.
  var fileName: String { name.split(separator: "/").last.map(String.init) ?? name }

  /// Where an evidence comes from, in order of time. Sessions that brought the bot nothing new are left out.
  ///
  /// - Throws: `JournalError`.
  static func origins(
    of contents: EvidenceContents, _ reading: JournalReading
  ) throws(JournalError) -> [EvidenceOrigin] {
    try origins(
      of: contents.record, symbols: contents.recipe.symbols + contents.recipe.conversionSymbols,
      firstTick: contents.evidence.firstTick, days: contents.evidence.days.map(\.date), reading)
  }

  /// The same by an evidence's row; `days`: trading days on which it saw ticks.
  ///
  /// - Throws: `JournalError`.
  static func origins(
    of record: EvidenceRecord, symbols: [Symbol], firstTick: Timestamp?, days: [CivilDate] = [],
    _ reading: JournalReading
  ) throws(JournalError) -> [EvidenceOrigin] {
    let parts = try reading.sessions(ofEvidence: record.id)
    let starts = parts.map { lastTick($0.startCursor) }
    let ends = starts.dropFirst() + [lastTick(record.cursor)]
    var found: [EvidenceOrigin] = []
    for (part, (start, end)) in zip(parts, zip(starts, ends)) where end != nil && end != start {
      let first = start ?? firstTick
      let range = first.flatMap { first in
        end.map { NewYorkCalendar.tradingDay(at: first)...NewYorkCalendar.tradingDay(at: max(first, $0)) }
      }
      let seen = Set(days).count { range?.contains($0) == true }
      for file in files(of: part.session, symbols: symbols) {
        found.append(
          EvidenceOrigin(
            mode: record.mode, session: part.session.id, kind: part.session.kind, name: file.name,
            digest: file.digest, first: first, last: end, days: seen,
            span: part.session
              .startedAt...max(part.session.startedAt, part.session.endedAt ?? record.updatedAt),
            limits: limits(of: part.session)))
      }
    }
    return found
  }

  private static func limits(of session: SessionRecord) -> FeedLimits? {
    guard case .integer(let late)? = session.source["late_after_ns"],
      case .integer(let stale)? = session.source["stale_after_ns"]
    else { return nil }
    return FeedLimits(late: late, stale: stale)
  }

  /// The last tick of any symbol that a cursor knows of.
  static func lastTick(_ cursor: JSONValue) -> Timestamp? {
    guard case .object(let members) = cursor else { return nil }
    return members.compactMap { member in
      guard case .integer(let time)? = member.value["time_ns"] else { return nil }
      return Timestamp(nanoseconds: time)
    }.max()
  }

  /// The files, or the feed. Files of symbols that the bot does not need are left out where the session tells.
  private static func files(
    of session: SessionRecord, symbols: [Symbol]
  ) -> [(name: String, digest: String?)] {
    if case .string(let feed)? = session.source["feed"] { return [(feed, nil)] }
    guard case .array(let files)? = session.source["files"] else { return [] }
    return files.compactMap { file in
      guard case .string(let path)? = file["path"] else { return nil }
      if case .string(let symbol)? = file["symbol"], !symbols.contains(where: { $0.name == symbol }) {
        return nil
      }
      guard case .string(let digest)? = file["content_digest"] else { return (path, nil) }
      return (path, digest)
    }
  }
}
