extension BrokerProfile {
  /// The first value that can't be used, with the field as the YAML file names it, or `nil`.
  public var fault: ProfileFault? {
    numberFault ?? spreadFault ?? slippageFault ?? commissionFault
      ?? Self.negative(stopsLevel, field: "stops_level") ?? instrumentFault
  }

  private var numberFault: ProfileFault? {
    Self.outside(leverage, 1...1_000_000, field: "leverage")
      ?? latencyFault
      ?? Self.outside(marginCallPercent, 0...1_000, field: "margin_call_percent")
      ?? Self.outside(stopOutPercent, 0...1_000, field: "stop_out_percent")
      ?? stopOutFault
      ?? Self.outside(Int64(bookingDigits), 0...Int64(accountCurrency.moneyDigits), field: "booking_digits")
      ?? staleQuoteSeconds.flatMap { Self.outside($0, 1...1_000_000, field: "stale_quote_seconds") }
  }

  private var stopOutFault: ProfileFault? {
    guard stopOutPercent > marginCallPercent else { return nil }
    return ProfileFault(
      field: "stop_out_percent",
      problem: "expected at most margin_call_percent, \(marginCallPercent), was \(stopOutPercent)",
      remedy: "a broker warns before it closes")
  }

  private var latencyFault: ProfileFault? {
    guard !(0...3_600_000_000_000).contains(latencyNanoseconds) else { return nil }
    let milliseconds = DecimalText.format(latencyNanoseconds, digits: 6, minimumFraction: 0)
    return ProfileFault(
      field: "latency_ms", problem: "expected 0 to 3600000, was \(milliseconds)",
      remedy: "give a value in that range")
  }

  private var spreadFault: ProfileFault? {
    switch spread {
    case .recorded: nil
    case .fixed(let distance), .markup(let distance), .floor(let distance):
      Self.negative(distance, field: "spread.distance")
    }
  }

  private var slippageFault: ProfileFault? {
    switch slippage {
    case .none: return nil
    case .fixed(let distance): return Self.negative(distance, field: "slippage.distance")
    case .normal(_, let deviation): return Self.negative(deviation, field: "slippage.deviation")
    case .uniform(let minimum, let maximum):
      guard minimum.unit == maximum.unit, minimum.tenThousandths <= maximum.tenThousandths else {
        return ProfileFault(
          field: "slippage.minimum",
          problem: "expected a minimum up to the maximum, was \(minimum) to \(maximum)",
          remedy: "give both in one unit, the smaller one first")
      }
      return nil
    case .ofSpread(let share), .ofVolatility(let share):
      guard share < .zero else { return nil }
      return ProfileFault(
        field: "slippage.share", problem: "a cost can't be negative, was \(share)",
        remedy: "give the share as a positive percentage")
    case .perLot(let distance): return Self.negative(distance, field: "slippage.distance")
    case .empirical(let samples):
      guard samples.isEmpty else { return nil }
      return ProfileFault(
        field: "slippage.file", problem: "has no fills", remedy: "give a file with at least one fill")
    }
  }

  private var commissionFault: ProfileFault? {
    for tier in commission.tiers {
      guard case .perLot(let amount) = tier.taker, amount < .zero else { continue }
      return ProfileFault(
        field: "commission.amount",
        problem:
          "a fee can't be negative, was \(amount.text(in: commission.currency)) \(commission.currency)",
        remedy: "give the amount charged as a positive number")
    }
    return nil
  }

  private var instrumentFault: ProfileFault? {
    for instrument in instruments {
      if let fault = instrument.fault {
        return ProfileFault(
          field: "instruments.\(instrument.symbol)", problem: fault, remedy: "correct the instrument")
      }
    }
    return nil
  }

  private static func outside(_ value: Int64, _ range: ClosedRange<Int64>, field: String) -> ProfileFault? {
    guard !range.contains(value) else { return nil }
    return ProfileFault(
      field: field, problem: "expected \(range.lowerBound) to \(range.upperBound), was \(value)",
      remedy: "give a value in that range")
  }

  private static func negative(_ distance: PriceDistance, field: String) -> ProfileFault? {
    guard distance.tenThousandths < 0 else { return nil }
    return ProfileFault(
      field: field, problem: "a cost can't be negative, was \(distance)",
      remedy: "give the distance as a positive number")
  }
}
