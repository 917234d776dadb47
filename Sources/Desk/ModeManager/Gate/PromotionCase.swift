package import BotAssembly
import JSONText
package import Journal
package import Promotion
import TradingCore

/// Everything that speaks for or against a bot's promotion, as of now.
package struct PromotionCase: Sendable {
  /// The bot.
  package let record: BotRecord
  /// The same as it is put together now; a strategy that is a program is started once for all that is asked of it.
  package let bot: ResolvedBot
  /// The step it stands before.
  package let step: GateStep
  /// The mode it is in by the ledger.
  package let standing: BotStanding
  /// The identity digest of the bot as it is put together now.
  package let identity: String
  /// What was gathered on paper under this identity, since the last demotion.
  package internal(set) var paper: EvidenceContents?
  /// The same on demo.
  package internal(set) var demo: EvidenceContents?
  /// What it does in LIVE, where it is there: a step up or a renewal rests on it, too.
  package internal(set) var live: EvidenceContents?
  /// The figures that the gate looks at.
  package internal(set) var figures: GateEvidence
  /// What else it looks at.
  package internal(set) var context: GateContext
  /// The checklist.
  package internal(set) var result: GateResult
  /// The evidence as a request names it.
  package internal(set) var references: [EvidenceReference]
  /// What is asked for.
  package let criteria: GateCriteria
  /// The gate's state.
  package let ledger: PromotionLedger
  /// What a reader should know besides.
  package internal(set) var notes: [String] = []

  /// One digest of all evidence, in hexadecimal.
  package var evidenceDigest: String { CanonicalJSON.digest(.array(references.map(\.json))) }

  /// What holds now, for the ledger's checks of a request for `evidence`.
  package func facts(evidence digests: [String]) -> PromotionFacts {
    PromotionFacts(
      identity: identity, evidence: digests, isEligible: result.isEligible,
      isRetired: record.status == .retired)
  }
}
