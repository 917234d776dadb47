public import TradingCore

/// Trades two symbols against each other: an example of a strategy over several symbols.
///
/// The ratio of their closing bids, on bars that both have, is scored against its own mean. Above `entry_z` it
/// sells the first symbol and buys the second, below −`entry_z` the reverse; it leaves when the score is back
/// within `exit_z`, or beyond `stop_z` — then it waits until the score has been within `exit_z`. `lots` is the
/// first leg; the second has the same notional in account money, rounded down to the lot step. A leg left alone
/// is closed.
public struct PairSpread: Strategy {
  /// Name, version and parameters.
  public static let descriptor = StrategyDescriptor(
    name: "pair_spread", version: 1,
    summary: "trades two symbols against each other when their ratio strays from its mean",
    parameters: [
      .timeframe(default: .m15),
      .integer("length", "bars of the mean", in: 2...10_000, default: 100),
      .decimal("entry_z", "standard deviations at which it enters", from: "0.1", to: "100", default: "2"),
      .decimal("exit_z", "standard deviations at which it leaves", from: "0", to: "100", default: "0.5"),
      .decimal("stop_z", "standard deviations at which it gives up", from: "0.1", to: "1000", default: "4"),
      .lots("size of the first symbol's orders in lots", sizing: .firstSymbol),
    ], maximumSymbols: 2)

  private let timeframe: Timeframe
  private let entryScore: Double
  private let exitScore: Double
  private let stopScore: Double
  private let lots: LotCount
  private var score: ZScore
  private var firstBar: Bar?
  private var isArmed = true

  /// Makes the strategy.
  ///
  /// - Throws: `ParameterError` unless exit, entry and stop are in order.
  public init(parameters: ParameterValues) throws(ParameterError) {
    timeframe = Timeframe(rawValue: try parameters.choice("timeframe")) ?? .m15
    score = ZScore(length: try parameters.integer("length"))
    entryScore = try parameters.decimal("entry_z")
    exitScore = try parameters.decimal("exit_z")
    stopScore = try parameters.decimal("stop_z")
    lots = try parameters.lots()
    guard exitScore < entryScore else {
      throw ParameterError("exit_z", "expected less than entry_z (\(entryScore)), was \(exitScore)")
    }
    guard entryScore < stopScore else {
      throw ParameterError("stop_z", "expected more than entry_z (\(entryScore)), was \(stopScore)")
    }
  }

  /// Looks for the second symbol.
  ///
  /// - Throws: `ParameterError` unless the bot has two symbols.
  public mutating func prepare(for instruments: [Instrument]) throws(ParameterError) {
    guard instruments.count == 2 else {
      throw ParameterError("symbols", "pair_spread trades two symbols, was given \(instruments.count)")
    }
  }

  /// Bars of both symbols.
  public var bars: [BarSubscription] {
    [BarSubscription(timeframe), BarSubscription(timeframe, symbolIndex: 1)]
  }

  /// Scores the ratio once both bars are there: the first symbol's comes first.
  public mutating func onBar(_ bar: Bar, _ context: inout Context) {
    guard bar.symbolIndex == 1 else { return firstBar = bar }
    guard let first = firstBar, first.startTime == bar.startTime, bar.close.points > 0 else { return }
    score.add(Double(first.close.points) / Double(bar.close.points))
    guard let score = score.value else { return }
    if abs(score) <= exitScore { isArmed = true }
    if context.positions.isEmpty {
      guard isArmed, abs(score) >= entryScore, abs(score) < stopScore else { return }
      enter(score > 0 ? .sell : .buy, &context)
    } else if abs(score) <= exitScore || abs(score) >= stopScore || context.positions.count == 1 {
      if abs(score) >= stopScore { isArmed = false }
      context.closeAll()
    }
  }

  /// Closes the other leg when one is refused.
  public mutating func onReject(_ refusal: Refusal, _ context: inout Context) {
    if context.positions.count == 1 { context.closeAll() }
  }

  private func enter(_ side: OrderSide, _ context: inout Context) {
    let quantity = context.quantity(lots)
    let hedge = hedgeQuantity(for: quantity, context)
    guard quantity > .zero, hedge > .zero else { return }
    context.submit(side, quantity)
    context.submit(side.opposite, hedge, symbolIndex: 1)
  }

  /// As much of the second symbol as the first leg is worth at the present bids: to the nearest lot step, and at
  /// least the smallest order, or the smallest first legs would never be hedged.
  private func hedgeQuantity(for quantity: Quantity, _ context: borrowing Context) -> Quantity {
    let instrument = context.instrument(symbolIndex: 1)
    guard let first = context.quote(symbolIndex: 0)?.bid, let second = context.quote(symbolIndex: 1)?.bid,
      let worth = try? context.account.value(
        points: first.points, units: quantity.units, symbolIndex: 0, price: first),
      let lotWorth = try? context.account.value(
        points: second.points, units: instrument.unitsPerLot, symbolIndex: 1, price: second),
      lotWorth > .zero
    else { return .zero }
    let units = Int128(worth.units) * Int128(instrument.unitsPerLot) / Int128(lotWorth.units)
    let steps = (units + Int128(instrument.stepUnits / 2)) / Int128(instrument.stepUnits)
    let stepped =
      Int64(min(steps, Int128(instrument.maximumUnits / instrument.stepUnits))) * instrument.stepUnits
    return Quantity(units: max(stepped, instrument.minimumUnits))
  }
}
