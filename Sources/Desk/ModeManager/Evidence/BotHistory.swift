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

  /// The evidence that the bot adds to in a mode, `nil` while there is none: of that mode and identity, and not taken back
  /// from the bot.
  ///
  /// `identity`: 32 bytes; `nil` where that can't be told, so that any will do.
  package func current(in mode: TradingMode, identity: [UInt8]?) -> EvidenceRecord? {
    evidence.last {
      $0.mode == mode && (identity == nil || $0.identity == identity) && standing.holds($0)
    }
  }

  /// The evidence of what the bot is now; `identity` as above.
  package func present(identity: [UInt8]?) -> PresentEvidence {
    PresentEvidence(of: self, identity: identity)
  }
}

extension BotStanding {
  /// Whether evidence was not taken back from the bot: it began after the bot's last reduction of its mode.
  func holds(_ evidence: EvidenceRecord) -> Bool { evidence.firstSeq > evidenceSince(evidence.mode) }

  /// What another bot of the identity has lost since evidence began, so that it shows nothing any more.
  func reductionElsewhere(since evidence: EvidenceRecord) -> Reduction? {
    reductionElsewhere(evidence.mode, identity: Hexadecimal.text(evidence.identity)).flatMap {
      $0.seq > evidence.firstSeq ? $0 : nil
    }
  }
}
