/// What margin a position needs besides the account's leverage.
public enum MarginModel: Sendable, Hashable {
  /// Notional ÷ the account's leverage.
  case account
  /// Notional ÷ the smaller of this and the account's leverage.
  case leverage(Int64)
  /// A fixed amount of the account's currency for each lot, whatever the leverage: futures.
  case perLot(Money)
  /// Leverage by the volume open on the side, slice by slice, oldest entries first.
  case tiers([Tier])

  /// The leverage of one slice of volume.
  public struct Tier: Sendable, Hashable, Codable {
    /// Where the slice begins, in 1e-8 lots of the symbol's side; the first begins at 0.
    public var fromLots: Int64
    /// Leverage inside of it; the account's own, when smaller, counts.
    public var leverage: Int64

    private enum CodingKeys: String, CodingKey {
      case fromLots = "from_lots"
      case leverage = "leverage"
    }

    /// A slice from its parts.
    public init(fromLots: Int64, leverage: Int64) {
      self.fromLots = fromLots
      self.leverage = leverage
    }
  }
}

/// How much can be traded at one quote.
public enum DepthModel: Sendable, Hashable {
  /// Any size fills at the best quote.
  case unlimited
  /// The sizes recorded with each quote.
  case quoted
  /// So many 1e-8 lots on either side of every quote.
  case fixed(lots: Int64)
}

extension MarginModel: CustomStringConvertible {
  /// Its values, stable enough for digests: `leverage 20`, `per_lot 1500000000` in money units of the account,
  /// `tiers 0 lots 500, 10 lots 200`.
  public var description: String {
    switch self {
    case .account: "account"
    case .leverage(let leverage): "leverage \(leverage)"
    case .perLot(let amount): "per_lot \(amount.units)"
    case .tiers(let tiers):
      "tiers "
        + tiers.map { "\(DepthModel.text(lots: $0.fromLots)) lots \($0.leverage)" }.joined(separator: ", ")
    }
  }
}

extension DepthModel: CustomStringConvertible {
  /// Its name and size, stable enough for digests: `unlimited`, `quoted`, `fixed 5 lots`.
  public var description: String {
    switch self {
    case .unlimited: "unlimited"
    case .quoted: "quoted"
    case .fixed(let lots): "fixed \(Self.text(lots: lots)) lots"
    }
  }

  /// 1e-8 lots as a decimal number.
  static func text(lots: Int64) -> String { DecimalText.format(lots, digits: 8, minimumFraction: 0) }
}
