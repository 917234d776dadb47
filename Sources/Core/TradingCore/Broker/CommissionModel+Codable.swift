// Keys of the YAML file, for the reason given in `CostModels+Codable.swift`.

extension CommissionModel.Fee: Codable {
  private enum CodingKeys: String, CodingKey {
    case amount = "amount"
    case rate = "rate"
  }

  /// Reads `amount` in money units, or `rate` in 1e-8.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let amount = try container.decodeIfPresent(Money.self, forKey: .amount) {
      self = .perLot(amount)
    } else {
      self = .ofNotional(try container.decode(Percentage.self, forKey: .rate))
    }
  }

  /// Writes one of the two.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .perLot(let amount): try container.encode(amount, forKey: .amount)
    case .ofNotional(let rate): try container.encode(rate, forKey: .rate)
    }
  }
}
