public import TradingCore

/// What a bot's last trades brought after cost, as shares of the notional they were opened at: its own record.
///
/// ```swift
/// mutating func onFill(_ fill: Fill, _ context: inout Context) { record.add(fill, context) }
/// ```
/// A position counts as one trade, once it is closed whole, however many fills opened and closed it.
public struct TradeRecord: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case results = "results"
    case lastTrade = "lastTrade"
    case parts = "parts"
  }

  private struct Part: Sendable, Hashable, Codable {
    enum CodingKeys: String, CodingKey {
      case position = "position"
      case result = "result"
      case notional = "notional"
    }

    let position: ClientOrderID
    var result = 0.0
    var notional = 0.0
  }

  /// Positions closed in part that it keeps at a time; of more it forgets the oldest.
  private static let mostParts = 256

  /// The most trades that a record keeps.
  static let longest = 10_000

  /// The results, oldest first: 0.01 for one per cent of the notional.
  public private(set) var results: Window<Double>
  private var lastTrade: UInt64 = 0
  private var parts: [Part] = []

  /// A record of the last `length` trades, 30 to 10,000.
  public init(length: Int = 200) {
    results = Window(length: min(max(length, KellyEstimate.fewest.trades), Self.longest))
  }

  /// Takes what a fill of the bot's own has closed; for an entry, nothing. For `onFill`, which hears of each once.
  ///
  /// Notional and result are in account money at the rate of the close. A position opened at a price not above
  /// zero has no notional, and does not count.
  public mutating func add(_ fill: Fill, _ context: borrowing Context) {
    guard fill.reason != .entry else { return }
    let place = parts.firstIndex { $0.position == fill.position }
    var part = place.map { parts.remove(at: $0) } ?? Part(position: fill.position)
    for trade in context.trades(closedBy: fill, after: lastTrade) {
      lastTrade = trade.ordinal
      let notional = try? context.account.value(
        points: trade.openPrice.points, units: trade.quantity.units, symbolIndex: trade.symbolIndex,
        price: trade.closePrice)
      guard let notional, notional > .zero else { continue }
      part.result += Double(trade.netResult.units)
      part.notional += Double(notional.units)
    }
    if context.account.position(fill.position) != nil {
      if parts.count == Self.mostParts { parts.removeFirst() }
      parts.append(part)
    } else if part.notional > 0 {
      add(part.result / part.notional)
    }
  }

  /// Takes the result of a trade, as a share of what was at stake, after cost; ignores what is no number.
  public mutating func add(_ result: Double) {
    if result.isFinite { results.add(result) }
  }

  /// What it says of the edge; `nil` for fewer than 30 trades or 5 losses.
  public var estimate: KellyEstimate? { KellyEstimate(results) }
}
