/// What differs from the profile's own values for a class of instruments or for one of them.
public struct TradingTerms: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case spread = "spread"
    case slippage = "slippage"
    case commission = "commission"
    case swap = "swap"
    case margin = "margin"
    case depth = "depth"
  }

  /// Another spread model.
  public var spread: SpreadModel?
  /// Another slippage model.
  public var slippage: SlippageModel?
  /// Another commission.
  public var commission: CommissionModel?
  /// Another swap.
  public var swap: SwapModel?
  /// Another margin.
  public var margin: MarginModel?
  /// Another depth.
  public var depth: DepthModel?

  /// Terms, each of which may be missing.
  public init(
    spread: SpreadModel? = nil, slippage: SlippageModel? = nil, commission: CommissionModel? = nil,
    swap: SwapModel? = nil, margin: MarginModel? = nil, depth: DepthModel? = nil
  ) {
    self.spread = spread
    self.slippage = slippage
    self.commission = commission
    self.swap = swap
    self.margin = margin
    self.depth = depth
  }

  /// Whether nothing differs.
  public var isEmpty: Bool { self == TradingTerms() }
}

/// Every model that holds for one instrument.
public struct InstrumentTerms: Sendable, Hashable {
  /// What orders pay between bid and ask.
  public var spread: SpreadModel
  /// How far from the quote market orders and stops fill.
  public var slippage: SlippageModel
  /// What a fill costs.
  public var commission: CommissionModel
  /// What a night costs.
  public var swap: SwapModel
  /// What margin a position needs.
  public var margin: MarginModel
  /// How much can be traded at one quote.
  public var depth: DepthModel
}

extension BrokerProfile {
  /// The models that hold for an instrument: its own, else those of its class, else the profile's.
  public func terms(for instrument: Instrument) -> InstrumentTerms {
    let own = symbolTerms[instrument.symbol] ?? TradingTerms()
    let shared = classTerms[instrument.assetClass] ?? TradingTerms()
    return InstrumentTerms(
      spread: own.spread ?? shared.spread ?? spread,
      slippage: own.slippage ?? shared.slippage ?? slippage,
      commission: own.commission ?? shared.commission ?? commission,
      swap: own.swap ?? shared.swap ?? swap, margin: own.margin ?? shared.margin ?? .account,
      depth: own.depth ?? shared.depth ?? depth)
  }
}
