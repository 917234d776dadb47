package import TradingCore

/// Books made from nothing but what a scripted broker did, by an arithmetic of its own: first in first out, entry by
/// entry, in plain numbers.
package struct BrokerAuditor: Sendable {
  private struct Entry {
    var units: Int64
    let price: Int64
    let isLong: Bool
  }

  /// What is open of a holding: long or short units, and the order that opened it, where one did.
  package struct Open: Sendable, Hashable {
    package var opener: ClientOrderID?
    package var symbol: Int
    package var units: Int64
  }

  /// What the account has.
  package private(set) var cash: Int64
  /// Open units by symbol, shorts below zero.
  package private(set) var net: [Int64]
  /// How each order that arrived ended; one that works is absent.
  package private(set) var ends: [OrderKey: OrderState] = [:]
  /// What of each order was executed.
  package private(set) var executed: [OrderKey: Int64] = [:]
  /// Open positions of a hedging account, by the order that opened them.
  package private(set) var positions: [ClientOrderID: Int64] = [:]

  /// Goes through the deeds of a broker from its first one on.
  package init(
    _ deeds: [ScriptedBroker.Deed], cash: Int64, instruments: [Instrument], isNetting: Bool
  ) {
    self.cash = cash
    net = instruments.map { _ in 0 }
    var entries: [Int: [Entry]] = [:]
    var openers: [Int: ClientOrderID] = [:]
    for deed in deeds {
      switch deed {
      case .money(let amount): self.cash += amount
      case .ended(let key, let state): ends[key] = state
      case .executed(let key, let position, let symbol, let side, let units, let price, let commission):
        self.cash -= commission
        if let key { executed[key, default: 0] += units }
        net[symbol] += side == .buy ? units : -units
        let book = isNetting ? symbol : position ?? -1
        if openers[book] == nil { openers[book] = key?.order }
        let points = Self.match(&entries[book, default: []], side == .buy, units, price)
        let value = instruments[symbol].pointValue
        self.cash += points * value.numerator / value.denominator
      }
    }
    guard !isNetting else { return }
    for (book, open) in entries {
      let units = open.reduce(0 as Int64) { $0 + ($1.isLong ? $1.units : -$1.units) }
      if units != 0, let opener = openers[book] { positions[opener] = units }
    }
  }

  /// Closes the oldest entries of the other side and opens what is left.
  ///
  /// - Returns: what it won, in points times units.
  private static func match(_ entries: inout [Entry], _ isLong: Bool, _ units: Int64, _ price: Int64) -> Int64
  {
    var rest = units
    var won: Int64 = 0
    while rest > 0, let first = entries.first, first.isLong != isLong {
      let part = min(rest, first.units)
      won += (first.isLong ? price - first.price : first.price - price) * part
      rest -= part
      if part == first.units { entries.removeFirst() } else { entries[0].units -= part }
    }
    if rest > 0 { entries.append(Entry(units: rest, price: price, isLong: isLong)) }
    return won
  }
}
