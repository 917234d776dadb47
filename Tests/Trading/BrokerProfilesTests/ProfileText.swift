import BrokerProfiles
import TradingCore

/// A complete profile, one key a line, in which a test replaces or adds lines.
enum ProfileText {
  static let lines = [
    "account_mode: hedging", "account_currency: USD", "leverage: 100", "margin_call_percent: 100",
    "stop_out_percent: 50", "spread: recorded", "slippage: none", "commission: none",
  ]

  /// The profile with the line of the same key replaced, or with the text added as line 9 and following.
  static func with(_ line: String) -> String {
    let key = line.prefix { $0 != ":" } + ":"
    var lines = lines
    if let index = lines.firstIndex(where: { $0.hasPrefix(key) }) {
      lines[index] = line
    } else {
      lines.append(line)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The profile without a key.
  static func without(_ key: String) -> String {
    lines.filter { !$0.hasPrefix(key + ":") }.joined(separator: "\n") + "\n"
  }

  static func profile(with line: String) throws -> BrokerProfile {
    try BrokerProfileLoader.parse(text: with(line), path: "brokers/x.yaml")
  }

  /// What an operator reads about the text, or `nil` when it is fine.
  static func message(_ text: String) -> String? {
    do {
      _ = try BrokerProfileLoader.parse(text: text, path: "brokers/x.yaml")
      return nil
    } catch {
      return "\(error)"
    }
  }
}
