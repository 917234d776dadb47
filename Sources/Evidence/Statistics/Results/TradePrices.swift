package import TradingCore

/// At which prices a trade was opened and closed; of several portions the means by quantity.
package struct TradePrices: Sendable, Hashable {
  /// The price of the entries.
  package var entry: Price
  /// The price of the exits.
  package var exit: Price

  /// Prices of their parts.
  package init(entry: Price, exit: Price) { (self.entry, self.exit) = (entry, exit) }

  /// The means over closed portions, rounded half to even to a point; `nil` without portions, and where some were long and
  /// others short, which no price stands for.
  package init?(_ portions: some Collection<ClosedTrade>) {
    guard let first = portions.first, portions.allSatisfy({ $0.side == first.side }) else { return nil }
    var (units, opened, closed) = (Int128(0), Int128(0), Int128(0))
    for portion in portions {
      units += Int128(portion.quantity.units)
      opened += Int128(portion.openPrice.points) * Int128(portion.quantity.units)
      closed += Int128(portion.closePrice.points) * Int128(portion.quantity.units)
    }
    guard units > 0 else { return nil }
    do throws(ArithmeticError) {
      func mean(_ sum: Int128) throws(ArithmeticError) -> Price {
        Price(points: try WideArithmetic.narrow(WideArithmetic.divideHalfEven(sum, by: units)))
      }
      (entry, exit) = (try mean(opened), try mean(closed))
    } catch {
      return nil
    }
  }
}
