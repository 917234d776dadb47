import JSONText
import Journal
import Promotion
import TradingCore

extension Gatekeeper {
  /// What the operator is told of an event, given the ledger after it; `nil` for what follows from another one.
  static func notice(of event: LedgerEvent, _ ledger: PromotionLedger) -> DeskNotice? {
    guard let record = concerned(by: event, ledger) else { return nil }
    let request = record.request
    let bot = request.bot
    let step = request.to == .live ? "step \(request.step) of live" : request.to.rawValue
    switch event.kind {
    case .promotionRequested:
      let requester = request.requester.map { " by \($0.name)" } ?? ""
      return DeskNotice(
        .promotionRequested, subject: bot,
        text:
          "\(request.id)\(requester): from \(request.from.rawValue) to \(step) with \(DecimalText.groupingThousands(in: request.capital)) "
          + "\(request.currency), open until \(request.expiresAt.iso8601)")
    case .promotionApproved:
      // The last one is told of together with what it leads to.
      guard record.state == .pending, let approval = record.approvals.last else { return nil }
      return DeskNotice(
        .promotionApproved, subject: bot,
        text: "\(request.id) by \(approval.signer), \(record.approvals.count) of \(record.approvalsNeeded)")
    case .promoted, .stepRaised:
      let signers = record.approvals.map(\.signer).joined(separator: " and ")
      return DeskNotice(
        .promotionApproved, subject: bot,
        text: "\(request.id) by \(signers): in \(step) until \(request.grantUntil.iso8601)")
    case .promotionRejected, .promotionRevoked:
      let why = record.ending.map { $0.reason.isEmpty ? "" : ": \($0.reason)" } ?? ""
      return DeskNotice(
        event.kind == .promotionRejected ? .promotionRejected : .promotionRevoked, subject: bot,
        text: "\(request.id) by \(record.ending?.by ?? "slipway")\(why)")
    default: return nil
    }
  }

  private static func concerned(by event: LedgerEvent, _ ledger: PromotionLedger) -> RequestRecord? {
    if event.kind == .promotionRequested { return ledger.requests.last }
    let about = event.payload["statement"]?["body"]?["about"]?["request"]?["id"] ?? event.payload["request"]
    guard case .string(let id)? = about else { return nil }
    return ledger.request(id)
  }
}
