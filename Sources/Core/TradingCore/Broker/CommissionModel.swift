/// What the broker charges on a fill: a fee, by steps of the month's volume, with a minimum and a rebate.
public struct CommissionModel: Sendable, Hashable, Codable {
  /// What one fill costs before minimum and rebate.
  public enum Fee: Sendable, Hashable {
    /// An amount of `currency` for each lot (a futures contract is one lot) on each side.
    case perLot(Money)
    /// A share of the notional at the fill's price.
    case ofNotional(Percentage)
  }

  /// What the month's volume is counted in.
  public enum VolumeMeasure: String, Sendable, Hashable, Codable, CaseIterable {
    /// Lots of every instrument alike; `from` counts 1e-8 lots.
    case lots
    /// Notional in the account's currency; `from` counts its money units.
    case notional
  }

  /// Fees from a volume on.
  public struct Tier: Sendable, Hashable, Codable {
    private enum CodingKeys: String, CodingKey {
      case from = "from"
      case taker = "taker"
      case maker = "maker"
      case rebate = "rebate"
    }

    /// The month's volume before the fill from which they hold.
    public var from: Int64
    /// For fills that take: market orders, triggered stops, limits that are marketable on arrival, closes.
    public var taker: Fee
    /// For fills of limit orders and take profits that were working; the same as `taker` at most brokers.
    public var maker: Fee
    /// The share of the commission that is paid back with the fill.
    public var rebate: Percentage

    /// A tier from its parts; `maker` is `taker` unless given.
    public init(from: Int64 = 0, taker: Fee, maker: Fee? = nil, rebate: Percentage = .zero) {
      self.from = from
      self.taker = taker
      self.maker = maker ?? taker
      self.rebate = rebate
    }
  }

  private enum CodingKeys: String, CodingKey {
    case tiers = "tiers"
    case currency = "currency"
    case minimum = "minimum"
    case measure = "measure"
    case monthlyVolume = "monthly_volume"
  }

  /// The steps, the first from 0, ascending; empty when nothing is charged.
  public var tiers: [Tier]
  /// What amounts and the minimum are in.
  public var currency: Currency
  /// The least that an order which fills costs, in `currency`, before the rebate.
  public var minimum: Money
  /// What volume is counted in.
  public var measure: VolumeMeasure
  /// Volume that counts at the start of every month besides the bot's own: what else the account trades.
  public var monthlyVolume: Int64

  /// A schedule from its parts.
  public init(
    tiers: [Tier], currency: Currency, minimum: Money = .zero, measure: VolumeMeasure = .lots,
    monthlyVolume: Int64 = 0
  ) {
    self.tiers = tiers
    self.currency = currency
    self.minimum = minimum
    self.measure = measure
    self.monthlyVolume = monthlyVolume
  }

  /// Nothing is charged.
  public static let none = CommissionModel(tiers: [], currency: .usd)

  /// An amount of the currency for each lot, charged on opening and again on closing.
  public static func perLotAndSide(_ amount: Money, _ currency: Currency) -> CommissionModel {
    CommissionModel(tiers: [Tier(taker: .perLot(amount))], currency: currency)
  }

  /// A share of the notional, charged on opening and again on closing.
  public static func ofNotional(_ taker: Percentage, maker: Percentage? = nil) -> CommissionModel {
    CommissionModel(
      tiers: [Tier(taker: .ofNotional(taker), maker: maker.map { .ofNotional($0) })], currency: .usd)
  }

  /// Whether nothing is ever charged or paid.
  public var isNone: Bool { tiers.isEmpty }

  /// The tier of a volume.
  ///
  /// - Returns: `nil` when nothing is charged.
  public func tier(at volume: Int64) -> Tier? { tiers.last { $0.from <= volume } ?? tiers.first }
}
