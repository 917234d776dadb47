// Keys of the YAML file, for the reason given in `CostModels+Codable.swift`. Dictionaries by class and symbol are
// objects by name, so that an encoder with sorted keys always writes the same bytes.

extension AssetClass: CodingKeyRepresentable {}

extension Symbol: CodingKeyRepresentable {
  /// Its name.
  public var codingKey: any CodingKey { NameKey(stringValue: name) }

  /// The symbol of a name, or `nil`.
  public init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }

  private struct NameKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

extension SwapModel: Codable {
  private enum Kind: String, Codable { case none, points, annual }
  private enum CodingKeys: String, CodingKey {
    case model = "model"
    case long = "long"
    case short = "short"
    case weekends = "weekends"
    case tripleDay = "triple_day"
  }

  /// Reads `model`, `long`, `short`, `triple_day` as a number from Sunday, 0, and `weekends`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let rate: Rate
    switch try container.decode(Kind.self, forKey: .model) {
    case .none: rate = .none
    case .points:
      rate = .points(
        long: try container.decode(PriceDistance.self, forKey: .long),
        short: try container.decode(PriceDistance.self, forKey: .short))
    case .annual:
      rate = .annual(
        long: try container.decode(Percentage.self, forKey: .long),
        short: try container.decode(Percentage.self, forKey: .short))
    }
    self.init(
      rate: rate, tripleDay: try container.decodeIfPresent(Int.self, forKey: .tripleDay),
      chargesWeekends: try container.decode(Bool.self, forKey: .weekends))
  }

  /// Writes the same keys; `triple_day` is left out when there is none.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch rate {
    case .none: try container.encode(Kind.none, forKey: .model)
    case .points(let long, let short):
      try container.encode(Kind.points, forKey: .model)
      try container.encode(long, forKey: .long)
      try container.encode(short, forKey: .short)
    case .annual(let long, let short):
      try container.encode(Kind.annual, forKey: .model)
      try container.encode(long, forKey: .long)
      try container.encode(short, forKey: .short)
    }
    try container.encodeIfPresent(tripleDay, forKey: .tripleDay)
    try container.encode(chargesWeekends, forKey: .weekends)
  }
}

extension MarginModel: Codable {
  private enum Kind: String, Codable {
    case account, leverage, tiers
    case perLot = "per_lot"
  }
  private enum CodingKeys: String, CodingKey {
    case model = "model"
    case leverage = "leverage"
    case amount = "amount"
    case tiers = "tiers"
  }

  /// Reads `model` and `leverage`, `amount` or `tiers`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Kind.self, forKey: .model) {
    case .account: self = .account
    case .leverage: self = .leverage(try container.decode(Int64.self, forKey: .leverage))
    case .perLot: self = .perLot(try container.decode(Money.self, forKey: .amount))
    case .tiers: self = .tiers(try container.decode([Tier].self, forKey: .tiers))
    }
  }

  /// Writes the same keys.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .account: try container.encode(Kind.account, forKey: .model)
    case .leverage(let leverage):
      try container.encode(Kind.leverage, forKey: .model)
      try container.encode(leverage, forKey: .leverage)
    case .perLot(let amount):
      try container.encode(Kind.perLot, forKey: .model)
      try container.encode(amount, forKey: .amount)
    case .tiers(let tiers):
      try container.encode(Kind.tiers, forKey: .model)
      try container.encode(tiers, forKey: .tiers)
    }
  }
}

extension DepthModel: Codable {
  private enum Kind: String, Codable { case unlimited, quoted, fixed }
  private enum CodingKeys: String, CodingKey {
    case model = "model"
    case lots = "lots"
  }

  /// Reads `model` and, for `fixed`, `lots` in 1e-8.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Kind.self, forKey: .model) {
    case .unlimited: self = .unlimited
    case .quoted: self = .quoted
    case .fixed: self = .fixed(lots: try container.decode(Int64.self, forKey: .lots))
    }
  }

  /// Writes the same keys.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .unlimited: try container.encode(Kind.unlimited, forKey: .model)
    case .quoted: try container.encode(Kind.quoted, forKey: .model)
    case .fixed(let lots):
      try container.encode(Kind.fixed, forKey: .model)
      try container.encode(lots, forKey: .lots)
    }
  }
}
