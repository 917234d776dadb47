extension BrokerProfile {
  /// The values that decide fills as `key=value` lines, sorted, for the identity digest.
  ///
  /// Name and title are left out: a copy under another name trades the same. The text of a value never
  /// changes between versions, since evidence would be lost with it.
  public var canonicalLines: [String] {
    let values = [
      "account_currency=\(accountCurrency)", "account_mode=\(accountMode.rawValue)",
      "booking_digits=\(bookingDigits)", "commission=\(commission)",
      "enforces_trading_hours=\(enforcesTradingHours)", "latency_ns=\(latencyNanoseconds)",
      "latency_rule=\(latencyRule.rawValue)", "leverage=\(leverage)", "limit_fill=\(limitFill.rawValue)",
      "margin_call_percent=\(marginCallPercent)", "slippage=\(slippage)", "spread=\(spread)",
      "stale_quote_seconds=\(staleQuoteSeconds.map { "\($0)" } ?? "none")",
      "stop_out_percent=\(stopOutPercent)", "stops_level=\(stopsLevel)",
    ]
    let lines = values + newerLines + termLines + InstrumentCatalog(instruments).all.map(\.canonicalLine)
    return lines.sorted()
  }

  /// Left out where they are what every profile was before they were known, so that its evidence stays.
  private var newerLines: [String] {
    NewerSetting.line("swap", swap, isDefault: swap.isNone)
      + NewerSetting.line("depth", depth, default: .unlimited)
  }

  /// Terms of the classes that the profile's own costs hold for: as much part of every bot as those costs.
  private var termLines: [String] {
    classTerms.filter { hasSharedCosts($0.key) }.flatMap { $1.canonicalLines(prefix: "class.\($0.rawValue)") }
      + symbolTerms.filter { hasSharedCosts(of: $0.key) }.flatMap { symbol, terms in
        terms.canonicalLines(prefix: "symbol.\(symbol)")
      }
  }

  /// The canonical lines of a bot that trades these symbols: their instruments in full, built-in ones too, so that
  /// a changed built-in instrument changes the identity of the bots that trade it, and terms of classes with costs
  /// of their own, which are no part of bots that trade other classes.
  public func canonicalLines(trading symbols: [Symbol]) -> [String] {
    let traded = symbols.compactMap { instrument($0) }
    let terms = traded.filter { !hasSharedCosts($0.assetClass) }.flatMap { instrument in
      let assetClass = instrument.assetClass
      return (classTerms[assetClass]?.canonicalLines(prefix: "class.\(assetClass.rawValue)") ?? [])
        + (symbolTerms[instrument.symbol]?.canonicalLines(prefix: "symbol.\(instrument.symbol)") ?? [])
    }
    return Set(canonicalLines + traded.map(\.canonicalLine) + terms).sorted()
  }

  /// All that the profile says, whoever trades what: for a digest of the profile itself. Name and title are left out, as
  /// is the catalog that every profile shares.
  public var wholeCanonicalLines: [String] {
    let classes = classTerms.flatMap { $1.canonicalLines(prefix: "class.\($0.rawValue)") }
    let symbols = symbolTerms.flatMap { $1.canonicalLines(prefix: "symbol.\($0)") }
    let costs = NewerSetting.line(
      "costs_for", costClasses.map { $0.map(\.rawValue).sorted().joined(separator: ",") } ?? "all",
      default: "all")
    return Set(canonicalLines + classes + symbols + costs).sorted()
  }

  private func hasSharedCosts(of symbol: Symbol) -> Bool {
    instrument(symbol).map { hasSharedCosts($0.assetClass) } ?? true
  }
}

extension TradingTerms {
  /// `PREFIX.spread=…` and so on for each model that differs.
  func canonicalLines(prefix: String) -> [String] {
    let values: [(String, String?)] = [
      ("commission", commission.map { "\($0)" }), ("depth", depth.map { "\($0)" }),
      ("margin", margin.map { "\($0)" }), ("slippage", slippage.map { "\($0)" }),
      ("spread", spread.map { "\($0)" }), ("swap", swap.map { "\($0)" }),
    ]
    return values.compactMap { key, value in value.map { "\(prefix).\(key)=\($0)" } }
  }
}

extension Instrument {
  /// Every value on one line, in a fixed order, for the identity digest.
  public var canonicalLine: String {
    let values = [
      "class=\(assetClass.rawValue)", "digits=\(digits)", "points_per_pip=\(pointsPerPip)", "base=\(base)",
      "quote=\(quote)", "quantity_digits=\(quantityDigits)", "units_per_lot=\(unitsPerLot)",
      "minimum_units=\(minimumUnits)", "step_units=\(stepUnits)", "maximum_units=\(maximumUnits)",
      "hours=\(hours.rawValue)",
    ]
    // Left out where it is one point, so that evidence from before it was known stays.
    let tick = NewerSetting.line("tick_points", tickPoints, default: 1)
    // Likewise where it is what the catalog says, or nobody says anything.
    let known = InstrumentCatalog.standard[symbol]?.allowsNegativePrices ?? false
    let below = NewerSetting.line("negative_prices", allowsNegativePrices, default: known)
    return "instrument.\(symbol)=" + (values + tick + below).joined(separator: " ")
  }
}
