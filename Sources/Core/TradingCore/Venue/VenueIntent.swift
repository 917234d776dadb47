/// Something that is to be asked of a broker: what an engine hands to its host, which commits it to the journal
/// before it sends it. Quantities, prices and times are in our units; the bridge turns them into the broker's.
@usableFromInline
package struct VenueIntent: Sendable, Hashable {
  /// What is asked.
  package enum Action: Sendable, Hashable {
    /// Place an order.
    case submit(Submission)
    /// Close a position or a part of it at market.
    case close(Closing)
    /// Change an order or a position's levels.
    case modify(Modification)
    /// Cancel an order.
    case cancel(OrderKey, VenueOrderID?)
    /// Say what became of something; asks for nothing new and may be repeated.
    case lookup(Subject)
  }

  /// What is looked up.
  package enum Subject: Sendable, Hashable {
    /// An order: what became of it, or that there never was one.
    case order(OrderKey, VenueOrderID?)
    /// Orders, positions and balance.
    case snapshot
  }

  /// An order to be placed.
  package struct Submission: Sendable, Hashable, Codable {
    /// Our number of it.
    package var key: OrderKey
    /// The order. Its levels are for the broker to keep; a broker that can't is given none.
    package var request: OrderRequest
    /// The position that it may do no more than close, where it is a protecting leg.
    package var closes: ClientOrderID?
    /// The broker's name of that position.
    package var venuePosition: VenuePositionID?

    /// A submission from its parts.
    package init(
      key: OrderKey, request: OrderRequest, closes: ClientOrderID? = nil,
      venuePosition: VenuePositionID? = nil
    ) {
      self.key = key
      self.request = request
      self.closes = closes
      self.venuePosition = venuePosition
    }

    private enum CodingKeys: String, CodingKey {
      case key = "key"
      case request = "request"
      case closes = "closes"
      case venuePosition = "venue_position"
    }
  }

  /// A position to be closed.
  package struct Closing: Sendable, Hashable, Codable {
    /// Our number of it.
    package var key: OrderKey
    /// The position, by the order that opened it.
    package var position: ClientOrderID
    /// The broker's name of it, where positions have one.
    package var venuePosition: VenuePositionID?
    /// Which of the bot's symbols.
    package var symbolIndex: Int
    /// The side of the closing order.
    package var side: OrderSide
    /// How much.
    package var quantity: Quantity
    /// Why.
    package var reason: FillReason

    /// A close from its parts.
    package init(
      key: OrderKey, position: ClientOrderID, venuePosition: VenuePositionID?, symbolIndex: Int,
      side: OrderSide, quantity: Quantity, reason: FillReason
    ) {
      self.key = key
      self.position = position
      self.venuePosition = venuePosition
      self.symbolIndex = symbolIndex
      self.side = side
      self.quantity = quantity
      self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
      case key = "key"
      case position = "position"
      case venuePosition = "venue_position"
      case symbolIndex = "symbol"
      case side = "side"
      case quantity = "quantity"
      case reason = "reason"
    }
  }

  /// An order or a position's levels to be changed.
  package struct Modification: Sendable, Hashable, Codable {
    /// Our number of the change.
    package var id: ClientOrderID
    /// The order, or for levels of a position the order that opened it.
    package var target: OrderKey
    /// Whether a position's levels are changed, not an order.
    package var isOfPosition: Bool
    /// The broker's name of the order.
    package var venueOrder: VenueOrderID?
    /// The broker's name of the position.
    package var venuePosition: VenuePositionID?
    /// Which of the bot's symbols.
    package var symbolIndex: Int
    /// The order's new prices, all of them; of a position `market`.
    package var kind: OrderKind
    /// How much of the order is not filled, or of the position open, as far as we know.
    package var quantity: Quantity
    /// The levels that replace all present ones.
    package var protection: Protection

    /// A change from its parts.
    package init(
      id: ClientOrderID, target: OrderKey, isOfPosition: Bool, venueOrder: VenueOrderID?,
      venuePosition: VenuePositionID?, symbolIndex: Int, kind: OrderKind, quantity: Quantity,
      protection: Protection
    ) {
      self.id = id
      self.target = target
      self.isOfPosition = isOfPosition
      self.venueOrder = venueOrder
      self.venuePosition = venuePosition
      self.symbolIndex = symbolIndex
      self.kind = kind
      self.quantity = quantity
      self.protection = protection
    }

    private enum CodingKeys: String, CodingKey {
      case id = "id"
      case target = "target"
      case isOfPosition = "of_position"
      case venueOrder = "venue_order"
      case venuePosition = "venue_position"
      case symbolIndex = "symbol"
      case kind = "kind"
      case quantity = "quantity"
      case protection = "protection"
    }
  }

  /// Its number in the bot's evidence, from 1; what reports of its delivery name.
  package var number: UInt64
  /// When it was asked for, by the time of the engine's events.
  package var askedAt: Timestamp
  /// What is asked.
  package var action: Action

  /// An intent from its parts.
  package init(number: UInt64, askedAt: Timestamp, action: Action) {
    self.number = number
    self.askedAt = askedAt
    self.action = action
  }

  /// The order it places or is about; of a change of levels the one that opened the position; `nil` for a snapshot.
  package var order: OrderKey? {
    switch action {
    case .submit(let submission): submission.key
    case .close(let closing): closing.key
    case .modify(let change): change.target
    case .cancel(let key, _), .lookup(.order(let key, _)): key
    case .lookup(.snapshot): nil
    }
  }

  /// Whether it changes nothing at the broker, so that it may be sent as often as one likes.
  package var isHarmless: Bool { if case .lookup = action { true } else { false } }
}
