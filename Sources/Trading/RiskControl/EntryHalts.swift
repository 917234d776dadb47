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
    if account.isReduced(by: order, pendingUnits: pendingUnits) { return nil }
    var value = "an order to \(order.side.rawValue)"
    if (0..<account.symbolCount).contains(order.symbolIndex) {
      let instrument = account.instrument(symbolIndex: order.symbolIndex)
      value =
        "\(order.side.rawValue) \(instrument.lotsText(units: order.quantity.units)) lots \(instrument.symbol)"
    }
    return Self.denial(order.id, code, value: value, cycle)
  }

  /// The denial of a change that would take new risk: other prices of an order that waits to open, or levels
  /// without the stop there was.
  @usableFromInline
  package func denial(
    of change: ModifyRequest, account: Account, workingOrders: [WorkingOrder], cycle: UInt64
  ) -> Denial? {
    guard let raise = account.raise(by: change, workingOrders: workingOrders),
      let code = code(symbolIndex: raise.symbolIndex)
    else { return nil }
    return Self.denial(change.id, code, value: raise.text, cycle)
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
    case .killSwitch: "no new risk after the kill switch"
    case .operatorLock: "no new risk while an operator has locked it"
    case .riskObserve: "no new risk in mode observe"
    case .tradeFrequency: "no new risk while entries cool down"
    case .dailyLoss: "no new risk after the day's loss"
    case .dailyRealizedLoss: "no new risk after what trades have lost today"
    case .dailyUnrealizedLoss: "no new risk after what was lost by open positions"
    case .maxUnrealizedProfit: "no new risk after the day's profit was taken"
    case .cooldownAfterLoss: "no new risk while entries cool down after a loss"
    case .symbolBlocked: "no new risk in a symbol that is blocked"
    case .authLost: "no new risk while the broker knows no login"
    case .outsideSession: "no new risk outside of the trading session"
    case .repeatedExecution: "no new risk after the same was executed too often"
    case .totalDrawdown: "no new risk after the total drawdown"
    case .trailingDrawdown: "no new risk after the trailing drawdown"
    case .botQuarantine: "no new risk while the bot is in quarantine"
    case .familyHalt: "no new risk until the family has been reviewed"
    case .accountHalt: "no new risk until the account has been reviewed"
    case .systemHalt: "no new risk after a full stop"
    case .alertRed: "no new risk at level RED"
    case .alertBlack: "no new risk until level BLACK has been released"
    case .newsHalt: "no new risk while news of high impact is out"
    case .endOfDay: "no new risk while the day is being closed"
    case .weekend: "no new risk at the weekend"
    default: "no new risk (\(code.rawValue))"
    }
  }
}
