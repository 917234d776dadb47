import JSONText
import TradingCore

/// The line a client sends on connecting.
enum Hello {
  /// `{"type":"hello","version":1,"symbols":[…],"resume":[…]}` and a line break; with the token where there
  /// is one.
  static func line(symbols: FeedSymbols, resume: [FeedCursor], token: FeedToken?) -> String {
    let cursors: [JSONValue] = resume.compactMap { cursor in
      guard let name = symbols.name(of: cursor.symbol) else { return nil }
      return [
        "symbol": .string(name), "time": .string(time(cursor.eventTime)), "count": .count(cursor.count),
      ]
    }
    var hello: JSONValue = [
      "type": "hello", "version": 1, "symbols": .array(symbols.names.map { .string($0) }),
      "resume": .array(cursors),
    ]
    if let token { hello = hello.adding("token", .string(token.value)) }
    return hello.compactText + "\n"
  }

  /// Three decimals of a second, or nine where they say more.
  private static func time(_ time: Timestamp) -> String {
    time.iso8601(fractionDigits: time.nanoseconds % Timestamp.millisecond == 0 ? 3 : 9)
  }
}
