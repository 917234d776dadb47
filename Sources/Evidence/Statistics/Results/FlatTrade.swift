package import TradingCore

/// A round trip in one symbol, from flat to flat: the unit of evidence. Money is in the account's currency.
///
/// Flat means no open position in the symbol, on a hedging account neither long nor short. Closing in parts,
/// adding to a position and hedging it make one trade longer, not several of it.
package struct FlatTrade: Sendable, Hashable {
  /// The number of the trade in its evidence, from 1, in order of closing.
  package var ordinal: UInt64
  /// Which of the bot's symbols.
  package var symbolIndex: Int
  /// The side of the first entry.
  package var side: OrderSide
  /// When the first entry filled.
  package var openTime: Timestamp
  /// When the last exit filled.
  package var closeTime: Timestamp
  /// The most units open at one time, long and short ones together.
  package var mostUnits: Quantity
  /// Fills that opened or added.
  package var entries: Int
  /// Matched portions of entry and exit: what `backtest` calls trades.
  package var portions: Int
  /// Gross result less commission plus swap.
  package var netResult: Money
  /// Result of the prices alone.
  package var grossResult: Money
  /// Charged for all fills; a positive cost, below zero for a credit.
  package var commission: Money
  /// Financing; a credit is positive.
  package var swap: Money
  /// Spread paid on all fills, inside the gross result.
  package var spreadCost: Money
  /// Slippage on all fills, inside the gross result; negative when better.
  package var slippageCost: Money
  /// The lowest open result: exact for one portion; of several, one it never fell below.
  package var maximumAdverseExcursion: Money
  /// The highest open result: exact for one portion; of several, one it never rose above.
  package var maximumFavorableExcursion: Money
  /// Why the last exit happened.
  package var exitReason: FillReason
  /// What the stop losses would have lost, before costs, had each entry been closed at the one it was made with.
  ///
  /// `nil` unless every entry had one on its losing side, or where the value of a point can't be told, as no
  /// portion closed away from its opening price. The value of a point is that of the trade's own results.
  package var initialRisk: Money?
  /// What was at stake; `nil` where the value of a point can't be told, or not all of the trade was seen.
  package var stakes: TradeStakes?
  /// The mean price of its entries and the mean price of its exits, rounded half to even to a point; `nil` where they were
  /// not looked up, and for a trade that was long and short at once.
  package var prices: TradePrices?

  /// A trade from its parts.
  package init(
    ordinal: UInt64, symbolIndex: Int, side: OrderSide, openTime: Timestamp, closeTime: Timestamp,
    mostUnits: Quantity, entries: Int, portions: Int, netResult: Money, grossResult: Money, commission: Money,
    swap: Money, spreadCost: Money, slippageCost: Money, maximumAdverseExcursion: Money,
    maximumFavorableExcursion: Money, exitReason: FillReason, initialRisk: Money?,
    stakes: TradeStakes? = nil
  ) {
    self.ordinal = ordinal
    self.symbolIndex = symbolIndex
    self.side = side
    self.openTime = openTime
    self.closeTime = closeTime
    self.mostUnits = mostUnits
    self.entries = entries
    self.portions = portions
    self.netResult = netResult
    self.grossResult = grossResult
    self.commission = commission
    self.swap = swap
    self.spreadCost = spreadCost
    self.slippageCost = slippageCost
    self.maximumAdverseExcursion = maximumAdverseExcursion
    self.maximumFavorableExcursion = maximumFavorableExcursion
    self.exitReason = exitReason
    self.initialRisk = initialRisk
    self.stakes = stakes
  }
}

extension FlatTrade {
  /// The net result as a multiple of the initial risk; `nil` without one.
  package var rMultiple: Double? {
    TradeRatios.rMultiple(net: netResult, initialRisk: initialRisk)
  }

  /// Commission less swap, plus spread and slippage: what trading cost, below zero when it earned.
  ///
  /// - Throws: `overflow` when the sum exceeds 64 bits.
  package var costs: Money {
    get throws(ArithmeticError) {
      try commission.subtracting(swap).adding(spreadCost).adding(slippageCost)
    }
  }
}
