import TradingCore
import YAMLText

/// What the models of a profile are read against.
struct CostContext {
  /// The profile so far: its account's currency and its instruments.
  let profile: BrokerProfile
  /// Where in the profile's file the models stand; files that it names are relative to its folder.
  let file: ConfigurationPlace
  /// The class that the terms are of.
  var assetClass: AssetClass?
  /// The instrument that the terms are of.
  var instrument: Instrument?
}

/// The keys of terms that differ for a class or an instrument.
enum TermsKey: String, YAMLKey {
  case spread, slippage, commission, swap, depth, leverage, margin
  case marginTiers = "margin_tiers"
}

/// Reads what differs for a class of instruments or for one of them.
struct TermsReader {
  private let context: CostContext

  init(_ context: CostContext) { self.context = context }

  /// The terms that stand in a map, which may have other keys, and fills that belong to single instruments.
  ///
  /// - Throws: `ConfigurationError` for what is wrong with a model; `FileError`.
  func terms<Key>(
    _ map: YAMLMap<Key>
  ) throws -> (terms: TradingTerms, slippageBySymbol: [Symbol: SlippageModel]) {
    func value(_ key: TermsKey) -> YAMLValue? { Key(rawValue: key.rawValue).flatMap { map.optional($0) } }
    var terms = TradingTerms()
    var bySymbol: [Symbol: SlippageModel] = [:]
    if let spread = value(.spread) { terms.spread = try CostReader.spread(spread) }
    if let slippage = value(.slippage) {
      let read = try SlippageReader(context).terms(slippage)
      (terms.slippage, bySymbol) = (read.model, read.bySymbol)
    }
    if let commission = value(.commission) {
      terms.commission = try CommissionReader.commission(
        commission, account: context.profile.accountCurrency)
    }
    if let swap = value(.swap) { terms.swap = try SwapReader.swap(swap) }
    if let depth = value(.depth) { terms.depth = try CostReader.depth(depth) }
    terms.margin = try margin(
      [.leverage, .margin, .marginTiers].compactMap { key in value(key).map { (key, $0) } })
    return (terms, bySymbol)
  }

  private func margin(
    _ given: [(key: TermsKey, value: YAMLValue)]
  ) throws(ConfigurationError) -> MarginModel? {
    guard let (key, value) = given.first else { return nil }
    if given.count > 1 {
      throw .fault(
        given[1].value.place, field: given[1].value.field,
        problem: "'\(key.rawValue)' says already what margin is needed",
        remedy: "keep one of leverage, margin and margin_tiers")
    }
    switch key {
    case .leverage: return .leverage(try value.integer(in: 1...1_000_000))
    case .margin: return .perLot(try marginPerLot(value))
    default: return .tiers(try tiers(value))
    }
  }

  private func marginPerLot(_ value: YAMLValue) throws(ConfigurationError) -> Money {
    let currency = context.profile.accountCurrency
    let amount = try value.amount()
    guard amount.currency == currency, amount.money > .zero else {
      throw value.mismatch("a positive amount of the account's currency, \(currency)")
    }
    return amount.money
  }

  private enum TierKey: String, YAMLKey { case from, leverage }

  private func tiers(_ value: YAMLValue) throws(ConfigurationError) -> [MarginModel.Tier] {
    var tiers: [MarginModel.Tier] = []
    for item in try value.items("a list such as '[{from: 0 lots, leverage: 500}]'") {
      let map = try YAMLMap(item, keys: TierKey.self)
      tiers.append(
        MarginModel.Tier(
          fromLots: try map.required(.from, example: "0 lots").lots(),
          leverage: try map.required(.leverage, example: "500").integer(in: 1...1_000_000)))
    }
    return tiers
  }
}

extension YAMLValue {
  /// Lots with their unit, such as `5 lots`, in 1e-8 lots.
  func lots() throws(ConfigurationError) -> Int64 {
    let parts = (scalar ?? "").split(separator: " ")
    guard parts.count == 2, ["lot", "lots", "contract", "contracts"].contains(parts[1]),
      let lots = try? DecimalText.parse(parts[0], digits: 8), lots >= 0
    else { throw mismatch("a size such as '5 lots'") }
    return lots
  }

  /// A percentage in a range.
  func percentage(in range: ClosedRange<Percentage>) throws(ConfigurationError) -> Percentage {
    guard let scalar, let percentage = Percentage(scalar), range.contains(percentage) else {
      throw mismatch("a percentage such as '20 %' from \(range.lowerBound) to \(range.upperBound)")
    }
    return percentage
  }
}
