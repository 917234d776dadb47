import TradingCore

/// Appends events to a batch; numbers that tend to be near the one before are kept as differences.
struct BatchWriter {
  private(set) var bytes: [UInt8] = []
  private var time: Int64 = 0
  private var order: UInt64 = 0
  private var price: Int64 = 0
  private var quantity: Int64 = 0

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  /// LEB128: seven bits a byte, low ones first.
  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Zigzag, so that small numbers of either sign are short.
  mutating func signed(_ value: Int64) { varint(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

  private mutating func text(_ value: String) {
    varint(UInt64(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  private mutating func put(_ value: Timestamp) {
    signed(value.nanoseconds &- time)
    time = value.nanoseconds
  }

  private mutating func put(_ value: ClientOrderID) {
    signed(Int64(bitPattern: value.ordinal &- order))
    order = value.ordinal
  }

  private mutating func put(_ value: Price) {
    signed(value.points &- price)
    price = value.points
  }

  private mutating func put(_ value: Quantity) {
    signed(value.units &- quantity)
    quantity = value.units
  }

  private mutating func put(_ value: Money) { signed(value.units) }

  /// The next event.
  mutating func put(_ event: BotEvent) {
    switch event {
    case .asked(let intent, let time): put(intent, at: time)
    case .denied(let denial, let time): put(denial, at: time)
    case .accepted(let id, let time): put(.accepted, id, at: time)
    case .delayed(let id, let time): put(.delayed, id, at: time)
    case .canceled(let id, let time): put(.canceled, id, at: time)
    case .expired(let id, let time): put(.expired, id, at: time)
    case .filled(let fill): put(fill)
    case .rejected(let rejection):
      put(.rejected, rejection.order, at: rejection.eventTime)
      text(rejection.code.rawValue)
    case .marginCall(let time):
      byte(BatchTag.marginCall.rawValue)
      put(time)
    case .closed(let trade): put(trade)
    }
  }

  private mutating func put(_ tag: BatchTag, _ id: ClientOrderID, at time: Timestamp) {
    byte(tag.rawValue)
    put(time)
    put(id)
  }

  private mutating func put(_ denial: Denial, at time: Timestamp) {
    put(.denied, denial.order, at: time)
    text(denial.code.rawValue)
    text(denial.layer)
    text(denial.limit)
    text(denial.value)
    varint(denial.cycle)
  }

  private mutating func put(_ fill: Fill) {
    put(.filled, fill.order, at: fill.eventTime)
    byte(fill.side == .buy ? 0 : 1)
    byte(fill.reason.rawValue)
    varint(fill.ordinal)
    put(fill.position)
    signed(Int64(fill.symbolIndex))
    put(fill.quantity)
    put(fill.price)
    put(fill.commission)
    put(fill.spreadCost)
    put(fill.slippageCost)
  }

  private mutating func put(_ trade: ClosedTrade) {
    put(.closed, trade.position, at: trade.closeTime)
    byte(trade.side == .buy ? 0 : 1)
    byte(trade.exitReason.rawValue)
    varint(trade.ordinal)
    signed(Int64(trade.symbolIndex))
    put(trade.quantity)
    signed(trade.openTime.nanoseconds &- trade.closeTime.nanoseconds)
    put(trade.openPrice)
    put(trade.closePrice)
    put(trade.grossResult)
    put(trade.commission)
    put(trade.swap)
    put(trade.spreadCost)
    put(trade.slippageCost)
    put(trade.maximumAdverseExcursion)
    put(trade.maximumFavorableExcursion)
    // What it follows from, in all but damaged cases: then this is one zero byte.
    let expected = trade.grossResult.units &- trade.commission.units &+ trade.swap.units
    signed(trade.netResult.units &- expected)
  }
}

extension BatchWriter {
  fileprivate mutating func put(_ intent: Intent, at time: Timestamp) {
    switch intent {
    case .submit(let request):
      put(.submit, request.id, at: time)
      put(request)
    case .close(let request):
      put(request.quantity == nil ? .closeAll : .closePart, request.id, at: time)
      put(request.position)
      if let quantity = request.quantity { put(quantity) }
    case .modify(let request):
      put(.modify, request.id, at: time)
      put(request)
    case .cancel(let id): put(.cancel, id, at: time)
    }
  }

  private mutating func put(_ request: OrderRequest) {
    let (kind, prices): (UInt8, [Price]) =
      switch request.kind {
      case .market: (0, [])
      case .limit(let price): (1, [price])
      case .stop(let price): (2, [price])
      case .stopLimit(let stop, let limit): (3, [stop, limit])
      }
    let (force, until): (UInt8, Timestamp?) =
      switch request.timeInForce {
      case .goodTillCanceled: (0, nil)
      case .goodTill(let time): (1, time)
      case .day: (2, nil)
      case .immediateOrCancel: (3, nil)
      case .fillOrKill: (4, nil)
      }
    byte(kind | force << 2 | (request.side == .buy ? 0 : 1) << 5)
    signed(Int64(request.symbolIndex))
    put(request.quantity)
    for price in prices { put(price) }
    if let until { signed(until.nanoseconds &- time) }
    put(request.protection)
  }

  private mutating func put(_ request: ModifyRequest) {
    let (target, id): (UInt8, ClientOrderID) =
      switch request.target {
      case .order(let id): (0, id)
      case .position(let id): (1, id)
      }
    byte(target | (request.price == nil ? 0 : 2) | (request.limitPrice == nil ? 0 : 4))
    put(id)
    if let price = request.price { put(price) }
    if let price = request.limitPrice { put(price) }
    put(request.protection)
  }

  private mutating func put(_ protection: Protection) {
    byte(
      (protection.stopLoss == nil ? 0 : 1) | (protection.takeProfit == nil ? 0 : 2)
        | (protection.trailPoints == nil ? 0 : 4) | (protection.breakEven == nil ? 0 : 8))
    if let price = protection.stopLoss { put(price) }
    if let price = protection.takeProfit { put(price) }
    if let points = protection.trailPoints { signed(points) }
    if let level = protection.breakEven {
      signed(level.triggerPoints)
      signed(level.offsetPoints)
    }
  }
}
