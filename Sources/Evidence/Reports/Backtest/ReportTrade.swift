package import TradingCore

/// One matched portion of an entry and an exit, as reports show it. Money is in the account's currency.
package struct ReportTrade: Sendable, Hashable {
  /// Which way the position pointed.
  package enum Side: String, Sendable, Hashable, Codable {
    /// Long: opened by a buy.
    case buy
    /// Short: opened by a sell.
    case sell

    /// The position's side for people: `long` or `short`.
    var position: String { self == .buy ? "long" : "short" }
  }

  /// Its number within the run, from 1.
  package var tradeID: Int
  /// What was traded.
  package var symbol: Symbol
  /// Decimals of its prices.
  package var digits: Int
  /// Which way.
  package var side: Side
  /// Its size in lots, as decimal text.
  package var lots: String
  /// When the entry filled.
  package var openTime: Timestamp
  /// At which price.
  package var openPrice: Price
  /// When the exit filled.
  package var closeTime: Timestamp
  /// At which price.
  package var closePrice: Price
  /// The result of the price difference alone.
  package var priceProfit: Money
  /// Commission of both sides, a positive magnitude.
  package var commission: Money
  /// Swap, a credit positive.
  package var swap: Money
  /// Price profit less commission plus swap.
  package var netProfit: Money
  /// What the spread cost over both fills, inside the price profit.
  package var spreadCost: Money
  /// What slippage cost over both fills, inside the price profit; negative when better.
  package var slippageCost: Money
  /// Why it was closed: `strategy`, `stop_loss`, `take_profit`, …
  package var exitReason: String
  /// The worst open result on the way.
  package var maximumAdverseExcursion: Money
  /// The best open result on the way.
  package var maximumFavorableExcursion: Money
  /// Its net result over what its round trip from flat to flat had at risk at its entries; `nil` where that is not known.
  package var multiple: Double?

  /// A trade from its parts.
  package init(
    tradeID: Int, symbol: Symbol, digits: Int, side: Side, lots: String, openTime: Timestamp,
    openPrice: Price, closeTime: Timestamp, closePrice: Price, priceProfit: Money, commission: Money,
    swap: Money, netProfit: Money, spreadCost: Money, slippageCost: Money, exitReason: String,
    maximumAdverseExcursion: Money, maximumFavorableExcursion: Money
  ) {
    self.tradeID = tradeID
    self.symbol = symbol
    self.digits = digits
    self.side = side
    self.lots = lots
    self.openTime = openTime
    self.openPrice = openPrice
    self.closeTime = closeTime
    self.closePrice = closePrice
    self.priceProfit = priceProfit
    self.commission = commission
    self.swap = swap
    self.netProfit = netProfit
    self.spreadCost = spreadCost
    self.slippageCost = slippageCost
    self.exitReason = exitReason
    self.maximumAdverseExcursion = maximumAdverseExcursion
    self.maximumFavorableExcursion = maximumFavorableExcursion
  }
}

extension ReportTrade {
  /// The columns of `--trades`, in order.
  package static let csvColumns = [
    "trade_id", "symbol", "side", "lots", "open_time", "open_price", "close_time", "close_price",
    "price_profit", "commission", "swap", "net_profit", "spread_cost", "slippage_cost", "exit_reason", "mae",
    "mfe",
  ]

  /// The row of `--trades`, one field a column.
  package func csvRow(in currency: Currency) -> [String] {
    [
      String(tradeID), symbol.name, side.rawValue, lots, CSVWriter.time(openTime),
      openPrice.text(digits: digits),
      CSVWriter.time(closeTime), closePrice.text(digits: digits), priceProfit.text(in: currency),
      commission.text(in: currency), swap.text(in: currency), netProfit.text(in: currency),
      spreadCost.text(in: currency), slippageCost.text(in: currency), exitReason,
      maximumAdverseExcursion.text(in: currency), maximumFavorableExcursion.text(in: currency),
    ]
  }
}
