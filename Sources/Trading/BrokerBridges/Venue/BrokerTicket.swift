import TradingCore

/// An order at the broker, what it is for, and what has been asked for on top.
struct BrokerTicket: Sendable, Hashable {
  /// What it is for.
  enum Purpose: Sendable, Hashable {
    /// An order of the strategy's; its prices are those in force.
    case entry(OrderRequest)
    /// A close of a position.
    case close(ClientOrderID, FillReason)
    /// An order that protects a position, waiting at this price.
    case leg(ClientOrderID, at: Price)
  }

  /// Something that is looked up until it is known.
  struct Search: Sendable, Hashable, Codable {
    /// When it is looked up next.
    var due: Timestamp
    /// How often it has been.
    var tries: Int
    /// When it was first.
    var since: Timestamp?

    enum CodingKeys: String, CodingKey {
      case due = "due"
      case tries = "tries"
      case since = "since"
    }
  }

  var record: OrderRecord
  var purpose: Purpose
  /// A change that has not been answered.
  var change: ModifyRequest?
  /// The intent that asked for the latest change.
  var changeIntent: UInt64?
  /// Where a protecting leg is to wait, and for how much, once a change is carried out.
  var legChange: LegChange?
  /// The change of a protecting leg that was refused: it is not asked for again.
  var refused: LegChange?
  /// Before this a protecting leg's cancel is not asked for again.
  var cancelPause: Timestamp?
  /// Before this a protecting leg's change that was not carried out is not asked for again.
  var changePause: Timestamp?
  /// Whether it was told that it works.
  var isAnnounced = false
  /// Whether some of it has opened, and its levels are attached.
  var hasEntered = false
  var search: Search?

  struct LegChange: Sendable, Hashable, Codable {
    let price: Price
    let units: Int64

    enum CodingKeys: String, CodingKey {
      case price = "price"
      case units = "units"
    }
  }

  init(_ record: OrderRecord, _ purpose: Purpose) {
    self.record = record
    self.purpose = purpose
  }

  var key: OrderKey { record.key }

  /// The order, where it is one that the strategy placed.
  var entry: OrderRequest? { if case .entry(let request) = purpose { request } else { nil } }

  /// The position that it closes or protects.
  var position: ClientOrderID? {
    switch purpose {
    case .entry: nil
    case .close(let position, _), .leg(let position, _): position
    }
  }

  var isLeg: Bool { if case .leg = purpose { true } else { false } }

  /// Why it closes what it closes.
  var reason: FillReason {
    switch purpose {
    case .entry: .strategy
    case .close(_, let reason): reason
    case .leg: key.leg == .takeProfit ? .takeProfit : .stopLoss
    }
  }

  /// The number that its fills carry: a close at a level carries the position's own.
  var fillOrder: ClientOrderID { if case .leg(let position, _) = purpose { position } else { key.order } }

  /// Whether it is a limit, stop or stop-limit order of the strategy's that works as far as we know.
  var isWorking: Bool {
    guard let entry, entry.kind != .market, isAnnounced else { return false }
    return !record.state.isEnded
  }
}

extension BrokerTicket: Codable {
  private enum Kind: String, Codable {
    case entry = "entry"
    case close = "close"
    case leg = "leg"
  }

  private enum CodingKeys: String, CodingKey {
    case record = "record"
    case kind = "kind"
    case request = "request"
    case position = "position"
    case reason = "reason"
    case price = "price"
    case change = "change"
    case changeIntent = "change_intent"
    case legChange = "leg_change"
    case refused = "refused"
    case cancelPause = "cancel_pause"
    case changePause = "change_pause"
    case isAnnounced = "announced"
    case hasEntered = "entered"
    case search = "search"
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func position() throws -> ClientOrderID { try values.decode(ClientOrderID.self, forKey: .position) }
    record = try values.decode(OrderRecord.self, forKey: .record)
    switch try values.decode(Kind.self, forKey: .kind) {
    case .entry: purpose = .entry(try values.decode(OrderRequest.self, forKey: .request))
    case .close: purpose = .close(try position(), try values.decode(FillReason.self, forKey: .reason))
    case .leg: purpose = .leg(try position(), at: try values.decode(Price.self, forKey: .price))
    }
    change = try values.decodeIfPresent(ModifyRequest.self, forKey: .change)
    changeIntent = try values.decodeIfPresent(UInt64.self, forKey: .changeIntent)
    legChange = try values.decodeIfPresent(LegChange.self, forKey: .legChange)
    refused = try values.decodeIfPresent(LegChange.self, forKey: .refused)
    cancelPause = try values.decodeIfPresent(Timestamp.self, forKey: .cancelPause)
    changePause = try values.decodeIfPresent(Timestamp.self, forKey: .changePause)
    isAnnounced = try values.decode(Bool.self, forKey: .isAnnounced)
    hasEntered = try values.decode(Bool.self, forKey: .hasEntered)
    search = try values.decodeIfPresent(Search.self, forKey: .search)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(record, forKey: .record)
    switch purpose {
    case .entry(let request):
      try values.encode(Kind.entry, forKey: .kind)
      try values.encode(request, forKey: .request)
    case .close(let position, let reason):
      try values.encode(Kind.close, forKey: .kind)
      try values.encode(position, forKey: .position)
      try values.encode(reason, forKey: .reason)
    case .leg(let position, let price):
      try values.encode(Kind.leg, forKey: .kind)
      try values.encode(position, forKey: .position)
      try values.encode(price, forKey: .price)
    }
    try values.encodeIfPresent(change, forKey: .change)
    try values.encodeIfPresent(changeIntent, forKey: .changeIntent)
    try values.encodeIfPresent(legChange, forKey: .legChange)
    try values.encodeIfPresent(refused, forKey: .refused)
    try values.encodeIfPresent(cancelPause, forKey: .cancelPause)
    try values.encodeIfPresent(changePause, forKey: .changePause)
    try values.encode(isAnnounced, forKey: .isAnnounced)
    try values.encode(hasEntered, forKey: .hasEntered)
    try values.encodeIfPresent(search, forKey: .search)
  }
}
