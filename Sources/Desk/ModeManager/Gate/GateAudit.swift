import JSONText
package import Journal
package import Promotion
import TradingCore

/// Something in a home that is not as it was written, or that the rules don't bear out.
package struct HomeFault: Sendable, Hashable {
  /// A stable text code.
  package let code: String
  /// The row of the chain that it is at, or that says how it was; `nil` where it is at none.
  package let row: Int64?
  /// What is wrong, in a sentence without its full stop.
  package let detail: String

  /// A fault of its parts.
  package init(code: String, row: Int64?, detail: String) {
    (self.code, self.row, self.detail) = (code, row, detail)
  }
}

/// A look at everything that was ever done at a home's gate: every signature and every rule is verified as the gate itself
/// does it, and the chain is asked whether it bears out what was granted.
package enum GateAudit {
  /// What is wrong, in order of rows.
  ///
  /// - Throws: `JournalError`.
  package static func faults(_ reading: JournalReading) throws -> [HomeFault] {
    let ledger = try GateJournal.read(reading)
    var faults =
      ledger.fault.map { fault in
        [
          HomeFault(
            code: fault.refusal.code, row: fault.seq,
            detail:
              "row \(fault.seq) breaks a rule of the gate, which grants nothing any more: \(fault.refusal)")
        ]
      } ?? []
    // Nothing after it counts; what nobody can have signed there is to be known all the same.
    if let first = ledger.fault?.seq {
      for event in try GateJournal.events(reading) where event.seq > first {
        guard let refusal = unsigned(event) else { continue }
        faults.append(HomeFault(code: refusal.code, row: event.seq, detail: "row \(event.seq): \(refusal)"))
      }
    }
    for record in ledger.requests where record.approvals.count >= record.approvalsNeeded {
      guard let fault = try GateJournal.fault(inClaimsOf: record.request, reading) else { continue }
      faults.append(
        HomeFault(
          code: fault.code, row: record.seq,
          detail:
            "what \(record.request.id) says of the evidence of '\(record.request.bot)' is not in the chain"))
    }
    return faults.sorted { ($0.row ?? 0) < ($1.row ?? 0) }
  }

  /// Why nobody can have signed a row as it stands where it stands; `nil` for one that needs no signature, or has one.
  private static func unsigned(_ event: LedgerEvent) -> PromotionRefusal? {
    guard let json = event.payload["statement"], let statement = SignedStatement(json: json) else {
      return nil
    }
    guard statement.isValid else { return .badSignature }
    guard let head = json["body"]?["head"], let previous = event.previous else { return nil }
    return head == .string(previous) ? nil : .historyChanged
  }
}

/// What an event at the gate rests on. Text codes are stable.
package enum GateProof: String, Sendable, Hashable {
  /// A signature that holds, by somebody who might say so then.
  case signed
  /// A row of the program's own, which follows from others, takes something away or notes something.
  case program
  /// A request that nobody had to sign.
  case unsigned
  /// A signature that does not name what came before it, under the gate's earlier rules.
  case earlierRules = "earlier_rules"
  /// It breaks a rule, or comes after what does.
  case ledgerFaulty = "ledger_faulty"
  /// The chain is not as it was written at its row, or before.
  case historyFaulty = "history_faulty"

  /// Whether somebody's word stands behind it, or none is needed.
  package var isProven: Bool { self == .signed || self == .program }

  /// What an event rests on. `ledger`: after all events of the home; `fault`: what is wrong with the chain.
  package init(of event: LedgerEvent, _ ledger: PromotionLedger, _ fault: AuditFault?) {
    if let fault, event.seq >= fault.seq ?? 0 {
      self = .historyFaulty
    } else if let seq = ledger.fault?.seq, event.seq >= seq {
      self = .ledgerFaulty
    } else if let body = event.payload["statement"]?["body"] {
      self = body["head"] == nil ? .earlierRules : .signed
    } else {
      self = event.kind == .promotionRequested ? .unsigned : .program
    }
  }
}
