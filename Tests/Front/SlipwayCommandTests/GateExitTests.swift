import ModeManager
import Promotion
import Testing
import TradingCore

@testable import SlipwayCommand

@Suite("Exit codes at the gate")
struct GateExitTests {
  private static let time = Timestamp(nanoseconds: 1)

  @Test(
    "what the rules refuse is not permitted",
    arguments: [
      .ledgerFaulty(seq: 1, reason: ""), .malformed(""), .outOfOrder(after: 1), .wrongSubject("x"),
      .foreignHome,
      .clockBack(latest: time), .staleStatement(at: time), .replayed, .signatureMissing,
      .unknownOperator("x"),
      .retiredOperator("x"), .keyMismatch("x"), .badSignature, .passphraseLocked(until: time),
      .firstMustBeAdmin,
      .wrongRole(.quant, needed: [.admin]), .keyTaken, .noAdmin, .criteriaChanged(adopted: ""),
      .liveNeedsSignature, .retiredBot("x"), .requesterMismatch, .requestOpen("R1"), .requestIDTaken("R1"),
      .skipping, .wrongMode(is: .paper), .stepSkipped(next: 1), .stepTooSoon(until: time),
      .capitalOverStep(limit: ""), .expiryOutOfBounds, .evidenceMissing, .evidenceTooOld(since: 1),
      .requestNotPending("R1", state: .rejected), .requestExpired("R1"), .documentChanged("R1"),
      .requesterApproves, .alreadySigned("x"), .samePerson("x"), .identityChanged, .evidenceChanged,
      .mustReduce,
      .notGranted("x"), .grantExpired(at: time), .accountChanged, .capitalOverGrant(limit: ""),
      .unpinned("x"),
      .proposalLimit(""), .proposalDecided("P1"), .grantsSuspended(since: 1), .criteriaBelowFloor(""),
      .historyFaulty(""), .datasetOverlaps("D1"),
      .datasetGenerated, .datasetHoles(covered: 0.5, least: 0.8), .historyChanged, .notReplayed(""),
      .tooManyRequests(until: time), .demoTooShort(until: time), .actNotPending("A1"), .profileKnown("B1"),
      .profilePaysTrader(""), .historyBehindWitness("W1", kept: 2, present: 1),
      .historyNotWitnessed("W1", seq: 1), .witnessFaulty("W1", reason: ""), .notChecked("replay"),
    ] as [PromotionRefusal])
  func notPermitted(_ refusal: PromotionRefusal) {
    #expect(ExitStatus.code(for: GateError.refused(refusal, act: "test")) == 77)
  }

  @Test("a bot that falls short is told no, and a slip of the hand is one of usage")
  func others() {
    #expect(ExitStatus.code(for: GateError.refused(.notEligible, act: "test")) == 3)
    let slips: [PromotionRefusal] = [
      .unknownRequest("R9"), .unknownAct("A9"), .unknownDataset("D9"), .unknownProfile("B9"),
      .unknownWitness("W9"), .witnessKnown("W1"), .proposalUnknown("P9"), .badName("?"),
      .nameTaken("x"),
      .capitalInvalid,
      .accountMissing,
    ]
    for slip in slips { #expect(ExitStatus.code(for: GateError.refused(slip, act: "test")) == 64) }
  }

  @Test("a witness that can't be asked is a service that is not there")
  func unreachable() {
    #expect(ExitStatus.code(for: GateError.refused(.witnessUnreachable("W1", reason: ""), act: "test")) == 69)
  }

  @Test("criteria and keys that are not what they were are not permitted")
  func criteriaAndKeys() {
    let errors: [GateError] = [
      .criteriaNotAdopted(path: "p"), .criteriaMissing(path: "p"),
      .key(.content(.wrongPassphrase(path: "k"))), .key(.content(.damaged(path: "k", reason: ""))),
      .key(.content(.notPrivate(path: "k"))),
    ]
    for error in errors { #expect(ExitStatus.code(for: error) == 77) }
  }
}
