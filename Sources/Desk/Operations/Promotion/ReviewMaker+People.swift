import Journal
import ModeManager
import Promotion
import Reports
import TradingCore

/// The capital ladder and those who sign.
extension ReviewMaker {
  var ladder: PromotionReview.Ladder {
    let policy = found.ledger.ladder
    let standing = found.standing
    return .init(
      steps: policy.steps.map { "\($0.shownText(in: policy.currency)) \(policy.currency)" },
      current: standing.step > 0 ? standing.step - 1 : nil, since: standing.stepSince,
      nextPossible: standing.stepSince?.advanced(by: Int64(policy.days) * Timestamp.day),
      rule: "\(Counted.text(policy.days, "day")) at each step, and two approvals for the next")
  }

  /// The chain of the bot's last request. Where that is not about the step at hand any more, what it still takes
  /// for this step is missing all over.
  func approvals(at time: Timestamp) -> PromotionReview.Approvals {
    let needed =
      found.step == .live ? ["a request for LIVE", "two approvers"] : ["a request for DEMO", "one approver"]
    guard let record = found.ledger.requests.last(where: { $0.request.bot == found.record.id }) else {
      return .init(missing: needed)
    }
    let request = record.request
    let state = found.ledger.state(of: record, at: time)
    var approvals = PromotionReview.Approvals(request: request.id, expires: request.expiresAt)
    approvals.about =
      "\(request.from.rawValue.uppercased()) to \(request.to.rawValue.uppercased()), \(state.rawValue)"
    approvals.requester = requester(of: record, time)
    approvals.answers = record.approvals.map { signer($0.signer, "approver", at: $0.at, of: record, time) }
    if state == .rejected || state == .revoked, let ending = record.ending, let name = ending.by {
      var signer = signer(name, "approver", at: ending.at, of: record, time)
      signer.reason = ending.reason
      approvals.answers.append(signer)
    }
    switch state {
    case .pending where request.to.rawValue == found.step.rawValue:
      let missing = record.approvalsNeeded - record.approvals.count
      approvals.missing = Array(repeating: "an approver", count: max(missing, 0))
    case .approved where request.to.rawValue == found.step.rawValue: break
    default:
      approvals.missing = needed
      approvals.expires = state == .promoted ? request.grantUntil : nil
    }
    return approvals
  }

  private func requester(of record: RequestRecord, _ time: Timestamp) -> PromotionReview.Signer {
    let request = record.request
    var signer =
      request.requester.map { self.signer($0.name, "quant", at: request.requestedAt, of: record, time) }
      ?? .init(
        name: "nobody", role: "a request for DEMO needs no name", at: request.requestedAt, fingerprint: "",
        state: .unsigned)
    signer.reason = request.reason
    return signer
  }

  private func signer(
    _ name: String, _ role: String, at signed: Timestamp, of record: RequestRecord, _ time: Timestamp
  ) -> PromotionReview.Signer {
    let state: PromotionReview.Signer.State =
      switch found.ledger.state(of: record, at: time) {
      case .pending, .approved, .promoted: .valid
      case .rejected: .rejected
      case .expired: .expired
      case .revoked: .revoked
      case .superseded: .superseded
      }
    let known = found.ledger.operatorRecord(name)
    let person = known.flatMap { $0.person == name ? nil : " (\($0.person))" } ?? ""
    return .init(
      name: name + person, role: known?.role.rawValue ?? role, at: signed,
      fingerprint: String((known?.key ?? "").prefix(16)), state: state)
  }
}
