package import RiskControl
package import TradingCore

/// A bot as it was registered: names and texts that are looked up anew whenever the bot is put together, so that
/// an edited profile, strategy or parameter file makes it another bot; news alone is kept as it was read.
package struct BotSpec: Sendable, Hashable {
  /// A strategy parameter.
  package struct Parameter: Sendable, Hashable {
    /// Its name.
    package var name: String
    /// Its value as given; the absolute path where it is a file.
    package var text: String

    /// A parameter that was given.
    package init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// The bot's name.
  package var id: String
  /// A strategy's name, or `exec:` and the command of a program, files by their absolute paths.
  package var strategy: String
  /// The parameters that were given, `lots` among them, in order of name; the others have their defaults.
  package var params: [Parameter]
  /// What it trades, in the strategy's order.
  package var symbols: [Symbol]
  /// What only converts into the account's currency, by name.
  package var conversionSymbols: [Symbol] = []
  /// A broker profile's name, or the absolute path of its file.
  package var broker: String
  /// Notional per unit of margin; `nil` for the profile's.
  package var leverage: Int64?
  /// The seed of every random draw.
  package var seed: UInt64 = 1
  /// One-way latency in nanoseconds; `nil` for the profile's.
  package var latencyNanoseconds: Int64?
  /// What the account starts with, a decimal in its currency.
  package var balance: String = BotSettings.defaultBalance
  /// What its trials count under.
  package var family: String
  /// Its own limits; `nil` for the defaults.
  package var risk: RiskLimits?
  /// Longest wait for an answer of a program, in milliseconds; `nil` for the default.
  package var execTimeoutMilliseconds: Int64?
  /// The news that counts for it; `nil` where it is told of none. It is kept itself, not where it was read: a calendar
  /// grows from week to week, and would make another bot each time.
  package var news: BotNews?

  /// A bot with the defaults of whatever is not named.
  package init(
    id: String, strategy: String, params: [String: String] = [:], symbols: [Symbol], broker: String,
    family: String
  ) {
    self.id = id
    self.strategy = strategy
    self.params = params.sorted { $0.key < $1.key }.map { Parameter(name: $0.key, text: $0.value) }
    self.symbols = symbols
    self.broker = broker
    self.family = family
  }

  /// The parameters by name.
  package var given: [String: String] {
    get { Dictionary(params.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 }) }
    set {
      params = newValue.sorted { $0.key < $1.key }.map { Parameter(name: $0.key, text: $0.value) }
    }
  }

  /// The size of an order as given; `nil` for the strategy's default.
  package var lots: String? { given["lots"] }

  /// Whether a family may have this name: 1 to 100 bytes of text without control characters.
  package static func isFamily(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
  }

  /// Whether a bot may have this name: 1 to 64 letters, digits, `_`, `-` or `.`, a letter or digit first.
  package static func isID(_ text: String) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool {
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
    let bytes = Array(text.utf8)
    return (1...64).contains(bytes.count) && isPlain(bytes[0])
      && bytes.allSatisfy { isPlain($0) || "_-.".utf8.contains($0) }
  }
}
