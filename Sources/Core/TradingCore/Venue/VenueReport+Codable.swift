extension VenueReport.Content {
  /// The stable name of its kind; never reused.
  package var kind: String { code.rawValue }

  fileprivate enum Code: String, Codable, CaseIterable {
    case accepted = "accepted"
    case working = "working"
    case executed = "executed"
    case canceled = "canceled"
    case rejected = "rejected"
    case expired = "expired"
    case replaced = "replaced"
    case cancelRejected = "cancel_rejected"
    case replaceRejected = "replace_rejected"
    case protected = "protected"
    case positionClosed = "position_closed"
    case balanceChanged = "balance_changed"
    case notSent = "not_sent"
    case unknown = "unknown"
    case absent = "absent"
    case snapshot = "snapshot"
    case connectionLost = "connection_lost"
    case connectionRestored = "connection_restored"
  }

  fileprivate var code: Code {
    switch self {
    case .accepted: .accepted
    case .working: .working
    case .executed: .executed
    case .canceled: .canceled
    case .rejected: .rejected
    case .expired: .expired
    case .replaced: .replaced
    case .cancelRejected: .cancelRejected
    case .replaceRejected: .replaceRejected
    case .protected: .protected
    case .positionClosed: .positionClosed
    case .balanceChanged: .balanceChanged
    case .notSent: .notSent
    case .unknown: .unknown
    case .absent: .absent
    case .snapshot: .snapshot
    case .connectionLost: .connectionLost
    case .connectionRestored: .connectionRestored
    }
  }
}

/// The stored form: one object, its kind by name, and only the members that the kind has.
extension VenueReport: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind = "kind"
    case eventTime = "event_time"
    case receiveTime = "receive_time"
    case isReplayed = "replayed"
    case answers = "answers"
    case notice = "notice"
    case execution = "execution"
    case reason = "reason"
    case code = "code"
    case text = "text"
    case change = "change"
    case intent = "intent"
    case order = "order"
    case snapshot = "snapshot"
    case isGapless = "gapless"
  }

  /// Reads a report.
  ///
  /// - Throws: what the decoder throws, for a kind that this version does not know, too.
  @usableFromInline
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    eventTime = try values.decodeIfPresent(Timestamp.self, forKey: .eventTime)
    receiveTime = try values.decode(Timestamp.self, forKey: .receiveTime)
    isReplayed = try values.decodeIfPresent(Bool.self, forKey: .isReplayed) ?? false
    answers = try values.decodeIfPresent(UInt64.self, forKey: .answers)
    let kind = try values.decode(Content.Code.self, forKey: .kind)
    content = try Self.orderContent(kind, values) ?? Self.otherContent(kind, values)
  }

  private static func orderContent(
    _ kind: Content.Code, _ values: KeyedDecodingContainer<CodingKeys>
  ) throws -> Content? {
    func notice() throws -> OrderNotice { try values.decode(OrderNotice.self, forKey: .notice) }
    func code() throws -> RejectionCode { try values.decode(RejectionCode.self, forKey: .code) }
    func text() throws -> String { try values.decode(String.self, forKey: .text) }
    switch kind {
    case .accepted: return .accepted(try notice())
    case .working: return .working(try notice())
    case .canceled: return .canceled(try notice())
    case .rejected: return .rejected(try notice(), try code(), text: try text())
    case .expired: return .expired(try notice())
    case .replaced: return .replaced(try notice())
    case .cancelRejected: return .cancelRejected(try notice(), try code(), text: try text())
    case .replaceRejected: return .replaceRejected(try notice(), try code(), text: try text())
    case .protected: return .protected(try notice())
    default: return nil
    }
  }

  private static func otherContent(
    _ kind: Content.Code, _ values: KeyedDecodingContainer<CodingKeys>
  ) throws -> Content {
    func execution() throws -> VenueExecution { try values.decode(VenueExecution.self, forKey: .execution) }
    func text() throws -> String { try values.decode(String.self, forKey: .text) }
    func intent() throws -> UInt64 { try values.decode(UInt64.self, forKey: .intent) }
    switch kind {
    case .executed: return .executed(try execution())
    case .positionClosed:
      let reason = try values.decode(String.self, forKey: .reason)
      guard let known = FillReason.allCases.first(where: { $0.code == reason }) else {
        throw DecodingError.dataCorruptedError(
          forKey: .reason, in: values, debugDescription: "'\(reason)' is no reason of a fill")
      }
      return .positionClosed(try execution(), known)
    case .balanceChanged: return .balanceChanged(try values.decode(BalanceChange.self, forKey: .change))
    case .notSent: return .notSent(intent: try intent())
    case .unknown: return .unknown(intent: try intent(), why: try text())
    case .absent: return .absent(try values.decode(OrderKey.self, forKey: .order))
    case .snapshot: return .snapshot(try values.decode(VenueSnapshot.self, forKey: .snapshot))
    case .connectionLost: return .connectionLost(try text())
    case .connectionRestored:
      return .connectionRestored(isGapless: try values.decode(Bool.self, forKey: .isGapless))
    case .accepted, .working, .canceled, .rejected, .expired, .replaced, .cancelRejected, .replaceRejected,
      .protected:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: values, debugDescription: "\(kind.rawValue) is told of an order")
    }
  }

  /// Writes the report.
  @usableFromInline
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(content.code, forKey: .kind)
    try values.encodeIfPresent(eventTime, forKey: .eventTime)
    try values.encode(receiveTime, forKey: .receiveTime)
    if isReplayed { try values.encode(true, forKey: .isReplayed) }
    try values.encodeIfPresent(answers, forKey: .answers)
    switch content {
    case .accepted(let notice), .working(let notice), .canceled(let notice), .expired(let notice),
      .replaced(let notice), .protected(let notice):
      try values.encode(notice, forKey: .notice)
    case .rejected(let notice, let code, let text), .cancelRejected(let notice, let code, let text),
      .replaceRejected(let notice, let code, let text):
      try values.encode(notice, forKey: .notice)
      try values.encode(code, forKey: .code)
      try values.encode(text, forKey: .text)
    case .executed(let execution): try values.encode(execution, forKey: .execution)
    case .positionClosed(let execution, let reason):
      try values.encode(execution, forKey: .execution)
      try values.encode(reason.code, forKey: .reason)
    case .balanceChanged(let change): try values.encode(change, forKey: .change)
    case .notSent(let intent): try values.encode(intent, forKey: .intent)
    case .unknown(let intent, let why):
      try values.encode(intent, forKey: .intent)
      try values.encode(why, forKey: .text)
    case .absent(let order): try values.encode(order, forKey: .order)
    case .snapshot(let snapshot): try values.encode(snapshot, forKey: .snapshot)
    case .connectionLost(let why): try values.encode(why, forKey: .text)
    case .connectionRestored(let isGapless): try values.encode(isGapless, forKey: .isGapless)
    }
  }
}
