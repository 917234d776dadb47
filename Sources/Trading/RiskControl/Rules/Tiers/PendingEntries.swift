import TradingCore

/// Entries that risk has approved and that have neither been filled nor are gone: what marks of holdings add up by symbol and
/// side, order by order.
package struct PendingEntries: Sendable, Hashable, Codable {
  fileprivate struct Entry: Sendable, Hashable, Codable {
    let bot: String
    let order: ClientOrderID
    let symbol: Symbol
    let side: OrderSide
    let risk: Money?

    private enum CodingKeys: String, CodingKey {
      case bot = "bot"
      case order = "order"
      case symbol = "symbol"
      case side = "side"
      case risk = "risk"
    }
  }

  fileprivate var entries: [Entry] = []

  private enum CodingKeys: String, CodingKey { case entries = "entries" }

  /// Nothing is on its way.
  init() {}

  /// Takes in what was approved and filled, and drops what the bot at hand has no order for any more.
  mutating func hear(_ event: RiskEvent, in scene: RiskScene, risk: (RiskAsk) -> Money?) {
    guard let bot = scene.bot else { return }
    switch event.what {
    case .approved(let ask):
      guard ask.effect == .opens, let symbol = scene.symbol(of: ask), let side = ask.side else { return }
      entries.append(Entry(bot: bot, order: ask.order, symbol: symbol, side: side, risk: risk(ask)))
    case .filled(let fill):
      entries.removeAll { $0.bot == bot && $0.order == fill.order }
      forget(bot, in: scene)
    case .rejected(let rejection): entries.removeAll { $0.bot == bot && $0.order == rejection.order }
    // Its mark is of now: what was approved before has left by then.
    case .asked, .closed: forget(bot, in: scene)
    case .left: entries.removeAll { $0.bot == bot }
    default: break
    }
  }

  private mutating func forget(_ bot: String, in scene: RiskScene) {
    guard !entries.isEmpty, let orders = scene.bots.first(where: { $0.member.bot == bot })?.mark.orders else {
      return
    }
    entries.removeAll { entry in
      entry.bot == bot && !orders.contains { $0.symbol == entry.symbol && $0.side == entry.side }
    }
  }

  /// How many there are, and what they put at risk; `nil` for a risk where that of one can't be reckoned.
  ///
  /// Orders that nobody asked for count once by symbol and side, with their whole value.
  func sum(in scene: RiskScene) -> (count: Int, risk: Int128?) {
    var (count, risk) = (entries.count, Optional(Int128(0)))
    for entry in entries { risk = risk.flatMap { sum in entry.risk.map { sum + Int128($0.units) } } }
    for bot in scene.bots {
      for order in bot.mark.orders where !entries.contains(where: { $0.covers(order, of: bot.member.bot) }) {
        count += 1
        risk = risk.flatMap { sum in order.value.map { sum + Int128($0.units) } }
      }
    }
    return (count, risk)
  }
}

extension PendingEntries.Entry {
  fileprivate func covers(_ order: OrderMark, of bot: String) -> Bool {
    self.bot == bot && symbol == order.symbol && side == order.side
  }
}
