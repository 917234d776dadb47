public import TradingCore

/// A trading strategy: written once, run in backtests, on paper, on demo and live.
///
/// A strategy is a value. It hears of quotes, bars and fills in order, keeps what it needs in its own stored
/// properties, and asks for orders through the context; it never sees a clock, a file or money it could touch.
/// Conforming to `Codable` lets a session go on after a restart with the same state.
///
/// ```swift
/// public struct BuyTheOpen: Strategy {
///   public static let descriptor = StrategyDescriptor(name: "buy_the_open", version: 1, summary: "…")
///   private let lots: LotCount
///   private var hasBought = false
///   public init(parameters: ParameterValues) throws(ParameterError) { lots = try parameters.lots() }
///   public mutating func onQuote(_ quote: Quote, _ context: inout Context) {
///     guard !hasBought else { return }
///     hasBought = true
///     context.buy(lots)
///   }
/// }
/// ```
public protocol Strategy: Sendable, Codable {
  /// Name, version, parameters: what `slipway strategy show` prints.
  static var descriptor: StrategyDescriptor { get }

  /// Makes the strategy from checked parameter values.
  ///
  /// - Throws: `ParameterError` for combinations that make no sense.
  init(parameters: ParameterValues) throws(ParameterError)

  /// Looks at the bot's instruments before the run, to check or scale what was given as text.
  ///
  /// - Throws: `ParameterError` for values that do not fit them.
  mutating func prepare(for instruments: [Instrument]) throws(ParameterError)

  /// Bars to be told of, besides quotes.
  var bars: [BarSubscription] { get }

  /// Times to be called at; read once, after `prepare`, as `bars` is.
  var timers: [TimerSchedule] { get }

  /// Timeframes whose regime it looks at, by symbol, among `Timeframe.ofRegimes`; read once, after `prepare`, as `bars`
  /// is. `Context.regime` knows no others.
  var regimes: [BarSubscription] { get }

  /// Why the strategy can decide nothing any more; `nil` while it can, which most always do.
  ///
  /// Looked at now and then, not at every quote: a strategy that has failed asks for nothing more, and the run
  /// ends with an error.
  var failure: StrategyFailure? { get }

  /// Takes over the state that was stored, and decoded, before the program was started again; `self` has been
  /// made and prepared from the same parameters. Becomes the stored value unless a strategy says otherwise.
  ///
  /// - Throws: `StrategyFailure` when it can't go on from there.
  mutating func resume(_ stored: Self) throws(StrategyFailure)

  /// Before the first quote.
  mutating func onStart(_ context: inout Context)
  /// Every quote of the bot's symbols, after what it triggered has been filled.
  mutating func onQuote(_ quote: Quote, _ context: inout Context)
  /// A bar that the quote at hand has closed, before `onTimer` and `onQuote`: shorter bars first, then by symbol.
  mutating func onBar(_ bar: Bar, _ context: inout Context)
  /// A timer that the quote at hand has reached, after `onBar` and before `onQuote`; once for however many due
  /// times lie behind.
  mutating func onTimer(_ timer: TimerFiring, _ context: inout Context)
  /// A fill of the bot's own.
  mutating func onFill(_ fill: Fill, _ context: inout Context)
  /// Something asked for was denied by risk or rejected by the venue.
  mutating func onReject(_ refusal: Refusal, _ context: inout Context)
  /// Equity has come down to the margin-call level; nothing has been closed for it.
  mutating func onMarginCall(_ context: inout Context)
  /// After the last quote; orders asked for here are not placed.
  mutating func onStop(_ context: inout Context)
}

extension Strategy {
  /// Does nothing.
  public mutating func prepare(for instruments: [Instrument]) throws(ParameterError) {}
  /// Becomes the stored value.
  public mutating func resume(_ stored: Self) throws(StrategyFailure) { self = stored }
  /// No bars.
  @inlinable public var bars: [BarSubscription] { [] }
  /// No timers.
  @inlinable public var timers: [TimerSchedule] { [] }
  /// No regimes.
  @inlinable public var regimes: [BarSubscription] { [] }
  /// Never fails.
  @inlinable public var failure: StrategyFailure? { nil }
  /// Does nothing.
  @inlinable public mutating func onStart(_ context: inout Context) {}
  /// Does nothing.
  @inlinable public mutating func onQuote(_ quote: Quote, _ context: inout Context) {}
  /// Does nothing.
  @inlinable public mutating func onBar(_ bar: Bar, _ context: inout Context) {}
  /// Does nothing.
  @inlinable public mutating func onTimer(_ timer: TimerFiring, _ context: inout Context) {}
  /// Does nothing.
  @inlinable public mutating func onFill(_ fill: Fill, _ context: inout Context) {}
  /// Does nothing.
  @inlinable public mutating func onReject(_ refusal: Refusal, _ context: inout Context) {}
  /// Does nothing.
  @inlinable public mutating func onMarginCall(_ context: inout Context) {}
  /// Does nothing.
  @inlinable public mutating func onStop(_ context: inout Context) {}
}

/// What a strategy says of itself.
public struct StrategyDescriptor: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case name = "name"
    case version = "version"
    case summary = "summary"
    case parameters = "parameters"
    case needsHedging = "needsHedging"
    case maximumSymbols = "maximumSymbols"
    case suits = "suits"
  }

  /// The name on the command line: lower case letters, digits, underscores.
  public var name: String
  /// Raised with every change that can change an order; evidence is bound to it.
  public var version: Int
  /// One sentence.
  public var summary: String
  /// Its parameters besides `lots`, which every strategy has.
  public var parameters: [ParameterSpec]
  /// Whether it needs several positions of one symbol at a time.
  public var needsHedging: Bool
  /// The most symbols it trades at a time; `nil` for any number.
  public var maximumSymbols: Int?
  /// The regimes and timeframes that it suits, for whoever picks bots for a market; `nil` where it does not say.
  public var suits: ClimateSuitability?

  /// A description from its parts.
  public init(
    name: String, version: Int, summary: String, parameters: [ParameterSpec] = [], needsHedging: Bool = false,
    maximumSymbols: Int? = nil, suits: ClimateSuitability? = nil
  ) {
    self.name = name
    self.version = version
    self.summary = summary
    self.parameters = parameters
    self.needsHedging = needsHedging
    self.maximumSymbols = maximumSymbols
    self.suits = suits
  }

  /// Every parameter: its own, and `lots`.
  public var allParameters: [ParameterSpec] {
    parameters.contains { $0.name == "lots" } ? parameters : parameters + [.lots]
  }
}
