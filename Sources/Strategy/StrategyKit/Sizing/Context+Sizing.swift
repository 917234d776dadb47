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
    guard let price = quote(symbolIndex: symbolIndex)?.bid else { return .zero }
    return largestQuantity(
      where: distance, isWorth: share, of: basis, at: price, symbolIndex: symbolIndex)
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

  /// The largest quantity whose result is expected to deviate by no more than a share of the account, one
  /// standard deviation of the price being so many points: the sizing of a volatility target.
  ///
  /// `PriceVolatility.points(overBars:)` says how many, rounded up. Rounded and zero as sizing by risk is; the
  /// account's other positions are not in it.
  public func quantity(
    deviatingBy share: Percentage, of basis: RiskBasis = .equity, deviationPoints deviation: Int64,
    symbolIndex: Int = 0
  ) -> Quantity {
    quantity(risking: share, of: basis, stopDistancePoints: deviation, symbolIndex: symbolIndex)
  }

  /// The largest quantity that is worth no more than a share of the account at the symbol's present ask: 200 %
  /// is a leverage of two.
  ///
  /// Rounded and zero as sizing by risk is, and zero at a price not above zero; the account's other positions
  /// are not in it, nor is margin.
  public func quantity(
    worth share: Percentage, of basis: RiskBasis = .equity, symbolIndex: Int = 0
  ) -> Quantity {
    guard let price = quote(symbolIndex: symbolIndex)?.ask else { return .zero }
    return largestQuantity(
      where: price.points, isWorth: share, of: basis, at: price, symbolIndex: symbolIndex)
  }

  /// The most steps for which so many points are worth no more than a share of the account.
  private func largestQuantity(
    where points: Int64, isWorth share: Percentage, of basis: RiskBasis, at price: Price, symbolIndex: Int
  ) -> Quantity {
    let instrument = instrument(symbolIndex: symbolIndex)
    let capital = (basis == .equity ? account.equity : account.balance).units
    guard points > 0, share.hundredMillionths > 0, capital > 0 else { return .zero }
    let budget = Int128(capital) * Int128(share.hundredMillionths) / Int128(Percentage.scale)
    func fits(_ steps: Int64) -> Bool {
      let units = steps * instrument.stepUnits
      let worth = try? account.value(points: points, units: units, symbolIndex: symbolIndex, price: price)
      return worth.map { Int128($0.units) <= budget } ?? false
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
}
