package import TradingCore
package import YAMLText

/// No order at a price too far from the market, and none while the market is too far from where it has been.
///
/// The reference is the mean of the market's prices that risk has seen with orders it let pass and with executions in a
/// period, by symbol; the first order of a period has none, and is held against the market alone. An order of whose market
/// nothing is known is denied.
package struct PriceCollar: ConfiguredRiskRule {
  /// How far a price may be from the mean of a period.
  package struct Reference: Sendable, Hashable, Codable {
    /// The period.
    package var seconds: Int64
    /// The share of the mean, in millionths.
    package var millionths: Int64

    private enum CodingKeys: String, CodingKey {
      case seconds = "seconds"
      case millionths = "millionths"
    }

    /// A period with its limit.
    package init(seconds: Int64, millionths: Int64) {
      self.seconds = seconds
      self.millionths = millionths
    }
  }

  /// How far a price may be away.
  package struct Settings: Sendable, Hashable, Codable {
    /// From the market, as a share of it in millionths; `nil` leaves it.
    package var millionths: Int64?
    /// From where the market has been; `nil` leaves it.
    package var reference: Reference?

    private enum CodingKeys: String, CodingKey {
      case millionths = "millionths"
      case reference = "reference"
    }

    /// Limits, one of them at least.
    package init(millionths: Int64? = nil, reference: Reference? = nil) {
      self.millionths = millionths
      self.reference = reference
    }
  }

  /// A price of the market.
  package struct Sample: Sendable, Hashable, Codable {
    let symbol: Symbol
    let time: Timestamp
    let price: Price

    private enum CodingKeys: String, CodingKey {
      case symbol = "symbol"
      case time = "time"
      case price = "price"
    }
  }

  /// Where the market has been.
  package struct State: Sendable, Hashable, Codable {
    /// Prices of the period, the oldest first.
    var samples: [Sample] = []

    private enum CodingKeys: String, CodingKey { case samples = "samples" }
  }

  /// `price_collar`.
  package static let name = "price_collar"
  /// Orders and executions.
  package static let hears: RiskEvent.Kinds = [.asked, .filled]
  /// The most prices that are kept: beyond, the oldest go.
  private static let most = 512
  /// How far a price may be away.
  package let settings: Settings
  /// Where the market has been.
  package var state = State()

  /// A rule of collars.
  ///
  /// - Throws: `RiskSettingFault` without one, and for what is not above 0.
  package init(_ settings: Settings) throws(RiskSettingFault) {
    self.settings = settings
    let limits = [settings.millionths, settings.reference?.millionths, settings.reference?.seconds]
      .compactMap { $0 }
    if limits.isEmpty { throw RiskSettingFault(Self.name, "there is no collar") }
    if let least = limits.min(), least < 1 {
      throw RiskSettingFault(Self.name, "a deviation and a period have to be above 0")
    }
  }

  /// Denies what is too far away.
  package mutating func take(
    _ event: RiskEvent, in scene: RiskScene
  ) throws(ArithmeticError) -> [RiskAction] {
    switch event.what {
    case .asked(let ask):
      let denial = refusal(of: ask, in: scene)
      // Who asks again and again does not move the reference to where he wants it.
      if denial.isEmpty, let symbol = scene.symbol(of: ask), let price = ask.marketPrice {
        note(price, of: symbol, in: scene)
      }
      return denial
    case .filled(let fill):
      if let symbol = scene.symbol(at: fill.symbolIndex) { note(fill.price, of: symbol, in: scene) }
      return []
    default: return []
    }
  }

  private mutating func note(_ price: Price, of symbol: Symbol, in scene: RiskScene) {
    guard settings.reference != nil else { return }
    let start = periodStart(at: scene.at)
    state.samples.removeAll { $0.time < start }
    if state.samples.count >= Self.most { state.samples.removeFirst() }
    state.samples.append(Sample(symbol: symbol, time: scene.at, price: price))
  }

  private func periodStart(at time: Timestamp) -> Timestamp {
    guard let seconds = settings.reference?.seconds else { return .distantPast }
    let (length, overflowed) = seconds.multipliedReportingOverflow(by: -Timestamp.second)
    return time.advanced(by: overflowed ? .min : length)
  }

  private func refusal(of ask: RiskAsk, in scene: RiskScene) -> [RiskAction] {
    guard ask.effect == .opens || ask.price != nil else { return [] }
    func deny(_ limit: String, _ value: String) -> [RiskAction] {
      [scene.action(.deny(ask.order), .priceCollar, by: Self.self, limit: limit, value: value)]
    }
    guard let price = ask.price, let market = ask.marketPrice else {
      return deny("a price that can be held against the market", "no price of the market")
    }
    if let most = settings.millionths, Self.isFurther(price, from: market, than: most) {
      return deny(
        "within \(Self.percent(most)) % of the market", "\(Self.distance(price, market)) points away")
    }
    guard let reference = settings.reference, let mean = mean(of: scene.symbol(of: ask), at: scene.at) else {
      return []
    }
    guard Self.isFurther(price, from: mean, than: reference.millionths) else { return [] }
    return deny(
      "within \(Self.percent(reference.millionths)) % of the mean of \(reference.seconds) s",
      "\(Self.distance(price, mean)) points away")
  }

  private func mean(of symbol: Symbol?, at time: Timestamp) -> Price? {
    let start = periodStart(at: time)
    let prices = state.samples.filter { $0.symbol == symbol && $0.time >= start }.map(\.price.points)
    guard !prices.isEmpty else { return nil }
    return Price(points: Int64(prices.reduce(Int128(0)) { $0 + Int128($1) } / Int128(prices.count)))
  }

  private static func distance(_ price: Price, _ other: Price) -> Int128 {
    abs(Int128(price.points) - Int128(other.points))
  }

  private static func isFurther(_ price: Price, from other: Price, than millionths: Int64) -> Bool {
    distance(price, other) * 1_000_000 > Int128(millionths) * abs(Int128(other.points))
  }

  private static func percent(_ millionths: Int64) -> String {
    DecimalText.format(millionths, digits: 4, minimumFraction: 0)
  }
}

extension PriceCollar {
  private enum Key: String, YAMLKey {
    case enabled, reference
    case deviation = "max_deviation"
  }

  private enum ReferenceKey: String, YAMLKey {
    case seconds = "period_seconds"
    case deviation = "max_deviation"
  }

  /// `max_deviation` from the market, and `reference` with `period_seconds` and its own `max_deviation`.
  package static func settings(
    from value: YAMLValue, in context: RiskFileContext
  ) throws(ConfigurationError) -> Settings {
    let map = try YAMLMap(value, keys: Key.self)
    var settings = Settings()
    if let reference = map.optional(.reference) {
      let inner = try YAMLMap(reference, keys: ReferenceKey.self)
      settings.reference = Reference(
        seconds: try inner.required(.seconds, example: "300").seconds(from: 1),
        millionths: try inner.required(.deviation, example: "0.05").share())
      settings.millionths = try map.optional(.deviation)?.share()
    } else {
      settings.millionths = try map.required(.deviation, example: "0.02").share()
    }
    return settings
  }
}
