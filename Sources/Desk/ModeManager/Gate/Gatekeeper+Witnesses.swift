import Journal
package import Promotion
import TradingCore

extension Gatekeeper {
  /// Those who keep the heads of the home's chain.
  package var witnesses: Witnesses {
    // A witness wants the time, not a look at the clock.
    let time = now()
    return Witnesses(journal) { time }
  }

  /// Refuses an act in a home whose chain is not the one that its witnesses know, or of which they can't be asked.
  ///
  /// What takes rights away is never refused for it.
  /// - Throws: `GateError.refused`, which is journaled.
  func askWitnesses(about act: OperatorAct, subject: String) throws {
    guard try witnesses.exist() else { return }
    let ledger = try ledger()
    guard ledger.fault == nil, ledger.asksWitnesses(act) else { return }
    let (removed, givenUp) = (ledger.witnessRemoved(by: act), ledger.givenUp(by: act))
    for record in ledger.activeWitnesses where record.id != removed {
      // An act that may yet be refused moves no witness from another place.
      let (found, refusal) = try witnesses.check(record, ledger)
      guard let refusal else { continue }
      let isPassedOver =
        refusal.isOfHistory
        // After a restore that is what the act is about.
        ? found.kept.map { givenUp.contains($0.lost) } == true || (ledger.restoredBy != nil && removed != nil)
        // Broken ones must not keep each other from being removed.
        : removed != nil
      guard isPassedOver else { try refuse(refusal, act: act.kind.rawValue, subject: subject) }
      remark("passed over: \(refusal)")
    }
  }

  /// What the witnesses know and this chain, which was restored, does not have.
  ///
  /// - Throws: `JournalError`.
  package func lostHeads() throws -> [LostHead] {
    let ledger = try ledger()
    guard ledger.restoredBy != nil else { return [] }
    let found = try witnesses.findings(ledger).filter { $0.refusal?.isOfHistory == true }
    return Set(found.compactMap { $0.kept?.lost }).sorted { ($0.seq, $0.hash) < ($1.seq, $1.hash) }
  }

  /// Tells the witnesses of what was just done, which is done whatever they say.
  func tellWitnesses(_ ledger: PromotionLedger) {
    guard !ledger.activeWitnesses.isEmpty else { return }
    do {
      for refusal in try witnesses.tell(ledger, isSigned: true) {
        remark("a witness was not told of this: \(refusal)")
      }
    } catch { remark("the witnesses were not told of this: \(error)") }
  }

  /// Has somebody outside of the home keep the heads of its chain, once a second admin agrees where there is one.
  ///
  /// - Returns: what waits for a second admin, `nil` when it is done.
  /// - Throws: `GateError.refused` also for a witness that can't be asked, or knows what the home does not; `JournalError`.
  package func addWitness(_ witness: Witness, by admin: Signer) throws -> PendingAct? {
    let found = try witnesses.finding(of: WitnessRecord(unsigned: witness), try ledger())
    if let refusal = found.refusal {
      try refuse(refusal, act: "witness_added", subject: LedgerEvent.gateSubject)
    }
    return try administer(.addWitness(witness), by: admin)
  }

  /// Ends that, whatever the witness itself says.
  ///
  /// - Returns: what waits for a second admin, `nil` when it is done.
  /// - Throws: `GateError.refused`, `JournalError`.
  package func removeWitness(_ id: String, by admin: Signer) throws -> PendingAct? {
    try administer(.removeWitness(id: id), by: admin)
  }
}
