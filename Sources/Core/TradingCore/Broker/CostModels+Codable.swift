// The compiler's own coding of associated values would put names such as `_0` into stored files, and change
// them when a case changes shape; these keys are the ones of the YAML file and stay.

extension SpreadModel: Codable {
  private enum Kind: String, Codable { case recorded, fixed, markup, floor }
  private enum CodingKeys: String, CodingKey {
    case model = "model"
    case distance = "distance"
  }

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
  private enum Kind: String, Codable {
    case none, fixed, uniform, normal, spread, volatility, size, empirical
  }
  private enum CodingKeys: String, CodingKey {
    case model = "model"
    case distance = "distance"
    case minimum = "minimum"
    case maximum = "maximum"
    case mean = "mean"
    case deviation = "deviation"
    case share = "share"
    case samples = "samples"
  }

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
    case .spread: self = .ofSpread(try container.decode(Percentage.self, forKey: .share))
    case .volatility: self = .ofVolatility(try container.decode(Percentage.self, forKey: .share))
    case .size: self = .perLot(try distance(.distance))
    case .empirical: self = .empirical(try container.decode([Int64].self, forKey: .samples))
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
    case .ofSpread(let share):
      try container.encode(Kind.spread, forKey: .model)
      try container.encode(share, forKey: .share)
    case .ofVolatility(let share):
      try container.encode(Kind.volatility, forKey: .model)
      try container.encode(share, forKey: .share)
    case .perLot(let distance):
      try container.encode(Kind.size, forKey: .model)
      try container.encode(distance, forKey: .distance)
    case .empirical(let samples):
      try container.encode(Kind.empirical, forKey: .model)
      try container.encode(samples, forKey: .samples)
    }
  }
}
