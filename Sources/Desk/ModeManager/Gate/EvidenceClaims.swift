import Crypto
import JSONText
import Journal
import Promotion
import TradingCore

extension GateJournal {
  /// A digest of what the chain says a bot did between two rows: over the hashes of those rows, each of which has the
  /// hash of its content.
  ///
  /// - Throws: `JournalError`, also for a row that was altered.
  static func digest(
    of bot: String, from first: Int64, to last: Int64, _ reading: JournalReading
  ) throws(JournalError) -> String {
    var hasher = SHA256()
    hasher.update(data: Array("slipway.evidence.v1\0\(bot)\0".utf8))
    var place = first - 1
    while place < last {
      let events = try reading.events(of: bot, kinds: [.evidenceStarted, .botEvents], after: place)
      guard let end = events.last else { break }
      for event in events where event.seq <= last { hasher.update(data: event.hash) }
      place = end.seq
    }
    return Hexadecimal.text(hasher.finalize())
  }

  /// Why the chain does not bear out what a request says of its evidence, or `nil`.
  ///
  /// Signatures alone say what people believed. Each part has to begin where the chain says that this bot began to gather
  /// evidence of that identity in that mode, to have as many fills as its trades take, and the digest of those rows.
  /// - Throws: `JournalError`.
  static func fault(
    inClaimsOf request: PromotionRequest, _ reading: JournalReading
  ) throws(JournalError) -> PromotionRefusal? {
    guard request.evidence.contains(where: { $0.trades > 0 }) else { return .evidenceMissing }
    for part in request.evidence {
      guard let start = try reading.events(after: part.firstSeq - 1, limit: 1).first,
        start.seq == part.firstSeq, start.kind == .evidenceStarted, start.subject == request.bot,
        start.json?["identity"] == .string(request.identity),
        case .integer(let id)? = start.json?["evidence"],
        let row = try reading.evidence(id), row.bot == request.bot, row.mode == part.mode,
        Hexadecimal.text(row.identity) == request.identity,
        row.firstSeq == part.firstSeq, row.fillCount >= part.trades, part.lastSeq <= row.seq,
        try digest(of: request.bot, from: part.firstSeq, to: part.lastSeq, reading) == part.digest
      else { return .evidenceChanged }
    }
    return nil
  }
}
