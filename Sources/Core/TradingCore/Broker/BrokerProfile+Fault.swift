extension BrokerProfile {
  /// The first value that can't be used, with the field as the YAML file names it, or `nil`.
  public var fault: ProfileFault? {
    numberFault ?? spread.fault(field: "spread") ?? slippage.fault(field: "slippage")
      ?? commission.fault(field: "commission", account: accountCurrency) ?? swap.fault(field: "swap")
      ?? depth.fault(field: "depth")
      ?? ProfileFault.negative(stopsLevel, field: "stops_level") ?? termsFault ?? instrumentFault
  }

  private var numberFault: ProfileFault? {
    ProfileFault.outside(leverage, 1...1_000_000, field: "leverage")
      ?? latencyFault
      ?? ProfileFault.outside(marginCallPercent, 0...1_000, field: "margin_call_percent")
      ?? ProfileFault.outside(stopOutPercent, 0...1_000, field: "stop_out_percent")
      ?? stopOutFault
      ?? ProfileFault.outside(
        Int64(bookingDigits), 0...Int64(accountCurrency.moneyDigits), field: "booking_digits")
      ?? staleQuoteSeconds.flatMap { ProfileFault.outside($0, 1...1_000_000, field: "stale_quote_seconds") }
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

  private var termsFault: ProfileFault? {
    for (name, terms) in classTerms.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      if let fault = terms.fault(prefix: "classes.\(name.rawValue)", account: accountCurrency) {
        return fault
      }
    }
    for (symbol, terms) in symbolTerms.sorted(by: { $0.key < $1.key }) {
      if let fault = terms.fault(prefix: "instruments.\(symbol)", account: accountCurrency) { return fault }
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
}

extension TradingTerms {
  /// The first value that can't be used, its field below `prefix`, or `nil`.
  func fault(prefix: String, account: Currency) -> ProfileFault? {
    spread?.fault(field: "\(prefix).spread") ?? slippage?.fault(field: "\(prefix).slippage")
      ?? commission?.fault(field: "\(prefix).commission", account: account) ?? swap?.fault(
        field: "\(prefix).swap")
      ?? depth?.fault(field: "\(prefix).depth") ?? margin?.fault(prefix: prefix)
  }
}

extension ProfileFault {
  /// A fault when the value is outside of the range.
  static func outside(_ value: Int64, _ range: ClosedRange<Int64>, field: String) -> ProfileFault? {
    guard !range.contains(value) else { return nil }
    return ProfileFault(
      field: field, problem: "expected \(range.lowerBound) to \(range.upperBound), was \(value)",
      remedy: "give a value in that range")
  }

  /// A fault when a distance that is paid is below zero.
  static func negative(_ distance: PriceDistance, field: String) -> ProfileFault? {
    guard distance.tenThousandths < 0 else { return nil }
    return ProfileFault(
      field: field, problem: "a cost can't be negative, was \(distance)",
      remedy: "give the distance as a positive number")
  }

  /// A fault when the steps of a schedule don't begin at nothing or don't ascend, on `FIELD[n].from`.
  static func steps(_ starts: [Int64], field: String, text: (Int64) -> String) -> ProfileFault? {
    guard let first = starts.first else {
      return ProfileFault(field: field, problem: "has no tiers", remedy: "give at least one")
    }
    guard first == 0 else {
      return ProfileFault(
        field: "\(field)[1].from", problem: "the first tier begins at \(text(first))",
        remedy: "let it begin at 0, or volumes below have no terms")
    }
    for index in starts.indices.dropFirst() where starts[index] <= starts[index - 1] {
      return ProfileFault(
        field: "\(field)[\(index + 1)].from",
        problem:
          "the tier from \(text(starts[index])) overlaps the one before, from \(text(starts[index - 1]))",
        remedy: "give the tiers in ascending order, each volume once")
    }
    return nil
  }
}
