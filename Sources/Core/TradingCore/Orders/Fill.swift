/// Why a fill happened. Raw values enter the fingerprint and are never reused.
public enum FillReason: UInt8, Sendable, Hashable, Codable, CaseIterable {
  /// An order opened a position or added to one.
  case entry = 0
  /// The strategy closed.
  case strategy = 1
  /// A fixed stop loss.
  case stopLoss = 2
  /// A take profit.
  case takeProfit = 3
  /// A stop that had trailed.
  case trailingStop = 4
  /// The broker closed for want of margin.
  case stopOut = 5
  /// A risk rule closed.
  case risk = 6
  /// A kill switch closed.
  case kill = 7
  /// A backtest ran out of ticks.
  case endOfData = 8

  /// The text in reports and files.
  public var code: String {
    switch self {
    case .entry: "entry"
    case .strategy: "strategy"
    case .stopLoss: "stop_loss"
    case .takeProfit: "take_profit"
    case .trailingStop: "trailing_stop"
    case .stopOut: "stop_out"
    case .risk: "risk"
    case .kill: "kill"
    case .endOfData: "end_of_data"
    }
  }
}

/// One execution: what was traded, when, at what price and what it cost.
public struct Fill: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case ordinal = "ordinal"
    case order = "order"
    case position = "position"
    case symbolIndex = "symbolIndex"
    case eventTime = "eventTime"
    case side = "side"
    case quantity = "quantity"
    case price = "price"
    case reason = "reason"
    case commission = "commission"
    case spreadCost = "spreadCost"
    case slippageCost = "slippageCost"
  }

  /// The number of the fill in its bot, from 1.
  public var ordinal: UInt64
  /// The order that was filled; the position's own for closes the venue made.
  public var order: ClientOrderID
  /// The position it opened, added to or closed.
  public var position: ClientOrderID
  /// Which of the bot's symbols.
  public var symbolIndex: Int
  /// When the venue executed it.
  public var eventTime: Timestamp
  /// Buy or sell.
  public var side: OrderSide
  /// How much.
  public var quantity: Quantity
  /// At what price.
  public var price: Price
  /// Why.
  public var reason: FillReason
  /// Charged for this fill, a positive cost; below zero for a credit.
  public var commission: Money
  /// From the mid to the side's quote, on this quantity.
  public var spreadCost: Money
  /// From the side's quote to the fill; negative when better.
  public var slippageCost: Money

  /// An execution from its parts, for the simulator and for the journal.
  package init(
    ordinal: UInt64, order: ClientOrderID, position: ClientOrderID, symbolIndex: Int, eventTime: Timestamp,
    side: OrderSide, quantity: Quantity, price: Price, reason: FillReason, commission: Money,
    spreadCost: Money, slippageCost: Money
  ) {
    self.ordinal = ordinal
    self.order = order
    self.position = position
    self.symbolIndex = symbolIndex
    self.eventTime = eventTime
    self.side = side
    self.quantity = quantity
    self.price = price
    self.reason = reason
    self.commission = commission
    self.spreadCost = spreadCost
    self.slippageCost = slippageCost
  }
}

/// One matched portion of entry and exit, first in first out. Money is in the account's currency.
public struct ClosedTrade: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case ordinal = "ordinal"
    case symbolIndex = "symbolIndex"
    case side = "side"
    case quantity = "quantity"
    case position = "position"
    case openTime = "openTime"
    case openPrice = "openPrice"
    case closeTime = "closeTime"
    case closePrice = "closePrice"
    case grossResult = "grossResult"
    case commission = "commission"
    case swap = "swap"
    case spreadCost = "spreadCost"
    case slippageCost = "slippageCost"
    case exitReason = "exitReason"
    case maximumAdverseExcursion = "maximumAdverseExcursion"
    case maximumFavorableExcursion = "maximumFavorableExcursion"
    case netResult = "netResult"
  }

  /// The number of the trade in its bot, from 1, in order of closing.
  public var ordinal: UInt64
  /// Which of the bot's symbols.
  public var symbolIndex: Int
  /// The side that opened it.
  public var side: OrderSide
  /// How much.
  public var quantity: Quantity
  /// The position it belonged to.
  public var position: ClientOrderID
  /// When it was opened.
  public var openTime: Timestamp
  /// The price that opened it.
  public var openPrice: Price
  /// When it was closed.
  public var closeTime: Timestamp
  /// The price that closed it.
  public var closePrice: Price
  /// Result of the prices alone.
  public var grossResult: Money
  /// Its share of the entry's commission and its own; a positive cost, below zero for a credit.
  public var commission: Money
  /// Financing; a credit is positive.
  public var swap: Money
  /// Spread paid on both fills, inside the gross result.
  public var spreadCost: Money
  /// Slippage on both fills, inside the gross result.
  public var slippageCost: Money
  /// Why it was closed.
  public var exitReason: FillReason
  /// The lowest open result it showed, the close included.
  public var maximumAdverseExcursion: Money
  /// The highest open result it showed, the close included.
  public var maximumFavorableExcursion: Money
  /// Gross result less commission plus swap.
  public var netResult: Money

  /// A trade from its parts, for the account and for the journal.
  package init(
    ordinal: UInt64, symbolIndex: Int, side: OrderSide, quantity: Quantity, position: ClientOrderID,
    openTime: Timestamp, openPrice: Price, closeTime: Timestamp, closePrice: Price, grossResult: Money,
    commission: Money, swap: Money, spreadCost: Money, slippageCost: Money, exitReason: FillReason,
    maximumAdverseExcursion: Money, maximumFavorableExcursion: Money, netResult: Money
  ) {
    self.ordinal = ordinal
    self.symbolIndex = symbolIndex
    self.side = side
    self.quantity = quantity
    self.position = position
    self.openTime = openTime
    self.openPrice = openPrice
    self.closeTime = closeTime
    self.closePrice = closePrice
    self.grossResult = grossResult
    self.commission = commission
    self.swap = swap
    self.spreadCost = spreadCost
    self.slippageCost = slippageCost
    self.exitReason = exitReason
    self.maximumAdverseExcursion = maximumAdverseExcursion
    self.maximumFavorableExcursion = maximumFavorableExcursion
    self.netResult = netResult
  }
}
