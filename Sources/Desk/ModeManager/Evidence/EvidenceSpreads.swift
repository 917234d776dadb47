import FileSystem
package import Journal
import JSONText
import TickStore
package import TradingCore
import SessionRecording

/// What the recorded spreads were that an evidence was made on, and what its broker profile made of them.
///
/// A session over files knows the medians of its files; one on a feed has them in its sealed recording. Files are
/// counted whole, also where a bot saw a part of them. Of what is no longer there nothing is said.
package enum EvidenceSpreads {
  /// The median of some ticks, in points of the instrument.
  private struct Part {
    let median: Int64
    let ticks: Int
  }

  /// The comparison of each traded symbol whose recorded spread the profile changes, over the sessions that brought
  /// the evidence ticks.
  ///
  /// - Throws: `DeskError.journal`.
  package static func comparisons(
    of contents: EvidenceContents, _ journal: Journal, home: String
  ) throws(DeskError) -> [SpreadComparison] {
    let recipe = contents.recipe
    guard changesSpreads(recipe) else { return [] }
    let sessions = try DeskError.journaling {
      try journal.read { reading in
        let ids = Set(try EvidenceOrigin.origins(of: contents, reading).map(\.session))
        return try reading.sessions(ofEvidence: contents.record.id).map(\.session).filter {
          ids.contains($0.id)
        }
      }
    }
    return comparisons(recipe, in: sessions, home: home)
  }

  /// The same over one session, for a bot of that recipe.
  static func comparisons(
    _ recipe: EvidenceRecipe, in sessions: [SessionRecord], home: String
  ) -> [SpreadComparison] {
    guard changesSpreads(recipe) else { return [] }
    return recipe.symbols.compactMap { recipe.profile.instrument($0) }.compactMap { instrument in
      let files = sessions.flatMap { parts(of: $0, instrument, home: home) }
      guard let recorded = median(of: files) else { return nil }
      do throws(ProfileFault) {
        return try SpreadComparison(instrument, recordedMedian: recorded, at: recipe.profile)
      } catch { return nil }
    }
  }

  private static func changesSpreads(_ recipe: EvidenceRecipe) -> Bool {
    recipe.symbols.compactMap { recipe.profile.instrument($0) }
      .contains { recipe.profile.terms(for: $0).spread != .recorded }
  }

  /// The median of the parts' medians, each as often as it has ticks; the lower one of two.
  private static func median(of parts: [Part]) -> Int64? {
    var left = parts.reduce(Int128(0)) { $0 + Int128($1.ticks) } / 2
    for part in parts.sorted(by: { $0.median < $1.median }) {
      if Int128(part.ticks) >= left, part.ticks > 0 { return part.median }
      left -= Int128(part.ticks)
    }
    return nil
  }

  private static func parts(
    of session: SessionRecord, _ instrument: Instrument, home: String
  ) -> [Part] {
    switch session.kind {
    case .files:
      guard case .array(let files)? = session.source["files"] else { return [] }
      return files.filter { $0["symbol"] == .string(instrument.symbol.name) }.compactMap {
        part($0, instrument)
      }
    case .feed:
      return recorded(Desk.folder(ofSession: session.id, home: home), instrument.symbol).compactMap {
        part(path: $0, digest: nil, instrument)
      }
    }
  }

  /// A file as the session's journal describes it: with its median, or, where an earlier program left that out, from
  /// the file, if it is still what it was.
  private static func part(_ file: JSONValue, _ instrument: Instrument) -> Part? {
    if case .string(let text)? = file["spread_median"], case .integer(let ticks)? = file["ticks"], ticks > 0 {
      guard let median = try? DecimalText.parse(text, digits: instrument.digits),
        median.magnitude < Price.magnitudeLimit.magnitude
      else { return nil }
      return Part(median: median, ticks: Int(clamping: ticks))
    }
    guard case .string(let path)? = file["path"], case .string(let digest)? = file["content_digest"] else {
      return nil
    }
    return part(path: path, digest: digest, instrument)
  }

  private static func part(path: String, digest: String?, _ instrument: Instrument) -> Part? {
    do throws(TickStoreError) {
      let file = try TickFileReader(path: path)
      guard digest == nil || file.contentDigest == digest,
        let median = file.spreadMedian(digits: instrument.digits)
      else { return nil }
      return Part(median: median, ticks: file.statistics.ticks)
    } catch { return nil }
  }

  /// The tick files of a symbol in the sealed parts of a recording; none of one that can't be read.
  private static func recorded(_ path: String, _ symbol: Symbol) -> [String] {
    do throws(SessionLogError) {
      return try SessionLogReader.sealedTickFiles(of: symbol, folder: path)
    } catch { return [] }
  }
}

extension Desk {
  /// What became of the recorded spreads of a session that is over, for each bot that took part, by its id.
  ///
  /// - Throws: `DeskError`.
  package func spreads(of session: SessionRecord) throws(DeskError) -> [String: [SpreadComparison]] {
    var found: [String: [SpreadComparison]] = [:]
    for bot in crew.bots {
      guard let record = evidence[bot.id] else { continue }
      let comparisons = EvidenceSpreads.comparisons(
        try EvidenceRecipe.load(of: record, journal), in: [session], home: home)
      found[bot.id] = comparisons.isEmpty ? nil : comparisons
    }
    return found
  }
}
