import BotAssembly
import BrokerProfiles
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
    /// Whether what it has open is closed by a run, after which it is retired.
    package let isClosing: Bool
    /// The strategy as it was registered.
    package let strategy: String
    /// What its trials count under.
    package let family: String
    /// What it trades.
    package let symbols: [String]
    /// The broker profile by its name; as it was registered where it can't be read.
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
    /// The news that it is told of; `nil` for none.
    package let news: ShownNews?
    /// What to know of it where its calendar does not reach to the last tick, or, without one, to now.
    package let newsWarning: String?
  }

  /// The bots, by name.
  package let bots: [Row]
}

extension BotListing {
  static func rows(
    _ reading: JournalReading, all: Bool, _ profiles: BrokerProfiles, at now: Timestamp
  ) throws -> [Row] {
    let evidence = Dictionary(grouping: try reading.evidence(), by: \.bot)
    let ledger = try GateJournal.read(reading)
    // Many bots are at one broker.
    var brokers: [[String]: String] = [:]
    return try reading.bots().filter { all || $0.status != .retired }.map { record in
      let rows = (evidence[record.id] ?? []).sorted { $0.seq < $1.seq }
      let spec = try BotSpec(json: record.spec)
      let key = [spec.broker] + spec.symbols.map(\.name)
      let name = brokers[key] ?? Self.broker(of: spec, profiles)
      brokers[key] = name
      return Row(
        BotHistory(of: record, evidence: rows, standing: ledger.standing(of: record.id)), spec, broker: name,
        isClosing: try reading.isClosing(record.id), at: now)
    }
  }

  private static func broker(of spec: BotSpec, _ profiles: BrokerProfiles) -> String {
    // Whatever became of the file: the bot is listed.
    do {
      let profile = try profiles.load(spec.broker)
      return ProfileIdentity(profile, trading: spec.symbols + spec.conversionSymbols).name
    } catch { return spec.broker }
  }
}

extension BotListing.Row {
  init(
    _ bot: BotHistory, _ spec: BotSpec, broker: String, isClosing: Bool, at now: Timestamp
  ) {
    let record = bot.record
    let present = bot.present(identity: nil)
    let summary = present.row.flatMap { EvidenceSummary(json: $0.summary) }
    (id, mode, status) = (record.id, record.mode.rawValue, record.status.rawValue)
    (strategy, family) = (spec.strategy, record.family)
    (self.broker, self.isClosing) = (broker, isClosing)
    symbols = spec.symbols.map(\.name)
    identity = (present.row ?? bot.evidence.last).map { Hexadecimal.text($0.identity) }
    balance = summary?.balance ?? spec.balance
    equity = summary?.equity ?? spec.balance
    openPositions = summary?.openPositions ?? 0
    trades = summary?.trades ?? 0
    lastTick = summary?.lastTick
    news = spec.news.map { ShownNews($0) }
    newsWarning = news?.warning(at: lastTick ?? now, of: record.id)
  }

  fileprivate var json: JSONValue {
    [
      "id": .string(id), "mode": .string(mode), "status": .string(status), "strategy": .string(strategy),
      "family": .string(family), "symbols": .array(symbols.map { .string($0) }), "broker": .string(broker),
      "identity": identity.map { .string($0) } ?? .null, "balance": .string(balance),
      "equity": .string(equity), "open_positions": .count(openPositions), "trades": .count(trades),
      "last_tick": lastTick.map { .string($0.iso8601) } ?? .null, "closing": .boolean(isClosing),
      "news": news?.json ?? .null,
    ]
  }
}

extension BotListing: Document {
  /// The bots, for programs.
  package var json: JSONValue { ["bots": .array(bots.map(\.json))] }
}
