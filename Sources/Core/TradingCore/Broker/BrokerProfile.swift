/// What a broker charges, allows and enforces: everything about a simulated venue that is not the market.
///
/// The defaults of the initializer are the values of the bundled profile `reference`.
public struct BrokerProfile: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case name = "name"
    case title = "title"
    case accountMode = "accountMode"
    case accountCurrency = "accountCurrency"
    case leverage = "leverage"
    case spread = "spread"
    case slippage = "slippage"
    case commission = "commission"
    case latencyNanoseconds = "latencyNanoseconds"
    case latencyRule = "latencyRule"
    case limitFill = "limitFill"
    case marginCallPercent = "marginCallPercent"
    case stopOutPercent = "stopOutPercent"
    case enforcesTradingHours = "enforcesTradingHours"
    case bookingDigits = "bookingDigits"
    case stopsLevel = "stopsLevel"
    case staleQuoteSeconds = "staleQuoteSeconds"
    case swap = "swap"
    case depth = "depth"
    case classTerms = "classTerms"
    case symbolTerms = "symbolTerms"
    case instruments = "instruments"
    case costClasses = "costClasses"
  }

  /// What `--broker` calls it.
  public var name: String
  /// A line for people; not part of the identity.
  public var title: String
  /// Netting or hedging.
  public var accountMode: AccountMode
  /// What balance, margin and commission are kept in.
  public var accountCurrency: Currency
  /// Notional allowed per unit of margin: 100 for 1:100.
  public var leverage: Int64
  /// What orders pay between bid and ask.
  public var spread: SpreadModel
  /// How far from the quote market orders and stops fill.
  public var slippage: SlippageModel
  /// What a fill costs.
  public var commission: CommissionModel
  /// One-way latency of an order in nanoseconds; zero fills at the quote the strategy looks at.
  public var latencyNanoseconds: Int64
  /// Which quote a delayed order meets.
  public var latencyRule: LatencyRule
  /// What working limits fill at.
  public var limitFill: LimitFill
  /// Equity in percent of used margin at which the broker warns.
  public var marginCallPercent: Int64
  /// Equity in percent of used margin at which the broker closes positions, the worst first.
  public var stopOutPercent: Int64
  /// Whether orders outside the instrument's trading hours are rejected.
  public var enforcesTradingHours: Bool
  /// Decimals amounts are booked to; at most those of the account currency's money.
  public var bookingDigits: Int
  /// The least distance of stops and limits from the market.
  public var stopsLevel: PriceDistance
  /// Age in seconds from which a quote is too old to trade at; `nil` when the broker doesn't mind.
  public var staleQuoteSeconds: Int64?
  /// What a night costs.
  public var swap: SwapModel
  /// How much can be traded at one quote.
  public var depth: DepthModel
  /// What differs for the instruments of a class: margin, commission, swap …
  public var classTerms: [AssetClass: TradingTerms]
  /// What differs for single instruments; it goes before their class.
  public var symbolTerms: [Symbol: TradingTerms]
  /// Instruments that differ from `InstrumentCatalog.standard` or are missing there, by symbol.
  public var instruments: [Instrument]
  /// The classes that `spread`, `slippage` and `commission` are meant for; `nil` for every class. Instruments of
  /// the others have costs of their own or can't be traded, see `fault(trading:)`.
  public var costClasses: [AssetClass]?

  /// A profile from its parts; `fault` says whether they can be used.
  public init(
    name: String, title: String = "", accountMode: AccountMode = .hedging, accountCurrency: Currency = .usd,
    leverage: Int64 = 100, spread: SpreadModel = .recorded, slippage: SlippageModel = .none,
    commission: CommissionModel = .perLotAndSide(Money(units: 3_500_000), .usd),
    latencyNanoseconds: Int64 = 0, latencyRule: LatencyRule = .lastBefore, limitFill: LimitFill = .atPrice,
    marginCallPercent: Int64 = 100, stopOutPercent: Int64 = 50, enforcesTradingHours: Bool = false,
    bookingDigits: Int = 6, stopsLevel: PriceDistance = .zero, staleQuoteSeconds: Int64? = nil,
    swap: SwapModel = .none, depth: DepthModel = .unlimited, classTerms: [AssetClass: TradingTerms] = [:],
    symbolTerms: [Symbol: TradingTerms] = [:], instruments: [Instrument] = [],
    costClasses: [AssetClass]? = nil
  ) {
    self.name = name
    self.title = title
    self.accountMode = accountMode
    self.accountCurrency = accountCurrency
    self.leverage = leverage
    self.spread = spread
    self.slippage = slippage
    self.commission = commission
    self.latencyNanoseconds = latencyNanoseconds
    self.latencyRule = latencyRule
    self.limitFill = limitFill
    self.marginCallPercent = marginCallPercent
    self.stopOutPercent = stopOutPercent
    self.enforcesTradingHours = enforcesTradingHours
    self.bookingDigits = bookingDigits
    self.stopsLevel = stopsLevel
    self.staleQuoteSeconds = staleQuoteSeconds
    self.swap = swap
    self.depth = depth
    self.classTerms = classTerms
    self.symbolTerms = symbolTerms
    self.instruments = instruments
    self.costClasses = costClasses
  }

  /// The instrument as this broker trades it: its own, else the built-in one, else `nil`.
  public func instrument(_ symbol: Symbol) -> Instrument? {
    instruments.last { $0.symbol == symbol } ?? InstrumentCatalog.standard[symbol]
  }

  /// Every instrument of this broker, its own merged over the built-in ones.
  public var catalog: InstrumentCatalog { InstrumentCatalog.standard.merging(instruments) }
}
