import Reports
import TradingCore

/// A broker profile as JSON and as a table.
enum BrokerDocument {
  static func json(_ profile: BrokerProfile) -> JSONValue {
    [
      "name": .string(profile.name), "title": .string(profile.title),
      "account_mode": .string(profile.accountMode.rawValue),
      "account_currency": .string(profile.accountCurrency.code), "leverage": .integer(profile.leverage),
      "spread": json(profile.spread), "slippage": json(profile.slippage),
      "commission": json(profile.commission),
      "latency_ms": .number(Double(profile.latencyNanoseconds) / Double(Timestamp.millisecond)),
      "latency_rule": .string(profile.latencyRule.rawValue),
      "limit_fill": .string(profile.limitFill.rawValue),
      "margin_call_percent": .integer(profile.marginCallPercent),
      "stop_out_percent": .integer(profile.stopOutPercent),
      "enforce_trading_hours": .boolean(profile.enforcesTradingHours),
      "booking_digits": .count(profile.bookingDigits), "stops_level": .string("\(profile.stopsLevel)"),
      "stale_quote_seconds": profile.staleQuoteSeconds.map { .integer($0) } ?? .null,
      "instruments": .array(profile.instruments.map(json)),
    ]
  }

  static func text(_ profile: BrokerProfile, colored: Bool) -> String {
    TextTable.keyValue(rows(profile)).text(colored: colored)
  }

  /// What decides a run's costs, for its report.
  static func lines(_ profile: BrokerProfile) -> [BacktestReport.Line] {
    rows(profile).dropFirst(2).map {
      BacktestReport.Line($0.0.prefix(1).uppercased() + $0.0.dropFirst(), $0.1.text)
    }
  }

  private static func rows(_ profile: BrokerProfile) -> [(String, TextCell)] {
    let milliseconds = DecimalText.format(profile.latencyNanoseconds, digits: 6, minimumFraction: 0)
    return [
      ("name", TextCell(profile.name, .strong)), ("title", TextCell(profile.title)),
      ("account", TextCell("\(profile.accountMode.rawValue), \(profile.accountCurrency)")),
      ("leverage", TextCell("1:\(profile.leverage)")), ("spread", TextCell("\(profile.spread)")),
      ("slippage", TextCell("\(profile.slippage)")), ("commission", TextCell(words(profile.commission))),
      ("latency", TextCell("\(milliseconds) ms, \(profile.latencyRule.rawValue)")),
      ("limit fills", TextCell(profile.limitFill.rawValue)),
      ("margin call", TextCell("\(profile.marginCallPercent) %")),
      ("stop-out", TextCell("\(profile.stopOutPercent) %")),
      ("trading hours", TextCell(profile.enforcesTradingHours ? "enforced" : "not enforced")),
      ("booked to", TextCell("1e-\(profile.bookingDigits)")),
      ("stops level", TextCell("\(profile.stopsLevel)")),
      ("stale quotes", TextCell(profile.staleQuoteSeconds.map { "after \($0) s" } ?? "never")),
      ("instruments", TextCell(instruments(profile))),
    ]
  }

  private static func words(_ commission: CommissionModel) -> String {
    "\(commission)".replacing("per_lot_and_side ", with: "") + (commission.isNone ? "" : " per lot and side")
  }

  private static func instruments(_ profile: BrokerProfile) -> String {
    let own = profile.instruments.map(\.symbol.name).sorted()
    return own.isEmpty ? "the built-in ones" : "the built-in ones, and " + own.joined(separator: ", ")
  }

  private static func json(_ spread: SpreadModel) -> JSONValue {
    switch spread {
    case .recorded: ["model": "recorded"]
    case .fixed(let distance): ["model": "fixed", "distance": .string("\(distance)")]
    case .markup(let distance): ["model": "markup", "distance": .string("\(distance)")]
    case .floor(let distance): ["model": "floor", "distance": .string("\(distance)")]
    }
  }

  private static func json(_ slippage: SlippageModel) -> JSONValue {
    switch slippage {
    case .none: ["model": "none"]
    case .fixed(let distance): ["model": "fixed", "distance": .string("\(distance)")]
    case .uniform(let minimum, let maximum):
      ["model": "uniform", "minimum": .string("\(minimum)"), "maximum": .string("\(maximum)")]
    case .normal(let mean, let deviation):
      ["model": "normal", "mean": .string("\(mean)"), "deviation": .string("\(deviation)")]
    case .ofSpread(let share): ["model": "spread", "share": .string("\(share)")]
    case .ofVolatility(let share): ["model": "volatility", "share": .string("\(share)")]
    case .perLot(let distance): ["model": "size", "distance": .string("\(distance)")]
    case .empirical(let samples): ["model": "empirical", "samples": .count(samples.count)]
    }
  }

  private static func json(_ commission: CommissionModel) -> JSONValue {
    guard case .perLot(let amount)? = commission.tiers.first?.taker else { return ["model": "none"] }
    return [
      "model": "per_lot_and_side", "amount": .money(amount, in: commission.currency),
      "currency": .string(commission.currency.code),
    ]
  }

  private static func json(_ instrument: Instrument) -> JSONValue {
    [
      "symbol": .string(instrument.symbol.name), "class": .string(instrument.assetClass.rawValue),
      "digits": .count(instrument.digits), "points_per_pip": .integer(instrument.pointsPerPip),
      "base": .string(instrument.base.code), "quote": .string(instrument.quote.code),
      "contract_size": .string(
        DecimalText.format(
          instrument.unitsPerLot, digits: instrument.quantityDigits, minimumFraction: 0)),
      "lot_minimum": .string(instrument.lotsText(units: instrument.minimumUnits)),
      "lot_step": .string(instrument.lotsText(units: instrument.stepUnits)),
      "lot_maximum": .string(instrument.lotsText(units: instrument.maximumUnits)),
      "hours": .string(instrument.hours.rawValue),
    ]
  }
}
