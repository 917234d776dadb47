import BotAssembly
package import JSONText
import Journal
import ModeManager
import Promotion
package import TradingCore

/// Registered bots, and how they stand.
package struct BotListing: Sendable {
  /// A bot, and how it stands in the mode it is in.
  package struct Row: Sendable {
    /// Its name.
    package let id: String
    /// `paper`, `demo` or `live`.
    package let mode: String
    /// `active`, `paused` or `retired`.
    package let status: String
    /// The strategy as it was registered.
    package let strategy: String
    /// What its trials count under.
    package let family: String
    /// What it trades.
    package let symbols: [String]
    /// The broker profile as it was registered.
    package let broker: String
    /// The identity that it added evidence to last, in hexadecimal; in its mode, where that was not taken back.
    package let identity: String?
    /// A decimal in the account's currency.
    package let balance: String
    /// The same.
    package let equity: String
    /// Positions open now.
    package let openPositions: Int
    /// Closed trades.
    package let trades: Int
    /// The last tick seen; `nil` before the first.
    package let lastTick: Timestamp?
  }

  /// The bots, by name.
  package let bots: [Row]
}

extension BotListing {
  static func rows(_ reading: JournalReading, all: Bool) throws -> [Row] {
    let evidence = Dictionary(grouping: try reading.evidence(), by: \.bot)
    let ledger = try GateJournal.read(reading)
    return try reading.bots().filter { all || $0.status != .retired }.map { record in
      let rows = (evidence[record.id] ?? []).sorted { $0.seq < $1.seq }
      return try Row(BotHistory(of: record, evidence: rows, standing: ledger.standing(of: record.id)))
    }
  }
}

extension BotListing.Row {
  init(_ bot: BotHistory) throws {
    let record = bot.record
    let spec = try BotSpec(json: record.spec)
    let present = bot.present(identity: nil)
    let summary = present.row.flatMap { EvidenceSummary(json: $0.summary) }
    (id, mode, status) = (record.id, record.mode.rawValue, record.status.rawValue)
    (strategy, family, broker) = (spec.strategy, record.family, spec.broker)
    symbols = spec.symbols.map(\.name)
    identity = (present.row ?? bot.evidence.last).map { Hexadecimal.text($0.identity) }
    balance = summary?.balance ?? spec.balance
    equity = summary?.equity ?? spec.balance
    openPositions = summary?.openPositions ?? 0
    trades = summary?.trades ?? 0
    lastTick = summary?.lastTick
  }

  fileprivate var json: JSONValue {
    [
      "id": .string(id), "mode": .string(mode), "status": .string(status), "strategy": .string(strategy),
      "family": .string(family), "symbols": .array(symbols.map { .string($0) }), "broker": .string(broker),
      "identity": identity.map { .string($0) } ?? .null, "balance": .string(balance),
      "equity": .string(equity), "open_positions": .count(openPositions), "trades": .count(trades),
      "last_tick": lastTick.map { .string($0.iso8601) } ?? .null,
    ]
  }
}

extension BotListing: Document {
  /// The bots, for programs.
  package var json: JSONValue { ["bots": .array(bots.map(\.json))] }
}
