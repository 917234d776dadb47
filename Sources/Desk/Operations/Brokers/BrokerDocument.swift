import BotAssembly
import JSONText
import Reports
import TradingCore

/// A broker profile as JSON and in words.
enum BrokerDocument {
  static func json(_ profile: BrokerProfile) -> JSONValue {
    [
      "name": .string(ProfileIdentity.name(of: profile)), "title": .string(profile.title),
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
      "costs_for": .array((profile.costClasses ?? AssetClass.allCases).map { .string($0.rawValue) }),
      "swap": json(profile.swap), "depth": json(profile.depth),
      "monthly_volume": .string(volume(profile.commission.monthlyVolume, profile.commission, profile)),
      "tier": tier(profile.commission, profile),
      "classes": .array(
        profile.classTerms.sorted { $0.key.rawValue < $1.key.rawValue }.map {
          named("class", $0.key.rawValue, $0.value, profile)
        }),
      "symbols": .array(
        profile.symbolTerms.sorted { $0.key < $1.key }.map { named("symbol", $0.key.name, $0.value, profile) }
      ),
    ]
  }

  /// The profile, with the terms that hold for an instrument under `terms`.
  static func json(_ profile: BrokerProfile, _ instrument: Instrument) -> JSONValue {
    let terms = profile.terms(for: instrument)
    let held: JSONValue = [
      "instrument": json(instrument), "spread": json(terms.spread), "slippage": json(terms.slippage),
      "commission": json(terms.commission), "swap": json(terms.swap),
      "margin": json(terms.margin, profile), "depth": json(terms.depth),
      "monthly_volume": .string(volume(terms.commission.monthlyVolume, terms.commission, profile)),
      "tier": tier(terms.commission, profile),
    ]
    guard case .object(let members) = json(profile) else { return held }
    return .object(members + [JSONMember("terms", held)])
  }

  /// The terms that hold for an instrument, in words.
  static func rows(_ profile: BrokerProfile, _ instrument: Instrument) -> [(String, TextCell)] {
    let terms = profile.terms(for: instrument)
    let tick = (try? instrument.tickValue())?.shownText(in: instrument.quote) ?? "too large"
    return [
      ("profile", TextCell(ProfileIdentity(profile, trading: [instrument.symbol]).name, .strong)),
      ("symbol", TextCell("\(instrument.symbol), \(instrument.assetClass.rawValue)")),
      ("price step", TextCell("\(step(instrument)), worth \(tick) \(instrument.quote) a lot")),
      ("spread", TextCell("\(terms.spread)")), ("slippage", TextCell(words(terms.slippage))),
      ("commission", TextCell(words(terms.commission, profile))),
      ("monthly volume", TextCell(volume(terms.commission.monthlyVolume, terms.commission, profile))),
      ("rebate", TextCell(rebate(terms.commission))), ("swap", TextCell("\(terms.swap)")),
      ("margin", TextCell(words(terms.margin, profile))), ("depth", TextCell("\(terms.depth)")),
      ("hours", TextCell(instrument.hours.rawValue)),
    ]
  }

  /// What decides the costs of a run over these instruments, for its report: spread, slippage and commission as
  /// they hold for them, and the terms of their classes and of themselves.
  static func lines(_ profile: BrokerProfile, trading traded: [Instrument]) -> [BacktestReport.Line] {
    let costs: [String: (InstrumentTerms) -> String] = [
      "spread": { "\($0.spread)" }, "slippage": { words($0.slippage) },
      "commission": { words($0.commission, profile) },
    ]
    let classes = Set(traded.map(\.assetClass))
    var shown = profile
    shown.classTerms = profile.classTerms.filter { classes.contains($0.key) }
    shown.symbolTerms = profile.symbolTerms.filter { term in traded.contains { $0.symbol == term.key } }
    return rows(shown).dropFirst(2).map { label, cell in
      var text = cell.text
      if let cost = costs[label] { text = words(traded) { cost(profile.terms(for: $0)) } ?? text }
      return BacktestReport.Line(label.prefix(1).uppercased() + label.dropFirst(), text)
    }
  }

  /// What is said of each instrument, once where it is the same of all; `nil` without instruments.
  private static func words(_ traded: [Instrument], _ cost: (Instrument) -> String) -> String? {
    let texts = traded.map { (symbol: $0.symbol, text: cost($0)) }
    guard let first = texts.first, texts.contains(where: { $0.text != first.text }) else {
      return texts.first?.text
    }
    return texts.map { "\($0.symbol) \($0.text)" }.joined(separator: "; ")
  }

  /// Every value, in words.
  static func rows(_ profile: BrokerProfile) -> [(String, TextCell)] {
    let milliseconds = DecimalText.format(profile.latencyNanoseconds, digits: 6, minimumFraction: 0)
    return [
      ("name", TextCell(ProfileIdentity.name(of: profile), .strong)), ("title", TextCell(profile.title)),
      ("account", TextCell("\(profile.accountMode.rawValue), \(profile.accountCurrency)")),
      ("leverage", TextCell("1:\(profile.leverage)")), ("spread", TextCell("\(profile.spread)")),
      ("slippage", TextCell(words(profile.slippage))),
      ("commission", TextCell(words(profile.commission, profile))),
      ("latency", TextCell("\(milliseconds) ms, \(profile.latencyRule.rawValue)")),
      ("limit fills", TextCell(profile.limitFill.rawValue)),
      ("margin call", TextCell("\(profile.marginCallPercent) %")),
      ("stop-out", TextCell("\(profile.stopOutPercent) %")),
      ("trading hours", TextCell(profile.enforcesTradingHours ? "enforced" : "not enforced")),
      ("booked to", TextCell("1e-\(profile.bookingDigits)")),
      ("stops level", TextCell("\(profile.stopsLevel)")),
      ("stale quotes", TextCell(profile.staleQuoteSeconds.map { "after \($0) s" } ?? "never")),
      ("instruments", TextCell(instruments(profile))),
    ] + costRows(profile) + newerRows(profile) + termRows(profile)
  }

  /// What spread, slippage and commission above are of, where that is not everything.
  private static func costRows(_ profile: BrokerProfile) -> [(String, TextCell)] {
    guard let classes = profile.costClasses else { return [] }
    return [("costs are of", TextCell(classes.map(\.rawValue).joined(separator: ", ")))]
  }

  /// Shown where a profile makes use of them.
  private static func newerRows(_ profile: BrokerProfile) -> [(String, TextCell)] {
    var rows: [(String, TextCell)] = []
    if !profile.swap.isNone { rows.append(("swap", TextCell("\(profile.swap)"))) }
    if profile.depth != .unlimited { rows.append(("depth", TextCell("\(profile.depth)"))) }
    if profile.commission.monthlyVolume > 0 {
      rows.append(
        ("monthly volume", TextCell(volume(profile.commission.monthlyVolume, profile.commission, profile))))
    }
    if profile.commission.tiers.count > 1 || rebate(profile.commission) != "none" {
      rows.append(("tier", TextCell(tierWords(profile.commission, profile))))
      rows.append(("rebate", TextCell(rebate(profile.commission))))
    }
    return rows
  }

  private static func termRows(_ profile: BrokerProfile) -> [(String, TextCell)] {
    let classes = profile.classTerms.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { ("class \($0.key.rawValue)", TextCell(words($0.value, profile))) }
    let symbols = profile.symbolTerms.sorted { $0.key < $1.key }
      .map { ("\($0.key)", TextCell(words($0.value, profile))) }
    return classes + symbols
  }

  private static func instruments(_ profile: BrokerProfile) -> String {
    let own = profile.instruments.map(\.symbol.name).sorted()
    return own.isEmpty ? "the built-in ones" : "the built-in ones, and " + own.joined(separator: ", ")
  }
}
