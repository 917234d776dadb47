package import JSONText
import RiskControl
import TradingCore

extension BotSpec {
  /// The description as it is stored. Keys without a value are left out; money and lots are decimals in strings.
  package var json: JSONValue {
    var members: [JSONMember] = [
      JSONMember("id", .string(id)), JSONMember("strategy", .string(strategy)),
      JSONMember("params", .object(params.map { JSONMember($0.name, .string($0.text)) })),
      JSONMember("symbols", .array(symbols.map { .string($0.name) })),
      JSONMember("conversion_symbols", .array(conversionSymbols.map { .string($0.name) })),
      JSONMember("broker", .string(broker)),
    ]
    func add(_ name: String, _ value: Int64?) {
      if let value { members.append(JSONMember(name, .integer(value))) }
    }
    add("leverage", leverage)
    members.append(JSONMember("seed", .unsigned(seed)))
    add("latency_ns", latencyNanoseconds)
    members += [JSONMember("balance", .string(balance)), JSONMember("family", .string(family))]
    if let risk { members.append(JSONMember("risk", Self.json(risk))) }
    add("exec_timeout_ms", execTimeoutMilliseconds)
    if let news { members.append(JSONMember("news", news.json)) }
    return .object(members)
  }

  private static func json(_ risk: RiskLimits) -> JSONValue {
    var members: [JSONMember] = []
    func add(_ name: String, _ value: Int64?) {
      if let value { members.append(JSONMember(name, .integer(value))) }
    }
    add("max_lots_1e8", risk.maximumLots)
    add("max_open_positions", risk.maximumOpenPositions.map(Int64.init))
    add("max_price_distance_millionths", risk.maximumPriceDistanceMillionths)
    add("stale_quote_seconds", risk.staleQuoteSeconds)
    return .object(members)
  }

  /// The description that `json` made. Members of unknown names are passed over.
  ///
  /// - Throws: `malformed`.
  package init(json: JSONValue) throws(BotSettingError) {
    let fields = Fields(json)
    self.init(
      id: fields.bot, strategy: try fields.text("strategy"), params: try fields.texts("params"),
      symbols: try fields.symbols("symbols"), broker: try fields.text("broker"),
      family: try fields.text("family"))
    conversionSymbols = try fields.symbols("conversion_symbols")
    leverage = try fields.integer("leverage")
    seed = try fields.unsigned("seed")
    latencyNanoseconds = try fields.integer("latency_ns")
    balance = try fields.text("balance")
    execTimeoutMilliseconds = try fields.integer("exec_timeout_ms")
    guard Self.isID(id) else { throw fields.fault("id", "a bot's name") }
    if let stored = json["news"] {
      do { news = try BotNews(json: stored) } catch {
        throw fields.fault("news.\(error.field)", error.expected)
      }
    }
    guard json["risk"] != nil else { return }
    let limits = Fields(fields.value("risk") ?? .null, bot: id)
    risk = RiskLimits(
      maximumLots: try limits.integer("max_lots_1e8"),
      maximumOpenPositions: try limits.integer("max_open_positions").map { Int(clamping: $0) },
      maximumPriceDistanceMillionths: try limits.integer("max_price_distance_millionths")
        ?? RiskLimits().maximumPriceDistanceMillionths,
      staleQuoteSeconds: try limits.integer("stale_quote_seconds"))
  }

  /// A stored object whose members are looked at one by one.
  private struct Fields {
    private let object: JSONValue
    let bot: String

    init(_ object: JSONValue, bot: String? = nil) {
      self.object = object
      if case .string(let id)? = object["id"] { self.bot = bot ?? id } else { self.bot = bot ?? "" }
    }

    func value(_ name: String) -> JSONValue? { object[name] }

    func fault(_ name: String, _ expected: String) -> BotSettingError {
      .malformed(bot: bot, field: name, expected: expected)
    }

    func text(_ name: String) throws(BotSettingError) -> String {
      guard case .string(let text)? = object[name] else { throw fault(name, "text") }
      return text
    }

    func integer(_ name: String) throws(BotSettingError) -> Int64? {
      switch object[name] {
      case nil, .null?: return nil
      case .integer(let value)?: return value
      default: throw fault(name, "a whole number")
      }
    }

    func unsigned(_ name: String) throws(BotSettingError) -> UInt64 {
      switch object[name] {
      case .unsigned(let value)?: return value
      case .integer(let value)? where value >= 0: return value.magnitude
      default: throw fault(name, "a whole number from 0")
      }
    }

    func texts(_ name: String) throws(BotSettingError) -> [String: String] {
      guard case .object(let members)? = object[name] else { throw fault(name, "texts by name") }
      var texts: [String: String] = [:]
      for member in members {
        guard case .string(let text) = member.value else { throw fault("\(name).\(member.name)", "text") }
        texts[member.name] = text
      }
      return texts
    }

    func symbols(_ name: String) throws(BotSettingError) -> [Symbol] {
      guard case .array(let values)? = object[name] else { throw fault(name, "symbols") }
      var symbols: [Symbol] = []
      for value in values {
        guard case .string(let text) = value, let symbol = Symbol(text) else { throw fault(name, "symbols") }
        symbols.append(symbol)
      }
      return symbols
    }
  }
}
