package import JSONText
import Journal
import TradingCore

/// As it stands in the file and in documents; members are never renamed.
extension DeskSnapshot {
  /// The latest version that is read, and the one that is written.
  static let version = 1

  /// As one document.
  package var json: JSONValue {
    [
      "version": .count(Self.version), "taken_at": .string(takenAt.iso8601), "process": .integer(process),
      "session": session.map { .integer($0) } ?? .null, "kind": .optional(kind?.rawValue),
      "ticks": .unsigned(progress.quotes), "last_tick": .optional(progress.lastTime?.iso8601),
      "lag_ns": progress.lagNanoseconds.map { .integer($0) } ?? .null, "feed": .optional(progress.feed),
      "dropped": .count(progress.dropped), "bots": .array(bots.map(\.json)),
      "climate": .array(climate.map(\.json)),
    ]
  }
}

extension DeskSnapshot.Climate {
  fileprivate var json: JSONValue {
    ["symbol": .string(symbol), "timeframes": .array(readings.map(\.json))]
  }
}

extension ClimateReading {
  /// As it stands in the desk's snapshot and in documents; members are never renamed.
  package var json: JSONValue {
    [
      "timeframe": .string(timeframe.rawValue), "regime": .string(regime.rawValue), "chaos": .ratio(chaos),
      "quality": .number(quality), "at": .string(at.iso8601), "since": .string(since.iso8601),
      "efficiency_ratio": .ratio(efficiencyRatio), "permutation_entropy": .ratio(permutationEntropy),
      "jump_share": .ratio(jumpShare), "volatility_percentile": .ratio(volatilityPercentile),
      "volatility_basis": .optional(volatilityBasis?.rawValue), "direction": .count(direction),
      "unknown_reason": .optional(unknownReason?.rawValue),
    ]
  }
}

extension DeskSnapshot.Bot {
  fileprivate var json: JSONValue {
    [
      "bot": .string(id), "mode": .string(mode.rawValue), "failure": .optional(failure),
      "currency": .string(currency), "balance": .string(balance), "equity": .string(equity),
      "used_margin": .string(usedMargin), "last_tick": .optional(lastTick?.iso8601),
      "halts": .array(
        halts.map { ["code": .string($0.code), "symbol": .optional($0.symbol)] }),
      "positions": .array(positions.map(\.json)), "orders": .array(orders.map(\.json)),
    ]
  }
}

extension DeskSnapshot.Position {
  fileprivate var json: JSONValue {
    [
      "order": .integer(order), "symbol": .string(symbol), "side": .string(side.rawValue),
      "lots": .string(lots), "open_time": .string(openTime.iso8601), "open_price": .string(openPrice),
      "stop_loss": .optional(stopLoss), "take_profit": .optional(takeProfit), "result": .optional(result),
    ]
  }
}

extension DeskSnapshot.Order {
  fileprivate var json: JSONValue {
    [
      "order": .integer(order), "symbol": .string(symbol), "side": .string(side.rawValue),
      "type": .string(type), "lots": .string(lots), "price": .string(price),
      "limit_price": .optional(limitPrice), "expiry": .optional(expiry?.iso8601),
      "stop_loss": .optional(stopLoss), "take_profit": .optional(takeProfit),
    ]
  }
}

extension JSONValue {
  fileprivate static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
