/// Equities that are no news to any limit: from the lowest to the highest, both included, in money units.
///
/// A limit on equity is not looked at on every tick. It says between which equities nothing can have happened, the
/// account's marking watches the band as it watches drawdown, and who leaves it is told.
package struct EquityBand: Sendable, Hashable {
  /// The lowest quiet equity; the least value for no floor.
  package var lowest: Int128
  /// The highest quiet equity; the greatest value for no ceiling.
  package var highest: Int128

  /// A band from one equity to another.
  package init(lowest: Int128 = .min, highest: Int128 = .max) {
    self.lowest = lowest
    self.highest = highest
  }

  /// Every equity is quiet.
  package static let unlimited = EquityBand()

  /// Whether every equity is quiet.
  package var isUnlimited: Bool { self == .unlimited }

  /// Whether an equity is quiet.
  package func contains(_ equity: Int128) -> Bool { equity >= lowest && equity <= highest }

  /// What is quiet to both.
  package func intersection(_ other: EquityBand) -> EquityBand {
    EquityBand(lowest: max(lowest, other.lowest), highest: min(highest, other.highest))
  }

  /// The band as an account of that scale marks equity: in 1/scale money units.
  ///
  /// An exact equity lies in it exactly when the equity rounded down to a unit lies in the band.
  /// - Precondition: the scale is at least 1.
  package func scaled(by scale: Int64) -> (lowest: Int128, highest: Int128) {
    let scale = Int128(scale)
    let (floor, lowOverflowed) = lowest.multipliedReportingOverflow(by: scale)
    let (above, addOverflowed) = highest.addingReportingOverflow(1)
    let (ceiling, highOverflowed) = above.multipliedReportingOverflow(by: scale)
    let low = lowOverflowed ? (lowest < 0 ? .min : .max) : floor
    let isEndless = addOverflowed || (highOverflowed && highest > 0)
    return (low, isEndless ? .max : highOverflowed ? .min : ceiling - 1)
  }
}

extension EquityBand: Codable {
  private enum CodingKeys: String, CodingKey {
    case lowest = "lowest"
    case highest = "highest"
  }

  /// Reads the ends; one that is missing is open.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    lowest = try values.decodeIfPresent(Int128.self, forKey: .lowest) ?? .min
    highest = try values.decodeIfPresent(Int128.self, forKey: .highest) ?? .max
  }

  /// Writes the ends that are not open.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    if lowest != .min { try values.encode(lowest, forKey: .lowest) }
    if highest != .max { try values.encode(highest, forKey: .highest) }
  }
}

extension EquityBand {
  /// What a bot brings to the splitting of a scope's band.
  package struct Part: Sendable, Hashable {
    /// Its equity now.
    package var equity: Int128
    /// Whether its equity can move with the market.
    package var isOpen: Bool

    /// A part from its values.
    package init(equity: Int128, isOpen: Bool) {
      self.equity = equity
      self.isOpen = isOpen
    }
  }

  /// A band for each bot of a scope, such that the scope's equity, the sum of theirs, is in the scope's band as long
  /// as each is in its own. So the event at which the scope leaves its band is one at which a bot leaves its own.
  ///
  /// The way from the sum to either end is shared out evenly among the bots that have something open, or among all
  /// where none has; what is left of the division goes to the first ones. A scope that has left its band gets bands
  /// that the next move away from it leaves.
  package func split(among parts: [Part]) -> [EquityBand] {
    guard parts.count > 1, !isUnlimited else { return parts.map { _ in self } }
    let sum = parts.reduce(Int128(0)) { $0 + $1.equity }
    let takers = parts.contains { $0.isOpen } ? parts.map(\.isOpen) : parts.map { _ in true }
    let below = lowest == .min ? nil : Self.shares(of: max(0, sum - lowest), takers)
    let above = highest == .max ? nil : Self.shares(of: max(0, highest - sum), takers)
    return parts.indices.map { index in
      EquityBand(
        lowest: below.map { parts[index].equity - $0[index] } ?? .min,
        highest: above.map { parts[index].equity + $0[index] } ?? .max)
    }
  }

  private static func shares(of amount: Int128, _ takers: [Bool]) -> [Int128] {
    let count = Int128(takers.count { $0 })
    var left = amount % count
    return takers.map { takes in
      guard takes else { return 0 }
      defer { left -= 1 }
      return amount / count + (left > 0 ? 1 : 0)
    }
  }
}
