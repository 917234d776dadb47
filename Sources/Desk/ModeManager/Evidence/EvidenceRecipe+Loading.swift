package import Journal
import JSONText
import StateCoding
import TradingCore

extension EvidenceRecipe {
  /// What an evidence was made with, from the event that began it.
  ///
  /// - Throws: `recipe` when the event is not there or can't be read, `journal`.
  package static func load(of evidence: EvidenceRecord, _ journal: Journal) throws(DeskError)
    -> EvidenceRecipe
  {
    let events = try DeskError.journaling {
      try journal.read { try $0.events(after: evidence.firstSeq - 1, limit: 1) }
    }
    return try recipe(of: evidence, in: events.first)
  }

  /// The same in one view of the journal.
  ///
  /// - Throws: `DeskError.recipe`, `JournalError`.
  package static func load(of evidence: EvidenceRecord, _ reading: JournalReading) throws -> EvidenceRecipe {
    try recipe(of: evidence, in: try reading.events(after: evidence.firstSeq - 1, limit: 1).first)
  }

  private static func recipe(
    of evidence: EvidenceRecord, in event: JournalEvent?
  ) throws(DeskError) -> EvidenceRecipe {
    guard let event, event.kind == .evidenceStarted,
      case .string(let text)? = event.json?["recipe"],
      let bytes = Hexadecimal.bytes(text)
    else {
      throw .recipe(
        bot: evidence.bot, problem: "the journal does not say what evidence \(evidence.id) was made with")
    }
    do throws(StateCodingError) {
      return try StateDecoder.decode(EvidenceRecipe.self, from: bytes)
    } catch {
      throw .recipe(
        bot: evidence.bot, problem: "what evidence \(evidence.id) was made with can't be read: \(error)")
    }
  }
}
