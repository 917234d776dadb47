/// A refusal by our own risk control, with what it rested on.
public struct Denial: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case order = "order"
    case code = "code"
    case layer = "layer"
    case limit = "limit"
    case value = "value"
    case cycle = "cycle"
  }

  /// The order, close or modification refused.
  public var order: ClientOrderID
  /// The rule, as a stable code.
  public var code: DenialCode
  /// Which part of the system refused.
  public var layer: String
  /// The limit, as text with its unit.
  public var limit: String
  /// What was asked for, as text with its unit.
  public var value: String
  /// The decision cycle: the number of the quote, over all symbols of the bot, from 1.
  public var cycle: UInt64

  /// A refusal from its parts.
  public init(
    order: ClientOrderID, code: DenialCode, layer: String, limit: String, value: String, cycle: UInt64
  ) {
    self.order = order
    self.code = code
    self.layer = layer
    self.limit = limit
    self.value = value
    self.cycle = cycle
  }
}

/// A refusal by the venue.
public struct Rejection: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case order = "order"
    case code = "code"
    case eventTime = "eventTime"
  }

  /// The order, close or modification refused.
  public var order: ClientOrderID
  /// Why, as a stable code.
  public var code: RejectionCode
  /// When the venue said so.
  public var eventTime: Timestamp

  /// A refusal from its parts.
  public init(order: ClientOrderID, code: RejectionCode, eventTime: Timestamp) {
    self.order = order
    self.code = code
    self.eventTime = eventTime
  }
}

/// Why something asked for did not happen: refused by us or by the venue.
public enum Refusal: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case denied = "denied"
    case rejected = "rejected"
  }

  private enum DeniedCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  private enum RejectedCodingKeys: String, CodingKey {
    case _0 = "_0"
  }

  /// Our risk control refused; the venue never saw it.
  case denied(Denial)
  /// The venue refused.
  case rejected(Rejection)

  /// The order, close or modification refused.
  public var order: ClientOrderID {
    switch self {
    case .denied(let denial): denial.order
    case .rejected(let rejection): rejection.order
    }
  }

  /// The stable text code.
  public var code: String {
    switch self {
    case .denied(let denial): denial.code.rawValue
    case .rejected(let rejection): rejection.code.rawValue
    }
  }
}

/// What a venue reports back.
public enum VenueEvent: Sendable, Hashable {
  /// An execution, already booked in the account.
  case filled(Fill)
  /// An order, close or modification refused.
  case rejected(Rejection)
  /// A limit or stop order is working.
  case accepted(ClientOrderID)
  /// A market order, triggered stop or close waits, as the quote it met was crossed or offered too little.
  case delayed(ClientOrderID)
  /// An order ended, unfilled or what was left of it: by request, or as it could not be filled at once.
  case canceled(ClientOrderID)
  /// An order ended at its expiry, unfilled or what was left of it.
  case expired(ClientOrderID)
  /// Equity fell to the margin-call level.
  case marginCall(Timestamp)
}
