package import JSONText
import ModeManager
import Reports
import TradingCore

extension WatchScreen: Document {
  /// The screen, for programs.
  package var json: JSONValue {
    .object(
      [
        JSONMember("level", .string(alert.level.rawValue)), JSONMember("reasons", .texts(alert.reasons)),
        JSONMember("clock", .time(clock)), JSONMember("at", .time(at)),
        JSONMember("goes_by", .string(goesByTicks ? "ticks" : "clock")), JSONMember("run", runJSON),
        JSONMember("risk_as_of", .time(riskAsOf)),
      ] + deskMembers + marketMembers + [JSONMember("problems", .texts(problems))])
  }

  private var runJSON: JSONValue {
    [
      "state": .string(run.rawValue), "session": session.map { .integer($0) } ?? .null,
      "ticks": .unsigned(ticks), "last_tick": .time(lastTick), "shown_at": .time(shownAt),
      "age_seconds": .ratio(age.map { Double($0) / Double(Timestamp.second) }), "feed": .text(feed),
      "lag_ns": lag.map { .integer($0) } ?? .null, "dropped": .count(dropped),
    ]
  }

  private var deskMembers: [JSONMember] {
    [
      JSONMember("stop_file", .boolean(stopReason != nil)), JSONMember("stop_reason", .text(stopReason)),
      JSONMember("waiting", .array(waiting.map(\.json))),
      JSONMember(
        "lockouts",
        .array(
          lockouts.map { lockout in
            lockout.json.adding(
              "left_seconds", .ratio(left(of: lockout).map { Double($0) / Double(Timestamp.second) }))
          })),
      JSONMember("bots", .array(bots.map(\.json))),
      JSONMember(
        "warnings",
        .array(warnings.map { $0.allowance.json.adding("level", .string($0.level.rawValue)) })),
      JSONMember("positions", OpenPosition.json(positions)),
    ]
  }

  private var marketMembers: [JSONMember] {
    [
      JSONMember("sessions", .array(sessions.map(\.json))),
      JSONMember("news_on", isNewsOn.map { .boolean($0) } ?? .null),
      JSONMember("news_changes_at", .time(newsChangesAt)), JSONMember("fees", .array(fees.map(\.json))),
      JSONMember(
        "regimes",
        .array(
          markets.map { ["symbol": .string($0.symbol), "timeframes": .array($0.readings.map(\.json))] })),
    ]
  }
}

extension WatchScreen.Bot {
  fileprivate var json: JSONValue {
    [
      "id": .string(id), "mode": .string(mode), "status": .text(status), "currency": .text(currency),
      "balance": .string(balance), "equity": .string(equity), "open_positions": .count(openPositions),
      "orders": orders.map { .count($0) } ?? .null, "halts": .texts(halts), "failure": .text(failure),
    ]
  }
}

extension WatchScreen.Hours {
  fileprivate var json: JSONValue {
    [
      "session": .string(name), "open": .boolean(isOpen), "opens_at": .time(opensAt),
      "closes_at": .time(closesAt),
    ]
  }
}

extension WatchScreen.Fees {
  fileprivate var json: JSONValue {
    [
      "currency": .string(currency), "today": .string(today), "limit": .string(limit), "used": .ratio(used),
      "level": .string(level), "at": .time(at),
    ]
  }
}

extension JSONValue {
  fileprivate static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  fileprivate static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
