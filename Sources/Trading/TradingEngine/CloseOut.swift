import RiskControl
import StrategyKit
public import TradingCore

/// What has been asked for to have nothing open any more; part of a bot's state.
@usableFromInline
struct CloseOut: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case cancels = "cancels"
    case closes = "closes"
  }

  /// Something asked for, and when.
  private struct Ask: Sendable, Hashable, Codable {
    private enum CodingKeys: String, CodingKey {
      case id = "id"
      case at = "at"
    }

    let id: ClientOrderID
    let at: Timestamp
  }

  /// Time of the ticks until the same is asked for again: a closed market would refuse at every quote.
  static let patience = Timestamp.minute

  private var cancels: [Ask] = []
  private var closes: [Ask] = []

  /// The orders to cancel and the positions to close now, each with time to answer.
  mutating func due(
    orders: [WorkingOrder], positions: [Position], at time: Timestamp
  ) -> (orders: [ClientOrderID], positions: [ClientOrderID]) {
    Self.forget(&cancels, unless: orders.map(\.id), at: time)
    Self.forget(&closes, unless: positions.map(\.id), at: time)
    // What is closing already, for whatever reason, needs no other close.
    let open = positions.filter { $0.closingUnits < $0.quantity.units }
    return (
      Self.ask(orders.map(\.id), &cancels, at: time), Self.ask(open.map(\.id), &closes, at: time)
    )
  }

  private static func forget(_ asks: inout [Ask], unless present: [ClientOrderID], at time: Timestamp) {
    asks.removeAll { !present.contains($0.id) || $0.at.advanced(by: patience) <= time }
  }

  private static func ask(_ ids: [ClientOrderID], _ asks: inout [Ask], at time: Timestamp) -> [ClientOrderID]
  {
    let due = ids.filter { id in !asks.contains { $0.id == id } }
    asks += due.map { Ask(id: $0, at: time) }
    return due
  }
}

extension TradingEngine {
  /// Has everything canceled and closed from the next quote on, and again while something is open; there is no way
  /// back. Entries have to be halted besides.
  @usableFromInline
  package mutating func startCloseOut() {
    guard closeOut == nil else { return }
    closeOut = CloseOut()
    schedule.wakeAtNextQuote()
  }

  /// Asks for cancels and closes before the strategy sees the quote, in the order of placing and opening.
  @usableFromInline
  @inline(never)
  mutating func askToCloseOut(at time: Timestamp) {
    guard var asks = closeOut else { return }
    let due = asks.due(orders: context.workingOrders, positions: context.ledger.positions, at: time)
    closeOut = asks
    for order in due.orders { context.cancel(order) }
    for position in due.positions { context.close(position) }
  }

  /// Whether nothing is open, and no order is working or on its way that could open something.
  @usableFromInline
  package var isIdle: Bool {
    context.ledger.isFlat
      && (0..<tradedCount).allSatisfy { index in
        OrderSide.allCases.allSatisfy { venue.pendingUnits(symbolIndex: index, side: $0) == 0 }
      }
  }
}
