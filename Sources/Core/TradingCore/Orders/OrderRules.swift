/// Rules of an instrument that both our risk control and a venue apply to an order.
package enum OrderRules {
  /// What is wrong with a volume.
  package enum VolumeFault: Sendable, Hashable {
    /// Zero or negative.
    case notPositive
    /// Under the smallest order.
    case belowMinimum
    /// Over the largest order.
    case aboveMaximum
    /// No multiple of the step.
    case offStep
  }

  /// The first fault of an opening order's volume by its instrument's limits, or `nil`.
  package static func volumeFault(
    units: Int64, minimum: Int64, maximum: Int64, step: Int64
  ) -> VolumeFault? {
    if units <= 0 { return .notPositive }
    if units < minimum { return .belowMinimum }
    if units > maximum { return .aboveMaximum }
    if units % step != 0 { return .offStep }
    return nil
  }

  /// How far the levels of an order or position are on their proper side of a reference price, in points;
  /// negative or zero on the wrong one.
  ///
  /// `reference`: the price of a limit or stop order, else the closing side of the market.
  package static func distances(
    of protection: Protection, side: OrderSide, reference: Price
  ) -> (stopLoss: Int64?, takeProfit: Int64?) {
    let sign = side.sign
    return (
      protection.stopLoss.map { (reference.points - $0.points) * sign },
      protection.takeProfit.map { ($0.points - reference.points) * sign }
    )
  }

  /// How far a limit or stop order's price is from the market on the side where it waits, in points;
  /// negative or zero when it could be executed at once. `nil` for market orders.
  package static func pendingDistance(of kind: OrderKind, side: OrderSide, quote: Quote) -> Int64? {
    let market = side.price(of: quote).points
    switch kind {
    case .market: return nil
    case .limit(let price): return (market - price.points) * side.sign
    case .stop(let price), .stopLimit(let price, _): return (price.points - market) * side.sign
    }
  }

  /// The closing side of the market for a position of this side.
  package static func closingPrice(of side: OrderSide, quote: Quote) -> Price {
    side.opposite.price(of: quote)
  }

  /// Whether every price and distance of an order is one that can be; `lowest` is the lowest price there is, in points.
  package static func arePricesInRange(
    _ kind: OrderKind, _ protection: Protection, lowest: Int64
  ) -> Bool {
    if kind == .market, protection.isEmpty { return true }
    let allInRange = prices(of: kind, protection).allSatisfy {
      $0.points >= lowest && $0.points < Price.magnitudeLimit
    }
    let trail = protection.trailPoints ?? 1
    guard allInRange, trail > 0, trail < Price.magnitudeLimit else { return false }
    guard let move = protection.breakEven else { return true }
    return move.triggerPoints > 0 && move.triggerPoints < Price.magnitudeLimit
      && move.offsetPoints < move.triggerPoints && move.offsetPoints > -Price.magnitudeLimit
  }

  /// Whether every price of an order is a multiple of the instrument's price step, in points.
  package static func arePricesOnTick(
    _ kind: OrderKind, _ protection: Protection, tick: Int64
  ) -> Bool {
    tick == 1 || prices(of: kind, protection).allSatisfy { $0.points % tick == 0 }
  }

  private static func prices(of kind: OrderKind, _ protection: Protection) -> [Price] {
    var limit: Price?
    if case .stopLimit(_, let price) = kind { limit = price }
    return [kind.price, limit, protection.stopLoss, protection.takeProfit].compactMap { $0 }
  }

  /// The price at which an order will trade at worst, as far as it says: of a stop-limit the limit; `nil` for
  /// market orders. Its levels and its margin are measured against it.
  package static func ownPrice(of kind: OrderKind) -> Price? {
    if case .stopLimit(_, let limit) = kind { limit } else { kind.price }
  }
}
