package import JSONText
import Journal
import ModeManager
import Promotion
package import Reports
import TradingCore

/// What the bots of a home have open, and what of theirs waits at their venues.
package struct OpenListing: Sendable {
  /// An open position.
  package typealias Position = OpenPosition
  /// An order that waits.
  package typealias Order = OpenOrder

  /// What is open, by bot, the oldest first.
  package private(set) var positions: [Position] = []
  /// What waits, by bot, in order of placement.
  package private(set) var orders: [Order] = []
  /// What the reader should know besides.
  package private(set) var notes: [String] = []
  /// Whether more may be open than what is known here.
  private(set) var isUncertain = false

  mutating func add(_ bot: BotRecord, _ book: OpenBook) {
    let mode = bot.mode.rawValue
    for position in book.positions {
      let last = max(book.lastTick ?? position.openTime, position.openTime)
      positions.append(
        Position(
          bot: bot.id, mode: mode, order: position.order, symbol: position.symbol,
          side: position.side.rawValue, lots: position.lots, openTime: position.openTime,
          openPrice: position.openPrice, stopLoss: position.stopLoss, takeProfit: position.takeProfit,
          result: position.result, currency: book.currency, lastTick: last,
          age: last.nanoseconds - position.openTime.nanoseconds))
    }
    for order in book.orders ?? [] {
      orders.append(
        Order(
          bot: bot.id, mode: mode, order: order.order, symbol: order.symbol, side: order.side.rawValue,
          type: order.type, lots: order.lots, price: order.price, limitPrice: order.limitPrice,
          stopLoss: order.stopLoss, takeProfit: order.takeProfit, expiry: order.expiry))
    }
    isUncertain = isUncertain || book.orders == nil || book.isBehind
    if book.orders == nil {
      notes.append("Which orders of '\(bot.id)' wait, its broker knows: a run shows them.")
    }
    if book.isBehind {
      notes.append(
        "'\(bot.id)' was cut off: this is as of its last checkpoint, and the next 'slipway run' brings it up to date."
      )
    }
    if bot.status == .retired, !(book.positions.isEmpty && book.orders?.isEmpty != false) {
      notes.append("'\(bot.id)' is retired: nothing closes what it left open.")
    }
  }
}

extension OpenListing {
  /// The positions, for programs.
  package var positionsJSON: JSONValue { OpenPosition.json(positions) }
  /// The orders, for programs.
  package var ordersJSON: JSONValue { OpenOrder.json(orders) }
}

extension BotOperations {
  /// What a bot has open and what waits, or all bots that are not retired.
  ///
  /// Of a run that is under way this is at most a second old; else it is what the journal has.
  /// - Throws: `OperationError.usage` for a bot that is not there, `JournalError`, and `DeskError` for a checkpoint that
  ///   can't be read.
  package func open(_ id: String? = nil) throws -> OpenListing {
    guard let journal = try id.map({ try home.journal.journal(of: $0) }) ?? home.journal.existing() else {
      throw JournalError.missing(home: home.folder)
    }
    let (records, evidence, ledger) = try journal.read { reading in
      (
        try id.map { [try HomeJournal.bot($0, reading)] }
          ?? reading.bots().filter { $0.status != .retired },
        Dictionary(grouping: try reading.evidence(), by: \.bot), try GateJournal.read(reading)
      )
    }
    let shown =
      try SessionOperations(home: home).desk().flatMap { $0.isCurrent ? $0.snapshot.bots : nil } ?? []
    var listing = OpenListing()
    for record in records {
      if let bot = shown.first(where: { $0.id == record.id && $0.mode == record.mode }) {
        listing.add(record, OpenBook(bot))
        continue
      }
      let rows = (evidence[record.id] ?? []).sorted { $0.seq < $1.seq }
      let history = BotHistory(of: record, evidence: rows, standing: ledger.standing(of: record.id))
      guard let row = history.present(identity: nil).row else { continue }
      listing.add(record, try OpenBook(of: row, journal))
    }
    return listing
  }
}
