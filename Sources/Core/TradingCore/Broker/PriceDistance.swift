/// What a price distance is counted in.
public enum DistanceUnit: String, Sendable, Hashable, Codable, CaseIterable {
  /// The instrument's pip, `Instrument.pointsPerPip` points.
  case pip
  /// The instrument's smallest price step, 10^-digits of its quote currency.
  case point
}

/// A price distance that means the same thing on instruments of different scales: `0.2 pip`, `2 points`.
public struct PriceDistance: Sendable, Hashable {
  /// How many 1e-4 of the unit.
  public var tenThousandths: Int64
  /// What is counted.
  public var unit: DistanceUnit

  /// A distance of so many 1e-4 of the unit.
  public init(tenThousandths: Int64, unit: DistanceUnit) {
    self.tenThousandths = tenThousandths
    self.unit = unit
  }

  /// No distance.
  public static let zero = PriceDistance(tenThousandths: 0, unit: .point)

  /// So many whole points.
  ///
  /// - Precondition: the count is below 2^48 in magnitude, far beyond any price.
  public static func points(_ count: Int64) -> PriceDistance {
    precondition(count.magnitude < 1 << 48, "a distance in points stays below 2^48")
    return PriceDistance(tenThousandths: count * scale, unit: .point)
  }

  /// Units of `tenThousandths` in one pip or point.
  public static let scale: Int64 = 10_000

  /// The distance in 1e-4 of a point, exact for every distance, for models that draw between whole points.
  ///
  /// - Throws: a fault on `field` when the distance is not below 2^40 points, the bound of a price.
  public func tenThousandthsOfPoint(
    on instrument: Instrument, field: String = "distance"
  ) throws(ProfileFault) -> Int64 {
    let factor = unit == .pip ? instrument.pointsPerPip : 1
    let (scaled, overflowed) = tenThousandths.multipliedReportingOverflow(by: factor)
    guard !overflowed, scaled.magnitude / Self.scale.magnitude < Price.magnitudeLimit.magnitude else {
      throw ProfileFault(
        field: field, problem: "\(self) is beyond any price of \(instrument.symbol)",
        remedy: "use a smaller distance")
    }
    return scaled
  }

  /// The distance in whole points of the instrument.
  ///
  /// - Throws: a fault on `field` when it is no whole number of points, or not below 2^40 of them.
  public func points(on instrument: Instrument, field: String = "distance") throws(ProfileFault) -> Int64 {
    let scaled = try tenThousandthsOfPoint(on: instrument, field: field)
    guard scaled % Self.scale == 0 else {
      let points = DecimalText.format(scaled, digits: 4, minimumFraction: 0)
      throw ProfileFault(
        field: field, problem: "\(self) is \(points) points on \(instrument.symbol), not a whole number",
        remedy: "give the distance in points, or change the instrument's digits or pip")
    }
    return scaled / Self.scale
  }

  /// A distance in points as a market with larger price steps has it: whole steps, to the nearest, halves away from zero.
  package static func wholeSteps(_ points: Int64, tickPoints: Int64) -> Int64 {
    guard tickPoints > 1 else { return points }
    let ticks = (points.magnitude * 2 + tickPoints.magnitude) / (2 * tickPoints.magnitude)
    return (points < 0 ? -1 : 1) * Int64(ticks) * tickPoints
  }
}

extension PriceDistance: LosslessStringConvertible {
  /// A distance from text such as `0.2 pip`, `3 pips`, `1 point` or `2 points`.
  ///
  /// - Returns: `nil` unless it is a decimal number of at most four decimals, a space and a unit.
  public init?(_ description: String) {
    let parts = description.split(separator: " ", omittingEmptySubsequences: true)
    guard parts.count == 2, let count = try? DecimalText.parse(parts[0], digits: 4) else { return nil }
    switch parts[1] {
    case "pip", "pips": self.init(tenThousandths: count, unit: .pip)
    case "point", "points": self.init(tenThousandths: count, unit: .point)
    default: return nil
    }
  }

  /// The number and its unit, plural above one: `0.2 pip`, `2 points`.
  public var description: String {
    let number = DecimalText.format(tenThousandths, digits: 4, minimumFraction: 0)
    return "\(number) \(unit.rawValue)\(tenThousandths.magnitude > Self.scale.magnitude ? "s" : "")"
  }
}

extension PriceDistance: Codable {
  /// Reads text such as `0.2 pip`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let distance = PriceDistance(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected a distance such as '0.2 pip', was '\(text)'")
    }
    self = distance
  }

  /// Writes text such as `0.2 pip`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
