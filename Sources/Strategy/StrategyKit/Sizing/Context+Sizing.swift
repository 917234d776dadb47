public import TradingCore

extension Context {
  /// The largest quantity that loses no more than a share of the account when the price goes so many points
  /// against it: a multiple of the lot step, rounded down, at most the largest order.
  ///
  /// Exact in integers, in account money at the symbol's present bid; spread, slippage, gaps, commission and a
  /// move of the conversion rate until the stop are not in it, nor is margin, which risk control looks at.
  /// Zero means that even the smallest order risks more: then do not trade. Zero too without a quote of the
  /// symbol, for a distance below 1, a share or account not above zero, and where no rate converts the result.
  public func quantity(
    risking share: Percentage, of basis: RiskBasis = .equity, stopDistancePoints distance: Int64,
    symbolIndex: Int = 0
  ) -> Quantity {
    let instrument = instrument(symbolIndex: symbolIndex)
    let capital = (basis == .equity ? account.equity : account.balance).units
    guard distance > 0, share.hundredMillionths > 0, capital > 0,
      let price = quote(symbolIndex: symbolIndex)?.bid
    else { return .zero }
    let budget = Int128(capital) * Int128(share.hundredMillionths) / Int128(Percentage.scale)
    func fits(_ steps: Int64) -> Bool {
      let units = steps * instrument.stepUnits
      let loss = try? account.value(points: distance, units: units, symbolIndex: symbolIndex, price: price)
      return loss.map { Int128($0.units) <= budget } ?? false
    }
    // The most steps that fit, by halving what lies between: whatever rounding and conversion do, it is exact.
    var fitting: Int64 = 0
    var tooMany = instrument.maximumUnits / instrument.stepUnits + 1
    while tooMany - fitting > 1 {
      let middle = fitting + (tooMany - fitting) / 2
      if fits(middle) { fitting = middle } else { tooMany = middle }
    }
    let units = fitting * instrument.stepUnits
    return units >= instrument.minimumUnits ? Quantity(units: units) : .zero
  }

  /// The same in lots.
  ///
  /// The lots are rounded up to 1e-8, so that `quantity` gives the same units again; exact for instruments of up
  /// to 1e8 units per lot.
  public func lots(
    risking share: Percentage, of basis: RiskBasis = .equity, stopDistancePoints distance: Int64,
    symbolIndex: Int = 0
  ) -> LotCount {
    let units = quantity(
      risking: share, of: basis, stopDistancePoints: distance, symbolIndex: symbolIndex
    ).units
    let perLot = Int128(instrument(symbolIndex: symbolIndex).unitsPerLot)
    let scaled = (Int128(units) * 100_000_000 + perLot - 1) / perLot
    return LotCount(hundredMillionths: Int64(clamping: scaled))
  }
}

/// How large a strategy's orders are: the fixed `lots`, or by `risk_percent` of equity where that is above zero.
///
/// ```swift
/// static let descriptor = StrategyDescriptor(…, parameters: [.riskPercent])
/// sizing = try OrderSizing(parameters: parameters)
/// …
/// let quantity = sizing.quantity(stopDistancePoints: 200, context)
/// guard quantity > .zero else { return }
/// ```
public struct OrderSizing: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case lots = "lots"
    case risk = "risk"
  }

  /// The fixed size.
  public let lots: LotCount
  /// The share of equity at risk; 0 for the fixed size.
  public let risk: Percentage

  /// A sizing from its parts.
  public init(lots: LotCount, risk: Percentage = .zero) {
    self.lots = lots
    self.risk = risk
  }

  /// The sizing of the parameters `lots` and `risk_percent`.
  ///
  /// - Throws: `ParameterError` when the description lacks `ParameterSpec.riskPercent`.
  public init(parameters: ParameterValues) throws(ParameterError) {
    lots = try parameters.lots()
    risk = try parameters.percentage("risk_percent")
  }

  /// The size of an order with a stop at that distance; zero means: do not trade.
  public func quantity(
    stopDistancePoints distance: Int64, symbolIndex: Int = 0, _ context: borrowing Context
  ) -> Quantity {
    risk.hundredMillionths > 0
      ? context.quantity(risking: risk, stopDistancePoints: distance, symbolIndex: symbolIndex)
      : context.quantity(lots, symbolIndex: symbolIndex)
  }
}
