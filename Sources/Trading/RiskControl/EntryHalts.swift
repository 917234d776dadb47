public import TradingCore

/// Why a bot may take no new risk for now, in the order in which it was said.
///
/// While a halt holds, what closes, protects or cancels goes on; on a netting account also orders that do no
/// more than reduce a position. Orders that were working before stay at the venue.
@usableFromInline
package struct EntryHalts: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case halts = "halts"
    case isEmpty = "isEmpty"
  }

  /// One reason, for one of the bot's symbols or for all of them.
  package struct Halt: Sendable, Hashable, Codable {
    private enum CodingKeys: String, CodingKey {
      case code = "code"
      case symbolIndex = "symbolIndex"
    }

    /// What orders are denied with.
    package let code: DenialCode
    /// The symbol; `nil` for all.
    package let symbolIndex: Int?
  }

  /// What holds.
  package private(set) var halts: [Halt] = []
  /// Whether nothing does.
  @usableFromInline package private(set) var isEmpty = true

  /// Nothing is halted.
  @usableFromInline
  package init() {}

  /// Halts a symbol's entries, or all of them; said twice it counts once.
  package mutating func halt(_ code: DenialCode, symbolIndex: Int?) {
    let halt = Halt(code: code, symbolIndex: symbolIndex)
    if !halts.contains(halt) { halts.append(halt) }
    isEmpty = false
  }

  /// Takes back exactly what was said with the same code and symbol.
  package mutating func resume(_ code: DenialCode, symbolIndex: Int?) {
    let halt = Halt(code: code, symbolIndex: symbolIndex)
    halts.removeAll { $0 == halt }
    isEmpty = halts.isEmpty
  }

  private func code(symbolIndex: Int) -> DenialCode? {
    halts.first { $0.symbolIndex == nil || $0.symbolIndex == symbolIndex }?.code
  }

  /// The denial of an order that would take new risk.
  ///
  /// `pendingUnits`: what orders of the same side that are on their way or working may still fill.
  @usableFromInline
  package func denial(
    of order: OrderRequest, account: Account, pendingUnits: Int64, cycle: UInt64
  ) -> Denial? {
    guard let code = code(symbolIndex: order.symbolIndex) else { return nil }
    let units = order.quantity.units
    if units > 0, units <= Self.reducible(order.symbolIndex, order.side, account) - pendingUnits {
      return nil
    }
    var value = "an order to \(order.side.rawValue)"
    if (0..<account.symbolCount).contains(order.symbolIndex) {
      let instrument = account.instrument(symbolIndex: order.symbolIndex)
      value = "\(order.side.rawValue) \(instrument.lotsText(units: units)) lots \(instrument.symbol)"
    }
    return Self.denial(order.id, code, value: value, cycle)
  }

  /// The denial of a change that would take new risk: other prices of an order that waits to open, or levels
  /// without the stop there was.
  @usableFromInline
  package func denial(
    of change: ModifyRequest, account: Account, workingOrders: [WorkingOrder], cycle: UInt64
  ) -> Denial? {
    switch change.target {
    case .position(let id):
      guard let position = account.position(id), let code = code(symbolIndex: position.symbolIndex),
        position.protection.hasStop, !change.protection.hasStop
      else { return nil }
      return Self.denial(change.id, code, value: "taking the stop away", cycle)
    case .order(let id):
      guard let order = workingOrders.first(where: { $0.id == id }),
        let code = code(symbolIndex: order.symbolIndex)
      else { return nil }
      if order.protection.hasStop, !change.protection.hasStop {
        return Self.denial(change.id, code, value: "taking the stop away", cycle)
      }
      let moves = order.kind.moved(to: change.price, limit: change.limitPrice) != order.kind
      if !moves || order.quantity.units <= Self.reducible(order.symbolIndex, order.side, account) {
        return nil
      }
      return Self.denial(change.id, code, value: "moving an order that opens", cycle)
    }
  }

  /// Units of a side that do no more than reduce what is open, closes in flight done; none on a hedging account.
  private static func reducible(_ symbolIndex: Int, _ side: OrderSide, _ account: Account) -> Int64 {
    guard account.mode == .netting, (0..<account.symbolCount).contains(symbolIndex) else { return 0 }
    let net = account.netUnits(symbolIndex: symbolIndex) * side.sign
    let closing = account.positions.reduce(0) {
      $0 + ($1.symbolIndex == symbolIndex ? $1.closingUnits : 0)
    }
    return max(0, -net - closing)
  }

  private static func denial(
    _ order: ClientOrderID, _ code: DenialCode, value: String, _ cycle: UInt64
  ) -> Denial {
    Denial(order: order, code: code, layer: "risk", limit: limit(code), value: value, cycle: cycle)
  }

  private static func limit(_ code: DenialCode) -> String {
    switch code {
    case .feedStale: "no new risk while the feed is stale"
    case .feedLate: "no new risk while the feed is late"
    case .clockJump: "no new risk after a jump of the clock"
    case .botPaused: "no new risk while the bot is paused"
    case .botDemoted: "no new risk, as the bot was taken back"
    case .grantExpired: "no new risk, as the bot's grant has run out"
    default: "no new risk (\(code.rawValue))"
    }
  }
}

extension Protection {
  fileprivate var hasStop: Bool { stopLoss != nil || trailPoints != nil }
}
