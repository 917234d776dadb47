package import Journal
package import Promotion
package import TradingCore

/// A bot with all evidence it has gathered and its standing at the gate: the one place that says which evidence is
/// current, for lists, reports and the gate alike.
package struct BotHistory: Sendable {
  /// The bot.
  package let record: BotRecord
  /// Its evidence, the oldest first.
  package let evidence: [EvidenceRecord]
  /// Its standing by the ledger.
  package let standing: BotStanding

  /// A history of rows that were read before; `evidence`: the oldest first.
  package init(of record: BotRecord, evidence: [EvidenceRecord], standing: BotStanding) {
    (self.record, self.evidence, self.standing) = (record, evidence, standing)
  }

  /// What one view of the journal says of a bot.
  ///
  /// - Throws: `JournalError`.
  package init(of record: BotRecord, _ reading: JournalReading) throws {
    self.init(
      of: record, evidence: try reading.evidence(of: record.id),
      standing: try GateJournal.read(reading).standing(of: record.id))
  }

  /// The evidence that counts in a mode, `nil` while there is none: of that mode and identity, and not taken back.
  ///
  /// `identity`: 32 bytes; `nil` where that can't be told, so that any will do.
  package func current(in mode: TradingMode, identity: [UInt8]?) -> EvidenceRecord? {
    evidence.last {
      $0.mode == mode && (identity == nil || $0.identity == identity) && standing.counts($0)
    }
  }

  /// The evidence of what the bot is now; `identity` as above.
  package func present(identity: [UInt8]?) -> PresentEvidence {
    PresentEvidence(of: self, identity: identity)
  }
}

extension BotStanding {
  /// Whether evidence was not taken back: it began after the last reduction of its mode, of the bot's own or of another
  /// one of the identity.
  func counts(_ evidence: EvidenceRecord) -> Bool {
    evidence.firstSeq > evidenceSince(evidence.mode, identity: Hexadecimal.text(evidence.identity))
  }
}
