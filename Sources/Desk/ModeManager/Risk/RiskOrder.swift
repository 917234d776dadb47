import JSONText
package import Journal
import Promotion
package import RiskControl
package import TradingCore

/// Something that an operator has said to risk, as it stands in the journal: anybody may stop, an admin's signature lets
/// go on. It is obeyed by the run at hand, else by the next one; each once, in the order of the chain.
package struct RiskOrder: Sendable, Hashable {
  /// Its row in the chain, which is its number.
  package let seq: Int64
  /// When it was journaled.
  package let at: Timestamp
  /// For which scope and everything in it.
  package let scope: RiskScope
  /// What is ordered, by whom and why.
  package let act: RiskControl.OperatorAct

  /// The code by which an admin takes off every lock of a scope but a kill.
  package static let everyLock = "all"

  /// What stops something, as it is journaled.
  ///
  /// - Throws: `JournalError`.
  /// - Precondition: it is none that lets go on.
  package static func stop(
    _ verb: Stop, _ scope: RiskScope, by: String, reason: String, at time: Timestamp,
    _ transaction: inout JournalTransaction
  ) throws(JournalError) -> Int64 {
    var payload: JSONValue = [
      "verb": .string(verb.name), "scope": .string("\(scope)"), "by": .string(by), "reason": .string(reason),
    ]
    if case .lock(let until?) = verb { payload = payload.adding("until_ns", .integer(until.nanoseconds)) }
    return try transaction.append(
      .riskOrdered, subject: LedgerEvent.riskSubject, payload: payload, at: time)
  }

  /// What anybody may say.
  package enum Stop: Sendable, Hashable {
    /// No new risk, everything canceled and closed, until an admin releases it.
    case kill
    /// No new risk until an instant, or until an admin unlocks it.
    case lock(until: Timestamp?)

    fileprivate var name: String {
      switch self {
      case .kill: "kill"
      case .lock: "lock"
      }
    }
  }

  /// The order in a row of the chain; `nil` for any other row, and for one that an admin should have signed and has not.
  ///
  /// `freed`: the rows by which admins have let something go on, their signatures verified.
  package init?(_ event: JournalEvent, freed: Set<Int64>) {
    let act: RiskControl.OperatorAct
    let place: JSONValue?
    switch event.kind {
    case .riskOrdered:
      guard let json = event.json, let stop = Self.stop(in: json) else { return nil }
      (act, place) = (stop, json["scope"])
    case .riskFreed:
      guard freed.contains(event.seq), let body = event.json?["statement"]?["body"],
        let statement = try? StatementBody(json: body),
        case .freeRisk(let scope, let code, let reason) = statement.act
      else { return nil }
      let verb: RiskControl.OperatorAct.Verb
      switch code {
      case DenialCode.killSwitch.rawValue: verb = .release
      case Self.everyLock: verb = .unlock(nil)
      default:
        guard let code = DenialCode(rawValue: code) else { return nil }
        verb = .unlock(code)
      }
      act = RiskControl.OperatorAct(verb, by: "\(statement.signer) (admin)", reason: reason)
      place = .string(scope)
    default: return nil
    }
    guard case .string(let text)? = place, let scope = RiskScope(text) else { return nil }
    (seq, at, self.scope) = (event.seq, event.recordedAt, scope)
    var numbered = act
    numbered.number = event.seq
    self.act = numbered
  }

  private static func stop(in json: JSONValue) -> RiskControl.OperatorAct? {
    guard case .string(let verb)? = json["verb"], case .string(let by)? = json["by"],
      case .string(let reason)? = json["reason"]
    else { return nil }
    switch verb {
    case "kill": return RiskControl.OperatorAct(.kill, by: by, reason: reason)
    case "lock":
      guard case .integer(let until)? = json["until_ns"] else {
        return RiskControl.OperatorAct(.lock(until: nil), by: by, reason: reason)
      }
      return RiskControl.OperatorAct(
        .lock(until: Timestamp(nanoseconds: until)), by: by, reason: reason)
    default: return nil
    }
  }

  /// All that was said, in order.
  ///
  /// - Throws: `JournalError`.
  package static func all(_ reading: JournalReading) throws -> [RiskOrder] {
    var orders: [RiskOrder] = []
    var after: Int64 = 0
    let kinds: [EventKind] = [.riskOrdered, .riskFreed]
    var freed: Set<Int64>?
    while true {
      let rows = try reading.events(of: LedgerEvent.riskSubject, kinds: kinds, after: after)
      guard let last = rows.last else { return orders }
      if freed == nil, rows.contains(where: { $0.kind == .riskFreed }) {
        freed = try GateJournal.read(reading).freed
      }
      orders += rows.compactMap { RiskOrder($0, freed: freed ?? []) }
      after = last.seq
    }
  }
}

extension [RiskOrder] {
  /// What of them a tree has to be told that has obeyed all up to a number: stops that were taken back before anybody
  /// obeyed them would close for nothing, and are left out with what took them back.
  package func due(after number: Int64) -> [RiskOrder] {
    var due: [RiskOrder] = []
    for order in self where order.seq > number {
      switch order.act.verb {
      case .release, .unlock:
        due.removeAll { $0.scope == order.scope && order.act.unlocks($0.act.code) }
        due.append(order)
      default: due.append(order)
      }
    }
    return due
  }
}

extension RiskControl.OperatorAct {
  /// The code of the lock that it puts on; of what puts none on, one that nothing takes off.
  fileprivate var code: DenialCode {
    switch verb {
    case .kill: .killSwitch
    case .lock: .operatorLock
    case .pause: .botPaused
    case .release, .unlock, .resume: .riskFault
    }
  }
}
