// The compiler's own coding of associated values would put names such as `_0` into stored files, and change
// them when a case changes shape; these keys are the ones of the YAML file and stay.

extension SpreadModel: Codable {
  private enum Kind: String, Codable { case recorded, fixed, markup, floor }
  private enum CodingKeys: String, CodingKey { case model, distance }

  /// Reads `model` and, but for `recorded`, `distance`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try container.decode(Kind.self, forKey: .model)
    guard kind != .recorded else {
      self = .recorded
      return
    }
    let distance = try container.decode(PriceDistance.self, forKey: .distance)
    switch kind {
    case .recorded: self = .recorded
    case .fixed: self = .fixed(distance)
    case .markup: self = .markup(distance)
    case .floor: self = .floor(distance)
    }
  }

  /// Writes `model` and, but for `recorded`, `distance`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let (kind, distance): (Kind, PriceDistance?) =
      switch self {
      case .recorded: (.recorded, nil)
      case .fixed(let distance): (.fixed, distance)
      case .markup(let distance): (.markup, distance)
      case .floor(let distance): (.floor, distance)
      }
    try container.encode(kind, forKey: .model)
    try container.encodeIfPresent(distance, forKey: .distance)
  }
}

extension SlippageModel: Codable {
  private enum Kind: String, Codable { case none, fixed, uniform, normal }
  private enum CodingKeys: String, CodingKey { case model, distance, minimum, maximum, mean, deviation }

  /// Reads `model` and its distances: `distance`; `minimum`, `maximum`; or `mean`, `deviation`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func distance(_ key: CodingKeys) throws -> PriceDistance {
      try container.decode(PriceDistance.self, forKey: key)
    }
    switch try container.decode(Kind.self, forKey: .model) {
    case .none: self = .none
    case .fixed: self = .fixed(try distance(.distance))
    case .uniform: self = .uniform(minimum: try distance(.minimum), maximum: try distance(.maximum))
    case .normal: self = .normal(mean: try distance(.mean), deviation: try distance(.deviation))
    }
  }

  /// Writes `model` and its distances.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .none: try container.encode(Kind.none, forKey: .model)
    case .fixed(let distance):
      try container.encode(Kind.fixed, forKey: .model)
      try container.encode(distance, forKey: .distance)
    case .uniform(let minimum, let maximum):
      try container.encode(Kind.uniform, forKey: .model)
      try container.encode(minimum, forKey: .minimum)
      try container.encode(maximum, forKey: .maximum)
    case .normal(let mean, let deviation):
      try container.encode(Kind.normal, forKey: .model)
      try container.encode(mean, forKey: .mean)
      try container.encode(deviation, forKey: .deviation)
    }
  }
}

extension CommissionModel: Codable {
  private enum Kind: String, Codable { case none, perLotAndSide = "per_lot_and_side" }
  private enum CodingKeys: String, CodingKey { case model, amount, currency }

  /// Reads `model` and, but for `none`, `amount` in money units and `currency`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Kind.self, forKey: .model) {
    case .none: self = .none
    case .perLotAndSide:
      self = .perLotAndSide(
        try container.decode(Money.self, forKey: .amount),
        try container.decode(Currency.self, forKey: .currency))
    }
  }

  /// Writes `model` and, but for `none`, `amount` in money units and `currency`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .none: try container.encode(Kind.none, forKey: .model)
    case .perLotAndSide(let amount, let currency):
      try container.encode(Kind.perLotAndSide, forKey: .model)
      try container.encode(amount, forKey: .amount)
      try container.encode(currency, forKey: .currency)
    }
  }
}
