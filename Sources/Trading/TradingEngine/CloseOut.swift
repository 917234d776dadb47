import RiskControl
import StrategyKit
public import TradingCore

/// What has been asked for to have nothing open any more; part of a bot's state.
@usableFromInline
struct CloseOut: Sendable, Hashable, Codable {
  // The reason is left out where it is what it was before there was another one.
  private enum CodingKeys: String, CodingKey {
    case cancels = "cancels"
    case closes = "closes"
    case reason = "reason"
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

  /// What the closes say; `strategy` as they did before there were commands.
  private(set) var reason: FillReason
  private var cancels: [Ask] = []
  private var closes: [Ask] = []

  init(_ reason: FillReason) { self.reason = reason }

  /// The same, for another reason: the last one counts.
  func saying(_ reason: FillReason) -> CloseOut {
    var closeOut = self
    closeOut.reason = reason
    return closeOut
  }

  /// When something may be asked for again.
  var dueTime: Timestamp {
    (cancels + closes).map { $0.at.advanced(by: Self.patience) }.min() ?? .distantFuture
  }

  /// The orders to cancel and the positions to close now, each with time to answer.
  mutating func due(
    orders: [ClientOrderID], positions: [Position], at time: Timestamp
  ) -> (orders: [ClientOrderID], positions: [ClientOrderID]) {
    Self.forget(&cancels, unless: orders, at: time)
    Self.forget(&closes, unless: positions.map(\.id), at: time)
    // What is closing already, for whatever reason, needs no other close.
    let open = positions.filter { $0.closingUnits < $0.quantity.units }
    return (
      Self.ask(orders, &cancels, at: time), Self.ask(open.map(\.id), &closes, at: time)
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

extension CloseOut {
  @usableFromInline
  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    cancels = try values.decode([Ask].self, forKey: .cancels)
    closes = try values.decode([Ask].self, forKey: .closes)
    reason = try values.decodeIfPresent(FillReason.self, forKey: .reason) ?? .strategy
  }

  @usableFromInline
  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(cancels, forKey: .cancels)
    try values.encode(closes, forKey: .closes)
    if reason != .strategy { try values.encode(reason, forKey: .reason) }
  }
}

extension TradingEngine {
  /// Has everything canceled and closed from the next quote on, and again while something is open; there is no way
  /// back. Entries have to be halted besides.
  ///
  /// As sessions did that were recorded before there were commands: the closes say `strategy`.
  @usableFromInline
  package mutating func startCloseOut() {
    guard closeOut == nil else { return }
    closeOut = CloseOut(.strategy)
    schedule.wakeAtNextQuote()
  }

  /// Asks for cancels and closes before the strategy sees the quote, in the order of placing and opening.
  @usableFromInline
  @inline(never)
  mutating func askToCloseOut(at time: Timestamp) {
    guard var asks = closeOut else { return }
    let orders =
      asks.reason == .strategy ? context.workingOrders.map(\.id) : venue.openOrders(symbolIndex: nil)
    let due = asks.due(orders: orders, positions: context.fullAccount.positions, at: time)
    closeOut = asks
    for order in due.orders { context.cancel(order) }
    for position in due.positions { askToClose(position, nil, asks.reason) }
  }

  /// Whether nothing is open, and no order is working or on its way that could open something.
  @usableFromInline
  package var isIdle: Bool {
    context.fullAccount.isFlat
      && (0..<tradedCount).allSatisfy { index in
        OrderSide.allCases.allSatisfy { venue.pendingUnits(symbolIndex: index, side: $0) == 0 }
      }
  }
}
