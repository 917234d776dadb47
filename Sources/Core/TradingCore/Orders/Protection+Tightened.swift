extension Protection {
  /// The same levels, each as tight as in the other one where that is tighter. No stop is moved away from the market, and
  /// the take profit stays as it is.
  ///
  /// `openPrice`: what break-even counts from. A move to break-even that the stop has been through, or that leads to no
  /// better one, is not added.
  package func tightened(by other: Protection, side: OrderSide, openPrice: Price) -> Protection {
    var result = self
    if let stop = other.stopLoss, isTighter(stop, side) { result.stopLoss = stop }
    if let trail = other.trailPoints { result.trailPoints = min(trailPoints ?? trail, trail) }
    if breakEven == nil, let move = other.breakEven,
      result.isTighter(openPrice.offset(by: side.sign * move.offsetPoints), side)
    {
      result.breakEven = move
    }
    return result
  }

  /// Whether a stop is nearer to the market than the stop loss, or there is none.
  private func isTighter(_ stop: Price, _ side: OrderSide) -> Bool {
    stopLoss.map { (stop.points - $0.points) * side.sign > 0 } ?? true
  }
}
