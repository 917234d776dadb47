/// What margin a position needs besides the account's leverage.
public enum MarginModel: Sendable, Hashable, Codable {
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

    /// A slice from its parts.
    public init(fromLots: Int64, leverage: Int64) {
      self.fromLots = fromLots
      self.leverage = leverage
    }
  }
}

/// How much can be traded at one quote.
public enum DepthModel: Sendable, Hashable, Codable {
  /// Any size fills at the best quote.
  case unlimited
  /// The sizes recorded with each quote.
  case quoted
  /// So many 1e-8 lots on either side of every quote.
  case fixed(lots: Int64)
}
