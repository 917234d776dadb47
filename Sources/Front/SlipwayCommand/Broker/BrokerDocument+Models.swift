import JSONText
import Reports
import TradingCore

/// Single models as JSON, with the keys of the YAML file.
extension BrokerDocument {
  static func json(_ spread: SpreadModel) -> JSONValue {
    switch spread {
    case .recorded: ["model": "recorded"]
    case .fixed(let distance): ["model": "fixed", "distance": .string("\(distance)")]
    case .markup(let distance): ["model": "markup", "distance": .string("\(distance)")]
    case .floor(let distance): ["model": "floor", "distance": .string("\(distance)")]
    }
  }

  static func json(_ slippage: SlippageModel) -> JSONValue {
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

  /// A plain fee as it was before there were schedules; else every tier.
  static func json(_ commission: CommissionModel) -> JSONValue {
    guard let first = commission.tiers.first else { return ["model": "none"] }
    let isPlain =
      commission.tiers.count == 1 && first.maker == first.taker && first.rebate == .zero
      && commission.minimum == .zero
    if isPlain {
      switch first.taker {
      case .perLot(let amount):
        return [
          "model": "per_lot_and_side", "amount": .money(amount, in: commission.currency),
          "currency": .string(commission.currency.code),
        ]
      case .ofNotional(let rate): return ["model": "of_notional", "rate": .string("\(rate)")]
      }
    }
    return [
      "model": "schedule", "currency": .string(commission.currency.code),
      "minimum": .money(commission.minimum, in: commission.currency),
      "volume_in": .string(commission.measure.rawValue),
      "tiers": .array(commission.tiers.map { json($0, commission, from: rawVolume($0.from, commission)) }),
    ]
  }

  static func json(_ swap: SwapModel) -> JSONValue {
    let (model, long, short): (String, String, String)
    switch swap.rate {
    case .none: return ["model": "none"]
    case .points(let first, let second): (model, long, short) = ("points", "\(first)", "\(second)")
    case .annual(let first, let second): (model, long, short) = ("annual", "\(first)", "\(second)")
    }
    return [
      "model": .string(model), "long": .string(long), "short": .string(short),
      "triple_day": .string(swap.tripleDayName), "weekends": .boolean(swap.chargesWeekends),
    ]
  }

  static func json(_ depth: DepthModel) -> JSONValue {
    switch depth {
    case .unlimited: ["model": "unlimited"]
    case .quoted: ["model": "quoted"]
    case .fixed(let lots): ["model": "fixed", "lots": .string(lotsText(lots))]
    }
  }

  static func json(_ margin: MarginModel, _ profile: BrokerProfile) -> JSONValue {
    switch margin {
    case .account: ["model": "leverage", "leverage": .integer(profile.leverage)]
    case .leverage(let leverage): ["model": "leverage", "leverage": .integer(leverage)]
    case .perLot(let amount):
      [
        "model": "per_lot", "amount": .money(amount, in: profile.accountCurrency),
        "currency": .string(profile.accountCurrency.code),
      ]
    case .tiers(let tiers):
      [
        "model": "tiers",
        "tiers": .array(
          tiers.map { ["from_lots": .string(lotsText($0.fromLots)), "leverage": .integer($0.leverage)] }),
      ]
    }
  }

  static func json(_ instrument: Instrument) -> JSONValue {
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
      "hours": .string(instrument.hours.rawValue), "tick": .string(step(instrument)),
      "tick_value": .money(try? instrument.tickValue(), in: instrument.quote),
      "negative_prices": .boolean(instrument.allowsNegativePrices),
    ]
  }

  /// A tier's beginning as a number: lots, or turnover at the scale of the schedule's currency.
  private static func rawVolume(_ volume: Int64, _ commission: CommissionModel) -> String {
    let digits = commission.measure == .lots ? 8 : commission.currency.moneyDigits
    return DecimalText.format(volume, digits: digits, minimumFraction: 0)
  }

  /// What differs, under the name of its class or symbol.
  static func named(
    _ key: String, _ name: String, _ terms: TradingTerms, _ profile: BrokerProfile
  ) -> JSONValue {
    let members: [(String, JSONValue?)] = [
      (key, .string(name)), ("spread", terms.spread.map { json($0) }),
      ("slippage", terms.slippage.map { json($0) }), ("commission", terms.commission.map { json($0) }),
      ("swap", terms.swap.map { json($0) }), ("margin", terms.margin.map { json($0, profile) }),
      ("depth", terms.depth.map { json($0) }),
    ]
    return .object(members.compactMap { name, value in value.map { JSONMember(name, $0) } })
  }

  /// The tier that holds at the schedule's monthly volume.
  static func tier(_ commission: CommissionModel, _ profile: BrokerProfile) -> JSONValue {
    guard let tier = commission.tier(at: commission.monthlyVolume) else { return .null }
    return json(tier, commission, from: volume(tier.from, commission, profile))
  }

  private static func json(
    _ tier: CommissionModel.Tier, _ commission: CommissionModel, from: String
  ) -> JSONValue {
    [
      "from": .string(from), "taker": .string(words(tier.taker, commission)),
      "maker": .string(words(tier.maker, commission)), "rebate": .string("\(tier.rebate)"),
    ]
  }
}

/// Single models in words.
extension BrokerDocument {
  static func words(_ fee: CommissionModel.Fee, _ commission: CommissionModel) -> String {
    switch fee {
    case .perLot(let amount): "\(amount.text(in: commission.currency)) \(commission.currency) per lot"
    case .ofNotional(let rate): "\(rate)"
    }
  }

  static func words(_ commission: CommissionModel, _ profile: BrokerProfile) -> String {
    guard let first = commission.tiers.first else { return "none" }
    let hasMaker = commission.tiers.contains { $0.maker != $0.taker }
    let fees = commission.tiers.map { tier in
      let fee = words(tier.taker, commission) + (hasMaker ? " (maker \(words(tier.maker, commission)))" : "")
      return commission.tiers.count > 1 ? "from \(volume(tier.from, commission, profile)) \(fee)" : fee
    }
    let isPerLot = if case .perLot = first.taker { true } else { false }
    let minimum =
      commission.minimum > .zero
      ? ", at least \(commission.minimum.text(in: commission.currency)) \(commission.currency) an order" : ""
    return fees.joined(separator: ", ") + (isPerLot ? " and side" : " of the notional a side") + minimum
  }

  /// Recorded fills are counted, not listed.
  static func words(_ slippage: SlippageModel) -> String {
    guard case .empirical(let samples) = slippage else { return "\(slippage)" }
    return "\(samples.count) recorded fills"
  }

  static func words(_ margin: MarginModel, _ profile: BrokerProfile) -> String {
    switch margin {
    case .account: "leverage 1:\(profile.leverage)"
    case .leverage(let leverage): "leverage 1:\(leverage)"
    case .perLot(let amount): "\(amount.text(in: profile.accountCurrency)) \(profile.accountCurrency) per lot"
    case .tiers(let tiers):
      tiers.map { "from \(lotsText($0.fromLots)) lots 1:\($0.leverage)" }.joined(separator: ", ")
    }
  }

  static func words(_ terms: TradingTerms, _ profile: BrokerProfile) -> String {
    let parts: [String?] = [
      terms.spread.map { "spread \($0)" }, terms.slippage.map { "slippage \(words($0))" },
      terms.commission.map { "commission \(words($0, profile))" }, terms.swap.map { "swap \($0)" },
      terms.margin.map { words($0, profile) }, terms.depth.map { "depth \($0)" },
    ]
    return parts.compactMap { $0 }.joined(separator: "; ")
  }

  /// A volume of a schedule: lots, or turnover in the account's currency.
  static func volume(_ volume: Int64, _ commission: CommissionModel, _ profile: BrokerProfile) -> String {
    switch commission.measure {
    case .lots: "\(lotsText(volume)) lots"
    case .notional: "\(Money(units: volume).text(in: profile.accountCurrency)) \(profile.accountCurrency)"
    }
  }

  static func tierWords(_ commission: CommissionModel, _ profile: BrokerProfile) -> String {
    guard let tier = commission.tier(at: commission.monthlyVolume) else { return "none" }
    return "from \(volume(tier.from, commission, profile)): \(words(tier.taker, commission))"
  }

  static func rebate(_ commission: CommissionModel) -> String {
    guard let tier = commission.tier(at: commission.monthlyVolume), tier.rebate > .zero else { return "none" }
    return "\(tier.rebate)"
  }

  static func lotsText(_ lots: Int64) -> String { DecimalText.format(lots, digits: 8, minimumFraction: 0) }

  /// The smallest price step as a price.
  static func step(_ instrument: Instrument) -> String {
    DecimalText.format(instrument.tickPoints, digits: instrument.digits)
  }
}
