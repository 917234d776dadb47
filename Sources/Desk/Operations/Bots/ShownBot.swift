import BotAssembly
package import JSONText
import Journal
import ModeManager
import Reports
import StrategyKit
package import TradingCore
import TradingEngine

/// A registered bot as it is today, and what it has come to.
package struct ShownBot: Sendable {
  /// What it has gathered under one identity in one mode.
  package struct EvidenceRow: Sendable {
    /// Counted from 1.
    package let number: Int
    /// The identity's digest in hexadecimal.
    package let identity: String
    /// `paper`, `demo` or `live`.
    package let mode: String
    /// Whether it is of what the bot is now.
    package let isCurrent: Bool
    /// Closed trades.
    package let trades: Int
    /// The first tick seen.
    package let firstTick: Timestamp?
    /// The last tick seen.
    package let lastTick: Timestamp?
    fileprivate let balance: String?
    fileprivate let fingerprint: String
    fileprivate let started: Timestamp
  }

  /// Its name.
  package let id: String
  /// `active`, `paused` or `retired`.
  package let status: String
  /// Whether what it has open is closed by a run, after which it is retired.
  package internal(set) var isClosing = false
  /// `paper`, `demo` or `live`.
  package let mode: String
  /// The strategy's name.
  package let strategy: String
  /// Parameters in the strategy's order; those that were given, where it can't be put together now.
  package let params: [JSONMember]
  /// What its trials count under.
  package let family: String
  /// What it trades, in the strategy's order.
  package let symbols: [String]
  /// The broker profile's name.
  package let broker: String
  /// The digest of what it is, in hexadecimal; `nil` where that was never known.
  package let identity: String?
  /// A decimal in the account's currency.
  package let balance: String
  /// The same.
  package let equity: String
  /// Positions open now.
  package let openPositions: Int
  /// Closed trades.
  package let trades: Int
  /// Wins by trades; `nil` without a trade.
  package let winRate: Double?
  /// What was won by what was lost; `nil` without a losing trade.
  package let profitFactor: Double?
  /// The largest fall of equity from a peak, as a ratio to the peak.
  package let maxDrawdown: Double
  /// Trading days with a tick.
  package let daysActive: Int
  /// Of all fills that count, in hexadecimal.
  package let fingerprint: String
  /// The last tick seen; `nil` before the first.
  package let lastTick: Timestamp?
  /// The news that it is told of; `nil` for none.
  package let news: ShownNews?
  /// What it has open, and which orders wait; `nil` where the journal can't be asked.
  package internal(set) var open: OpenListing?
  /// All evidence, the oldest first.
  package let evidence: [EvidenceRow]
  /// What the reader should know besides.
  package internal(set) var notes: [String]
  private let wins: Int
  private let firstTick: Timestamp?
  private let conversionSymbols: [String]
  private let registered: Timestamp
  private let spec: JSONValue
}

extension ShownBot {
  /// `rules`: what has changed in the fill rules since an evidence was made, by its id.
  init(
    _ bot: BotHistory, rules: [Int64: String], resolver: BotResolver, at now: Timestamp
  ) throws {
    let record = bot.record
    let spec = try BotSpec(json: record.spec)
    let resolved: ResolvedBot?
    var notes: [String] = []
    do { resolved = try resolver.resolve(spec) } catch {
      resolved = nil
      notes.append("'\(record.id)' can't be put together now: \(error)")
    }
    let configuration = resolved?.configuration
    let present = bot.present(identity: resolved?.identity.bytes)
    let current = present.row
    let start = configuration.map { $0.startBalance.text(in: $0.profile.accountCurrency) }
    let summary =
      current.flatMap { EvidenceSummary(json: $0.summary) } ?? EvidenceSummary(balance: start ?? spec.balance)
    (id, status, mode) = (record.id, record.status.rawValue, record.mode.rawValue)
    (family, registered, self.spec) = (record.family, record.createdAt, spec.json)
    strategy = resolved?.entry.descriptor.name ?? spec.strategy
    params =
      configuration?.parameters.all.map { JSONMember($0.name, Self.value($0.text)) }
      ?? spec.params.map { JSONMember($0.name, Self.value($0.text)) }
    symbols = spec.symbols.map(\.name)
    conversionSymbols = (configuration?.conversionSymbols ?? spec.conversionSymbols).map(\.name)
    broker = configuration?.profileIdentity.name ?? spec.broker
    identity = resolved?.identity.text ?? (current ?? bot.evidence.last).map { Hexadecimal.text($0.identity) }
    (balance, equity, openPositions) = (summary.balance, summary.equity, summary.openPositions)
    (trades, wins, winRate) = (summary.trades, summary.wins, summary.winRate)
    (profitFactor, maxDrawdown) = (summary.profitFactor, summary.maxDrawdown)
    (daysActive, firstTick, lastTick) = (summary.daysActive, summary.firstTick, summary.lastTick)
    fingerprint = Self.fingerprint(current)
    evidence = bot.evidence.map { EvidenceRow($0, isCurrent: $0.id == current?.id) }
    // What no longer counts, or not here, needs no such word.
    let rulesNote = current.flatMap { rules[$0.id] }
    news = spec.news.map { ShownNews($0) }
    notes +=
      news?.remarks(
        strategy: strategy, symbols: spec.symbols, looksAtRegimes: Self.looksAtRegimes(resolved)) ?? []
    notes += [news?.warning(at: lastTick ?? now, of: record.id)].compactMap { $0 }
    self.notes = notes + [present.note(on: record), rulesNote].compactMap { $0 }
  }

  /// Whether the strategy does; `nil` where that can't be told without starting a program, or at all.
  private static func looksAtRegimes(_ resolved: ResolvedBot?) -> Bool? {
    guard let resolved, !resolved.entry.isProgram else { return nil }
    do { return try resolved.paperBot().looksAtRegimes } catch { return nil }
  }

  fileprivate static func fingerprint(_ evidence: EvidenceRecord?) -> String {
    guard let text = evidence?.fingerprint, !text.isEmpty else { return Fingerprint().text }
    return text
  }

  /// Whole numbers as such, everything else as text.
  private static func value(_ text: String) -> JSONValue {
    Int64(text).map { .integer($0) } ?? .string(text)
  }
}

extension ShownBot.EvidenceRow {
  fileprivate init(_ record: EvidenceRecord, isCurrent: Bool) {
    let summary = EvidenceSummary(json: record.summary)
    (number, identity, mode) = (record.number, Hexadecimal.text(record.identity), record.mode.rawValue)
    (self.isCurrent, started) = (isCurrent, record.startedAt)
    (trades, balance) = (summary?.trades ?? 0, summary?.balance)
    (firstTick, lastTick) = (summary?.firstTick, summary?.lastTick)
    fingerprint = ShownBot.fingerprint(record)
  }

  fileprivate var json: JSONValue {
    [
      "number": .count(number), "identity": .string(identity), "mode": .string(mode),
      "current": .boolean(isCurrent), "started": .string(started.iso8601), "trades": .count(trades),
      "balance": balance.map { .string($0) } ?? .null, "fingerprint": .string(fingerprint),
      "first_tick": .time(firstTick), "last_tick": .time(lastTick),
    ]
  }
}

extension ShownBot: Document {
  /// The document of `bot show --json`.
  package var json: JSONValue {
    [
      "id": .string(id), "mode": .string(mode), "status": .string(status), "strategy": .string(strategy),
      "params": .object(params), "family": .string(family), "symbols": .array(symbols.map { .string($0) }),
      "conversion_symbols": .array(conversionSymbols.map { .string($0) }), "broker": .string(broker),
      "identity": identity.map { .string($0) } ?? .null, "balance": .string(balance),
      "equity": .string(equity), "open_positions": .count(openPositions), "trades": .count(trades),
      "wins": .count(wins), "win_rate": .ratio(winRate), "profit_factor": .ratio(profitFactor),
      "max_drawdown": .number(maxDrawdown), "days_active": .count(daysActive),
      "fingerprint": .string(fingerprint), "first_tick": .time(firstTick), "last_tick": .time(lastTick),
      "registered": .string(registered.iso8601), "spec": spec, "evidence": .array(evidence.map(\.json)),
      "closing": .boolean(isClosing), "positions": open?.positionsJSON ?? .null,
      "orders": open?.ordersJSON ?? .null, "news": news?.json ?? .null,
    ]
  }
}
