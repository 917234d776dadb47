package import StrategyKit
package import TradingCore

extension BotSettings {
  /// Refuses a lot count that the instruments a strategy trades have no order of: every order would be denied.
  ///
  /// `isGiven` says whether somebody gave a parameter: a default counts only where the strategy sizes its orders by
  /// it, so not where another rule does (`risk_percent` above zero).
  /// - Throws: `lots` for the first parameter and instrument that do not go together.
  package static func checkLots(
    _ values: ParameterValues, _ descriptor: StrategyDescriptor, traded: [Instrument],
    isGiven: (String) -> Bool
  ) throws(BotSettingError) {
    for spec in descriptor.allParameters where spec.kind == .lots {
      guard isGiven(spec.name) || decides(spec, values), let lots = try? values.lots(spec.name)
      else {
        continue
      }
      for instrument in spec.sizing == .firstSymbol ? Array(traded.prefix(1)) : traded {
        guard let fault = LotFault(lots, instrument) else { continue }
        throw .lots(
          parameter: spec.name, what: fault.what, advice: fault.advice, strategy: descriptor.name)
      }
    }
  }

  /// Whether a strategy sizes orders by a parameter that nobody gave.
  private static func decides(
    _ spec: ParameterSpec, _ values: ParameterValues
  ) -> Bool {
    spec.sizing != .others && values.areOrdersSizedByLots
  }
}

/// Why an instrument has no order of a lot count, and the nearest that it has.
struct LotFault: Equatable {
  let what: String
  let advice: String

  /// `nil` for a size that can be ordered.
  init?(_ lots: LotCount, _ instrument: Instrument) {
    let (step, perLot) = (instrument.stepUnits, Int128(instrument.unitsPerLot))
    let (units, rest) = (Int128(lots.hundredMillionths) * perLot).quotientAndRemainder(
      dividingBy: 100_000_000)
    // A size that eight decimals do not show exactly may be the next one above.
    let isExact = rest < perLot
    if isExact, units % Int128(step) == 0, units >= instrument.minimumUnits, units <= instrument.maximumUnits
    {
      return nil
    }
    func text(_ units: Int64) -> String { instrument.lotsText(units: units) }
    let asked = "\(DecimalText.format(lots.hundredMillionths, digits: 8, minimumFraction: 2)) lots"
    if units < instrument.minimumUnits {
      what =
        "\(asked) are below the smallest order of \(instrument.symbol), \(text(instrument.minimumUnits)) lots"
      advice = "give \(text(instrument.minimumUnits)) or more, in steps of \(text(step))"
    } else if units > instrument.maximumUnits || (units == instrument.maximumUnits && !isExact) {
      what =
        "\(asked) are above the largest order of \(instrument.symbol), \(text(instrument.maximumUnits)) lots"
      advice = "give \(text(instrument.maximumUnits)) or less, in steps of \(text(step))"
    } else {
      // Within the bounds, so both fit into 64 bits; the largest order need not be on a step.
      let below = Int64(units) / step * step
      let sizes = [below, below + step].filter {
        instrument.minimumUnits <= $0 && $0 <= instrument.maximumUnits
      }
      what = "\(asked) are no multiple of \(instrument.symbol)'s lot step, \(text(step))"
      advice = "give \(sizes.map(text).joined(separator: " or "))"
    }
  }
}
