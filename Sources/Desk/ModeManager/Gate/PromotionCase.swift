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

  /// The ladder's step that is next: for LIVE from 1, for DEMO 0.
  var nextStep: Int { step == .live ? min(standing.step + 1, ledger.ladder.steps.count) : 0 }

  /// The most that may be asked for. On DEMO no more is at stake than LIVE could ever have.
  var mostCapital: Money {
    (step == .live ? ledger.ladder.cap(step: nextStep) : ledger.ladder.steps.last) ?? .zero
  }

  /// What is asked for: a decimal in the ladder's currency, or the most.
  ///
  /// - Throws: `capitalInvalid` for what is no amount.
  func capital(asked text: String?) throws(PromotionRefusal) -> GateCapital {
    let currency = ledger.ladder.currency
    guard let text else { return GateCapital(mostCapital, currency) }
    guard let amount = PromotionRequest.amount(text, in: currency) else { throw .capitalInvalid }
    return GateCapital(amount, currency)
  }

  /// Looks at the checklist again for what is asked for.
  ///
  /// - Throws: `capitalInvalid`.
  mutating func weigh(capital text: String?) throws(PromotionRefusal) {
    let capital = try capital(asked: text)
    guard context.capital != capital else { return }
    context.capital = capital
    evaluate()
  }

  /// Looks at the checklist. What may be changed at any time does not get to LIVE, whatever the criteria count.
  mutating func evaluate() {
    result = Gate(criteria).evaluate(figures, context: context)
    if step == .live, !bot.entry.isPinned { result.refuse() }
  }

  /// What holds now, for the ledger's checks of a request for `evidence`.
  package func facts(evidence digests: [String]) -> PromotionFacts {
    PromotionFacts(
      identity: identity, evidence: digests, isEligible: result.isEligible,
      isRetired: record.status == .retired)
  }
}
