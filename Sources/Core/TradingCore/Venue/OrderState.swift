/// How far an order at a broker has come, as far as we know. Text codes are stable and never reused.
package enum OrderState: String, Sendable, Hashable, Codable, CaseIterable {
  /// Asked for; the broker has not said that it works.
  case pendingNew = "pending_new"
  /// It works.
  case working
  /// Some of it has been executed, the rest works.
  case partlyFilled = "partly_filled"
  /// All of it has been executed.
  case filled
  /// It works, and a cancel has been asked for.
  case cancelPending = "cancel_pending"
  /// It works, and a change has been asked for.
  case replacePending = "replace_pending"
  /// Canceled, or what was left of it.
  case canceled
  /// Refused, or it never arrived.
  case rejected
  /// Its time was over.
  case expired
  /// Nobody knows: it has to be looked up.
  case unknown

  /// Whether nothing more is to come of it.
  package var isEnded: Bool {
    switch self {
    case .filled, .canceled, .rejected, .expired: true
    case .pendingNew, .working, .partlyFilled, .cancelPending, .replacePending, .unknown: false
    }
  }
}

/// What a broker says of an order, or what is known of it without a broker, besides executions.
package enum OrderEvent: String, Sendable, Hashable, CaseIterable {
  /// The broker has it.
  case accepted
  /// It works.
  case working
  /// Canceled.
  case canceled
  /// Refused.
  case rejected
  /// Expired.
  case expired
  /// Changed.
  case replaced
  /// The cancel was refused.
  case cancelRejected
  /// The change was refused.
  case replaceRejected
  /// It never left the house.
  case notSent
  /// The cancel never left the house.
  case cancelNotSent
  /// The change never left the house.
  case replaceNotSent
  /// It was delivered or not, or nobody answered in time.
  case unanswered
  /// The same of the cancel.
  case cancelUnanswered
  /// The same of the change.
  case replaceUnanswered
  /// Looked up: there never was such an order.
  case absent
  /// What it has filled was seen at the broker; whether it works was not.
  case observed
}

/// Something of an order that is to be booked, in this order.
package enum OrderFill: Sendable, Hashable {
  /// A fill that was never reported; `nil` for a price that nobody told.
  case inferred(units: Int64, price: Price?)
  /// So many units of an execution.
  case executed(units: Int64, VenueExecution)
  /// The execution of units that were inferred and booked at this price before; `nil` for one that nobody told.
  case confirmed(units: Int64, inferredPrice: Price?, VenueExecution)
}

/// What a report means for an order.
package struct OrderVerdict: Sendable, Hashable {
  /// How the report stands to what was known.
  package enum Meaning: String, Sendable, Hashable {
    /// It was taken.
    case news
    /// It says what was known.
    case duplicate
    /// It is older than what was known, and ignored.
    case regression
    /// It can't be true beside what was known, and is ignored.
    case contradiction
  }

  /// How the report stands to what was known.
  package var meaning: Meaning
  /// What is to be booked.
  package var fills: [OrderFill] = []
  /// What did not fit, with words for people.
  package var faults: [Fault] = []

  /// Something that did not fit.
  package struct Fault: Sendable, Hashable {
    /// What.
    package var code: VenueDiscrepancyCode
    /// What was expected and what it was.
    package var detail: String

    /// A fault from its parts.
    package init(_ code: VenueDiscrepancyCode, _ detail: String) {
      self.code = code
      self.detail = detail
    }
  }

  init(_ meaning: Meaning) { self.meaning = meaning }

  mutating func add(_ code: VenueDiscrepancyCode, _ detail: String) {
    faults.append(Fault(code, detail))
  }

  static func contradiction(_ code: VenueDiscrepancyCode, _ detail: String) -> OrderVerdict {
    var verdict = OrderVerdict(.contradiction)
    verdict.add(code, detail)
    return verdict
  }

  static func regression(_ detail: String) -> OrderVerdict {
    var verdict = OrderVerdict(.regression)
    verdict.add(.stateRegression, detail)
    return verdict
  }
}
