extension BrokerProfile {
  /// Whether the profile's own spread, slippage and commission are meant for a class.
  public func hasSharedCosts(_ assetClass: AssetClass) -> Bool { costClasses?.contains(assetClass) ?? true }

  /// Why this broker can't fill orders for an instrument, or `nil`: a cost that is stated for other classes only, or
  /// a distance that is no whole number of the instrument's points.
  ///
  /// Every command that trades or prices an instrument asks here, so that what one refuses all refuse.
  public func fault(trading instrument: Instrument) -> ProfileFault? {
    missingCost(of: instrument) ?? distanceFault(on: instrument)
  }

  private func missingCost(of instrument: Instrument) -> ProfileFault? {
    let (symbol, assetClass) = (instrument.symbol, instrument.assetClass)
    guard !hasSharedCosts(assetClass) else { return nil }
    let terms = [symbolTerms[symbol], classTerms[assetClass]].compactMap { $0 }
    let stated = [
      ("spread", terms.contains { $0.spread != nil }), ("slippage", terms.contains { $0.slippage != nil }),
      ("commission", terms.contains { $0.commission != nil }),
    ]
    guard let cost = stated.first(where: { !$0.1 })?.0 else { return nil }
    let hasOthers =
      classTerms[assetClass] != nil
      || symbolTerms.keys.contains { self.instrument($0)?.assetClass == assetClass }
    let shared = (costClasses ?? []).map(\.rawValue).joined(separator: ", ")
    return ProfileFault(
      field: hasOthers ? "instruments.\(symbol).\(cost)" : "classes.\(assetClass.rawValue).\(cost)",
      problem: "\(name) has no \(cost) for \(hasOthers ? symbol.name : assetClass.plural): "
        + "that of \(shared) does not hold for \(hasOthers ? "it" : symbol.name)",
      remedy: "state spread, slippage and commission for it in a profile of your own, or use another profile")
  }

  /// A distance that no price of the instrument can be apart.
  private func distanceFault(on instrument: Instrument) -> ProfileFault? {
    let terms = terms(for: instrument)
    do throws(ProfileFault) {
      _ = try terms.spread.distance?.points(on: instrument, field: "spread.distance")
      switch terms.slippage {
      case .none, .ofSpread, .ofVolatility, .empirical: break
      case .fixed(let distance): _ = try distance.points(on: instrument, field: "slippage.distance")
      case .uniform(let minimum, let maximum):
        _ = try minimum.points(on: instrument, field: "slippage.minimum")
        _ = try maximum.points(on: instrument, field: "slippage.maximum")
      case .normal(let mean, let deviation):
        _ = try mean.tenThousandthsOfPoint(on: instrument, field: "slippage.mean")
        _ = try deviation.tenThousandthsOfPoint(on: instrument, field: "slippage.deviation")
      case .perLot(let distance):
        _ = try distance.tenThousandthsOfPoint(on: instrument, field: "slippage.distance")
      }
      _ = try stopsLevel.points(on: instrument, field: "stops_level")
      return nil
    } catch { return error }
  }
}

extension SpreadModel {
  /// The distance of the model; `nil` where the recorded spread is all there is.
  public var distance: PriceDistance? {
    switch self {
    case .recorded: nil
    case .fixed(let distance), .markup(let distance), .floor(let distance): distance
    }
  }

  /// The spread that orders pay where so many points were recorded.
  ///
  /// - Throws: a fault on `spread.distance` when the distance is no whole number of the instrument's points.
  public func points(recorded: Int64, on instrument: Instrument) throws(ProfileFault) -> Int64 {
    let points = try distance?.points(on: instrument, field: "spread.distance") ?? 0
    return switch self {
    case .recorded: recorded
    case .fixed: points
    case .markup: recorded + points
    case .floor: max(recorded, points)
    }
  }
}

extension AssetClass {
  /// What its instruments are called.
  fileprivate var plural: String {
    switch self {
    case .fx: "currency pairs"
    case .metal: "metals"
    case .index: "indices"
    case .energy: "energies"
    case .crypto: "coins"
    case .future: "futures"
    case .equity: "shares"
    }
  }
}
