/// A trading account: balance, open positions, equity, margin and drawdown, exact to the last unit.
///
/// Strategies see it read-only; the engine and the venues book fills in it. Equity is kept as a 128-bit number
/// of 1/scale money units, so that a mark needs no division whatever the instrument; it is divided when
/// somebody asks.
public struct Account: Sendable {
  /// What balance and results are in.
  public let currency: Currency
  /// Netting or hedging.
  public let mode: AccountMode
  /// What it started with.
  public let startBalance: Money
  /// Notional per unit of margin.
  public let leverage: Int64
  /// Equity in percent of used margin at which the venue warns.
  public let marginCallPercent: Int64
  /// Equity in percent of used margin at which the venue closes positions.
  public let stopOutPercent: Int64
  let bookingStep: Int64
  @usableFromInline let scale: Int64
  /// What is traded, then what is in the stream to convert only.
  let instruments: [Instrument]
  @usableFromInline let valuations: [Valuation]
  /// The margin tiers of each symbol, where it has any; apart from the valuations, which stay plain numbers.
  let marginTiers: [[MarginModel.Tier]?]
  /// Whether any symbol has tiers.
  let usesTiers: Bool
  /// Number of the bot's symbols: the first of the stream's.
  public let symbolCount: Int
  /// Whether anything is converted at another symbol's quotes.
  @usableFromInline let usesPairs: Bool
  /// The symbols whose results each symbol's quotes convert.
  let dependents: [[Int]]

  /// Cash: the start balance plus everything booked.
  public internal(set) var balance: Money
  /// Open positions, in order of opening.
  public package(set) var positions: [Position] = []
  /// Margin held for open positions.
  public internal(set) var usedMargin: Money = .zero
  @usableFromInline var lots: [OpenLot] = []
  var exposures: [Exposure]
  /// Equity and what moves it.
  @usableFromInline var marking: EquityMarking
  /// Trades closed since the host last took them.
  @usableFromInline package var closedTrades: [ClosedTrade] = []
  var fillCount: UInt64 = 0
  var tradeCount: UInt64 = 0

  /// An account over a bot's stream of symbols, of which it trades the first `tradedCount`, or all.
  ///
  /// - Throws: `overflow` when the balance is too large to mark.
  package init(
    profile: BrokerProfile, leverage: Int64, startBalance: Money, instruments: [Instrument],
    tradedCount: Int? = nil
  ) throws(ArithmeticError) {
    currency = profile.accountCurrency
    mode = profile.accountMode
    self.startBalance = startBalance
    self.leverage = leverage
    marginCallPercent = profile.marginCallPercent
    stopOutPercent = profile.stopOutPercent
    bookingStep = profile.bookingStep
    self.instruments = instruments
    let traded = tradedCount ?? instruments.count
    symbolCount = traded
    var scale: Int64 = 1
    for instrument in instruments.prefix(traded) where instrument.quote == profile.accountCurrency {
      scale = max(scale, instrument.pointValue.denominator)
    }
    self.scale = scale
    valuations = instruments.indices.map {
      Valuation($0, of: instruments, profile: profile, leverage: leverage, scale: scale)
    }
    let valuations = valuations
    marginTiers = instruments.map {
      if case .tiers(let tiers) = profile.terms(for: $0).margin { tiers } else { nil }
    }
    usesTiers = marginTiers.contains { $0 != nil }
    dependents = instruments.indices.map { pair in
      (0..<traded).filter { valuations[$0].conversion.pairIndex == pair }
    }
    usesPairs = valuations.prefix(traded).contains {
      $0.conversion.pairIndex != nil || $0.feeConversion.pairIndex != nil
    }
    exposures = Array(repeating: Exposure(), count: instruments.count)
    balance = startBalance
    let (scaled, overflowed) = Int128(startBalance.units).multipliedReportingOverflow(by: Int128(scale))
    guard !overflowed else { throw .overflow }
    marking = EquityMarking(
      scaledBalance: scaled,
      marks: valuations.map {
        SymbolMark(isConverted: $0.conversion != .none, isPaired: $0.conversion.pairIndex != nil)
      })
  }

  /// Whether nothing is open.
  @inlinable
  public var isFlat: Bool { lots.isEmpty }

  /// Balance plus open results at the last quotes, in money rounded half to even.
  public var equity: Money { money(scaledEquity: scaledEquity) }

  /// A scaled equity as money, rounded half to even; amounts beyond 64 bits stop at their ends.
  package func money(scaledEquity: Int128) -> Money {
    let rounded = try? WideArithmetic.narrow(
      WideArithmetic.divideHalfEven(scaledEquity, by: Int128(scale)))
    return Money(units: rounded ?? (scaledEquity < 0 ? .min : .max))
  }

  /// What has been charged and credited on positions that are open: in the balance already, and in the closed trades once
  /// they are closed. Swap is a credit when positive.
  ///
  /// - Throws: `overflow` when a total does not fit.
  package func openCharges() throws(ArithmeticError) -> (commission: Money, swap: Money) {
    var (commission, swap) = (Money.zero, Money.zero)
    for lot in lots {
      commission = try commission.adding(Money(units: lot.commission))
      swap = try swap.adding(Money(units: lot.swap))
    }
    return (commission, swap)
  }

  /// Equity less used margin.
  public var freeMargin: Money { Money(units: equity.units.subtractingSaturating(usedMargin.units)) }

  /// The position of that number, if it is open.
  public func position(_ id: ClientOrderID) -> Position? { positions.first { $0.id == id } }

  /// Long units less short units of a symbol.
  public func netUnits(symbolIndex: Int) -> Int64 {
    exposures[symbolIndex].longUnits - exposures[symbolIndex].shortUnits
  }

  /// When each of its instruments trades, those that only convert included.
  package var tradingHours: [TradingHours] { instruments.map(\.hours) }

  /// The instrument of a symbol.
  public func instrument(symbolIndex: Int) -> Instrument { instruments[symbolIndex] }

  /// Units in a lot of a symbol, without a copy of its instrument.
  package func unitsPerLot(symbolIndex: Int) -> Int64 { valuations[symbolIndex].unitsPerLot }

  /// Number of symbols in the bot's stream, those it does not trade included.
  @usableFromInline
  package var streamCount: Int { valuations.count }

  /// The open result of a position at a quote, in account money.
  ///
  /// - Throws: `overflow` or `divisionByZero` in a conversion.
  package func openResult(of position: Position, at quote: Quote) throws(ArithmeticError) -> Int64 {
    let close = position.side == .buy ? quote.bid : quote.ask
    var pointUnits: Int128 = 0
    for lot in lots where lot.position == position.id {
      let points = Int128(close.points) - Int128(lot.openPrice.points)
      pointUnits += (lot.isLong ? points : -points) * Int128(lot.units)
    }
    return try valuations[position.symbolIndex].money(
      pointUnits: pointUnits, rate: resultRate(symbolIndex: position.symbolIndex, at: close))
  }

  /// What a price difference on a quantity is worth in account money, rounded half to even.
  ///
  /// `price`: the present closing price, by which results are converted where the instrument itself connects the
  /// currencies; else they are at the mid in force of the pair that does.
  /// - Throws: `overflow`; `divisionByZero` where no pair connects the currencies or none has a quote yet.
  public func value(
    points: Int64, units: Int64, symbolIndex: Int, price: Price
  ) throws(ArithmeticError) -> Money {
    guard canConvert(symbolIndex: symbolIndex) else { throw .divisionByZero }
    return Money(
      units: try valuations[symbolIndex].money(
        pointUnits: Int128(points) * Int128(units), rate: resultRate(symbolIndex: symbolIndex, at: price)))
  }
}

extension Int64 {
  fileprivate func subtractingSaturating(_ other: Int64) -> Int64 {
    let (difference, overflowed) = subtractingReportingOverflow(other)
    return overflowed ? (other > 0 ? .min : .max) : difference
  }
}
