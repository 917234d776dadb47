import TradingCore

/// Reads a batch from front to back. Nothing it is given can make it trap: numbers wrap, lengths are checked.
struct BatchReader {
  private let bytes: [UInt8]
  private(set) var place = 0
  private var time: Int64 = 0
  private var order: UInt64 = 0
  private var price: Int64 = 0
  private var quantity: Int64 = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Bytes not read yet.
  var left: Int { bytes.count - place }

  func fault(_ expected: String) -> BotEventBatch.Fault {
    BotEventBatch.Fault(offset: place, expected: expected)
  }

  mutating func byte() throws(BotEventBatch.Fault) -> UInt8 {
    guard place < bytes.count else { throw fault("more bytes") }
    defer { place += 1 }
    return bytes[place]
  }

  mutating func varint() throws(BotEventBatch.Fault) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 63 || next <= 1 else { throw fault("a number of 64 bits") }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  mutating func signed() throws(BotEventBatch.Fault) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  private mutating func text() throws(BotEventBatch.Fault) -> String {
    let length = try varint()
    guard length <= UInt64(left) else { throw fault("a text of \(Counted.text(length, "byte"))") }
    let end = place + Int(length)
    guard let text = String(validating: bytes[place..<end], as: UTF8.self) else { throw fault("UTF-8") }
    place = end
    return text
  }

  private mutating func timestamp() throws(BotEventBatch.Fault) -> Timestamp {
    time &+= try signed()
    return Timestamp(nanoseconds: time)
  }

  private mutating func id() throws(BotEventBatch.Fault) -> ClientOrderID {
    order &+= UInt64(bitPattern: try signed())
    return ClientOrderID(ordinal: order)
  }

  private mutating func aPrice() throws(BotEventBatch.Fault) -> Price {
    price &+= try signed()
    return Price(points: price)
  }

  private mutating func aQuantity() throws(BotEventBatch.Fault) -> Quantity {
    quantity &+= try signed()
    return Quantity(units: quantity)
  }

  private mutating func money() throws(BotEventBatch.Fault) -> Money { Money(units: try signed()) }

  private mutating func side() throws(BotEventBatch.Fault) -> OrderSide {
    switch try byte() {
    case 0: .buy
    case 1: .sell
    default: throw fault("a side")
    }
  }

  private mutating func reason() throws(BotEventBatch.Fault) -> FillReason {
    guard let reason = FillReason(rawValue: try byte()) else { throw fault("a fill's reason") }
    return reason
  }

  /// The next record.
  mutating func record() throws(BotEventBatch.Fault) -> BotEventBatch.Record {
    let tag = try byte()
    if let known = BatchTag(rawValue: tag) { return .event(try event(known)) }
    guard tag > BatchTag.lastWithoutLength else { throw fault("a kind of event") }
    let length = try varint()
    guard length <= UInt64(left) else { throw fault("an event of \(Counted.text(length, "byte"))") }
    defer { place += Int(length) }
    return .unknown(tag: tag, bytes: Array(bytes[place..<place + Int(length)]))
  }

  private mutating func event(_ tag: BatchTag) throws(BotEventBatch.Fault) -> BotEvent {
    let at = try timestamp()
    if tag == .marginCall { return .marginCall(at) }
    let id = try id()
    switch tag {
    case .submit: return .asked(.submit(try orderRequest(id)), at: at)
    case .closeAll: return .asked(.close(CloseRequest(id: id, position: try self.id())), at: at)
    case .closePart:
      let position = try self.id()
      return .asked(.close(CloseRequest(id: id, position: position, quantity: try aQuantity())), at: at)
    case .modify: return .asked(.modify(try modifyRequest(id)), at: at)
    case .cancel: return .asked(.cancel(id), at: at)
    case .denied: return .denied(try denial(id), at: at)
    case .accepted: return .accepted(id, at: at)
    case .delayed: return .delayed(id, at: at)
    case .canceled: return .canceled(id, at: at)
    case .expired: return .expired(id, at: at)
    case .filled: return .filled(try fill(id, at: at))
    case .rejected:
      guard let code = RejectionCode(rawValue: try text()) else { throw fault("a rejection's code") }
      return .rejected(Rejection(order: id, code: code, eventTime: at))
    case .marginCall: return .marginCall(at)
    case .closed: return .closed(try trade(id, at: at))
    }
  }
}

extension BatchReader {
  private mutating func denial(_ id: ClientOrderID) throws(BotEventBatch.Fault) -> Denial {
    guard let code = DenialCode(rawValue: try text()) else { throw fault("a denial's code") }
    return Denial(
      order: id, code: code, layer: try text(), limit: try text(), value: try text(), cycle: try varint())
  }

  private mutating func fill(
    _ id: ClientOrderID, at time: Timestamp
  ) throws(BotEventBatch.Fault) -> Fill {
    let side = try side()
    let reason = try reason()
    let ordinal = try varint()
    let position = try self.id()
    return Fill(
      ordinal: ordinal, order: id, position: position, symbolIndex: Int(try signed()), eventTime: time,
      side: side, quantity: try aQuantity(), price: try aPrice(), reason: reason, commission: try money(),
      spreadCost: try money(), slippageCost: try money())
  }

  private mutating func trade(
    _ position: ClientOrderID, at closeTime: Timestamp
  ) throws(BotEventBatch.Fault) -> ClosedTrade {
    let side = try side()
    let reason = try reason()
    let ordinal = try varint()
    let symbolIndex = Int(try signed())
    let quantity = try aQuantity()
    let openTime = Timestamp(nanoseconds: closeTime.nanoseconds &+ (try signed()))
    var trade = ClosedTrade(
      ordinal: ordinal, symbolIndex: symbolIndex, side: side, quantity: quantity, position: position,
      openTime: openTime, openPrice: try aPrice(), closeTime: closeTime, closePrice: try aPrice(),
      grossResult: try money(), commission: try money(), swap: try money(), spreadCost: try money(),
      slippageCost: try money(), exitReason: reason, maximumAdverseExcursion: try money(),
      maximumFavorableExcursion: try money(), netResult: .zero)
    let expected = trade.grossResult.units &- trade.commission.units &+ trade.swap.units
    trade.netResult = Money(units: expected &+ (try signed()))
    return trade
  }

  private mutating func orderRequest(_ id: ClientOrderID) throws(BotEventBatch.Fault) -> OrderRequest {
    let flags = try byte()
    guard flags < 64 else { throw fault("a kind of order") }
    let symbolIndex = Int(try signed())
    let quantity = try aQuantity()
    let kind: OrderKind =
      switch flags & 3 {
      case 0: .market
      case 1: .limit(try aPrice())
      case 2: .stop(try aPrice())
      default: .stopLimit(stop: try aPrice(), limit: try aPrice())
      }
    let force: TimeInForce
    switch flags >> 2 & 7 {
    case 0: force = .goodTillCanceled
    case 1: force = .goodTill(Timestamp(nanoseconds: time &+ (try signed())))
    case 2: force = .day
    case 3: force = .immediateOrCancel
    case 4: force = .fillOrKill
    default: throw fault("a time in force")
    }
    return OrderRequest(
      id: id, symbolIndex: symbolIndex, side: flags & 32 == 0 ? .buy : .sell, quantity: quantity, kind: kind,
      timeInForce: force, protection: try protection())
  }

  private mutating func modifyRequest(_ id: ClientOrderID) throws(BotEventBatch.Fault) -> ModifyRequest {
    let flags = try byte()
    guard flags < 8 else { throw fault("a modification's parts") }
    let target = try self.id()
    return ModifyRequest(
      id: id, target: flags & 1 == 0 ? .order(target) : .position(target),
      price: flags & 2 == 0 ? nil : try aPrice(), limitPrice: flags & 4 == 0 ? nil : try aPrice(),
      protection: try protection())
  }

  private mutating func protection() throws(BotEventBatch.Fault) -> Protection {
    let flags = try byte()
    guard flags < 16 else { throw fault("a protection's parts") }
    var protection = Protection.none
    if flags & 1 != 0 { protection.stopLoss = try aPrice() }
    if flags & 2 != 0 { protection.takeProfit = try aPrice() }
    if flags & 4 != 0 { protection.trailPoints = try signed() }
    if flags & 8 != 0 {
      protection.breakEven = BreakEven(triggerPoints: try signed(), offsetPoints: try signed())
    }
    return protection
  }
}
