package import TradingCore

/// Direction of an order or position.
package enum OracleSide: String, Sendable, Hashable {
  /// Pays the ask to open, gets the bid when it closes.
  case buy
  /// Gets the bid to open, pays the ask when it closes.
  case sell

  /// The other one.
  package var opposite: OracleSide { self == .buy ? .sell : .buy }
}

/// What a row of a `scripted` order file asks for; raw values are the texts of the file.
package enum OracleAction: String, Sendable, Hashable, CaseIterable {
  /// Market orders.
  case buy, sell
  /// Limit orders.
  case buyLimit = "buy_limit"
  /// Limit order to sell.
  case sellLimit = "sell_limit"
  /// Stop order to buy.
  case buyStop = "buy_stop"
  /// Stop order to sell.
  case sellStop = "sell_stop"
  /// Closes, at market, what the order with the row's id opened.
  case close
  /// Cancels the order with the row's id.
  case cancel

  /// The side an opening action opens; `nil` for `close` and `cancel`.
  package var side: OracleSide? {
    switch self {
    case .buy, .buyLimit, .buyStop: .buy
    case .sell, .sellLimit, .sellStop: .sell
    case .close, .cancel: nil
    }
  }
}

/// One row of a `scripted` order file.
package struct OracleRow: Sendable, Hashable {
  /// It acts on the first quote at or after this.
  package var time: Timestamp
  /// The order's own id for opening actions, the id of the order meant for `close` and `cancel`.
  package var id: Int
  /// What to do.
  package var action: OracleAction
  /// Quantity units; 0 where not used.
  package var units: Int64
  /// Price of a limit or stop order in points.
  package var price: Int64?
  /// Stop loss in points.
  package var stopLoss: Int64?
  /// Take profit in points.
  package var takeProfit: Int64?
  /// Trailing distance in points, positive.
  package var trailPoints: Int64?
  /// Last instant at which it may fill.
  package var expiry: Timestamp?

  /// A row from its columns.
  package init(
    time: Timestamp, id: Int, action: OracleAction, units: Int64 = 0, price: Int64? = nil,
    stopLoss: Int64? = nil, takeProfit: Int64? = nil, trailPoints: Int64? = nil, expiry: Timestamp? = nil
  ) {
    self.time = time
    self.id = id
    self.action = action
    self.units = units
    self.price = price
    self.stopLoss = stopLoss
    self.takeProfit = takeProfit
    self.trailPoints = trailPoints
    self.expiry = expiry
  }

  /// The rows as the CSV file the `scripted` strategy reads, header included, in the order given.
  package static func csv(_ rows: [OracleRow], instrument: Instrument) -> String {
    var text = "time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry\n"
    for row in rows { text += row.csvLine(instrument: instrument) + "\n" }
    return text
  }

  private func csvLine(instrument: Instrument) -> String {
    func price(_ points: Int64?) -> String {
      points.map { Price(points: $0).text(digits: instrument.digits) } ?? ""
    }
    let lots = action.side == nil ? "" : instrument.lotsText(units: units)
    let fields = [
      time.iso8601(fractionDigits: 9), String(id), instrument.symbol.name, action.rawValue, lots,
      price(self.price), price(stopLoss), price(takeProfit), trailPoints.map(String.init) ?? "",
      expiry?.iso8601(fractionDigits: 9) ?? "",
    ]
    return fields.joined(separator: ",")
  }
}

/// What a broker profile and a run say, as far as the independent calculation knows it. The initial values
/// are those of the profile `reference` with the command line's defaults.
package struct OracleSettings: Sendable, Hashable {
  /// How the broker's spread comes about.
  package enum Spread: Sendable, Hashable {
    /// As recorded.
    case recorded
    /// Always so many points.
    case fixed(Int64)
    /// The recorded one and so many points.
    case markup(Int64)
    /// The recorded one, but at least so many points.
    case floor(Int64)
  }

  /// Which quote an order with latency meets.
  package enum LatencyRule: Sendable, Hashable {
    /// The last one at or before its arrival.
    case lastBefore
    /// The first one at or after its arrival.
    case firstAfter
  }

  /// Money units.
  package var startBalance: Int64 = 1_000_000_000
  /// Notional that one of equity carries.
  package var leverage: Int64 = 100
  /// Percent of the used margin at or below which equity makes the broker close positions.
  package var stopOutPercent: Int64 = 50
  /// Money units per lot and side.
  package var commissionPerLot: Int64 = 3_500_000
  /// Money units that commission and results are rounded to: 1, or 10,000 for a broker that books cents.
  package var bookingUnit: Int64 = 1
  /// One way, in nanoseconds.
  package var latency: Int64 = 0
  /// What latency means.
  package var latencyRule = LatencyRule.lastBefore
  /// The spread model.
  package var spread = Spread.recorded
  /// Points added against the order on market and stop fills; negative is better.
  package var slippagePoints: Int64 = 0
  /// `limit_fill: at_quote`: limits and take profits always get the quote.
  package var limitsFillAtQuote = false
  /// What balance and results are in.
  package var accountCurrency = Currency.usd

  /// The reference profile.
  package init() {}

  /// The settings after a change.
  package func with(_ change: (inout OracleSettings) -> Void) -> OracleSettings {
    var copy = self
    change(&copy)
    return copy
  }

  /// The broker's quote for a recorded one.
  package func brokerQuote(_ quote: Quote) -> Quote {
    let recorded = quote.ask.points - quote.bid.points
    let wanted: Int64
    switch spread {
    case .recorded: return quote
    case .fixed(let points): wanted = points
    case .markup(let points): wanted = recorded + points
    case .floor(let points): wanted = max(recorded, points)
    }
    let excess = wanted - recorded
    // Division that rounds down, also below zero.
    let half = excess >= 0 ? excess / 2 : -((1 - excess) / 2)
    let bid = quote.bid.points - half
    return Quote(
      eventTime: quote.eventTime, bid: Price(points: bid), ask: Price(points: bid + wanted))
  }
}

/// Why a position closed; raw values are those of the trades file.
package enum OracleReason: String, Sendable, Hashable {
  /// The strategy asked for it.
  case strategy
  /// The fixed stop loss.
  case stopLoss = "stop_loss"
  /// The take profit.
  case takeProfit = "take_profit"
  /// The trailing stop.
  case trailingStop = "trailing_stop"
  /// The broker, for want of margin.
  case stopOut = "stop_out"
  /// The ticks ended.
  case endOfData = "end_of_data"
}

/// One matched portion of entry and exit. Prices in points, money in units of 10^-6.
package struct OracleTrade: Sendable, Hashable {
  /// Id of the order that opened it (`scripted`), or its number from 1 (`ema_cross`).
  package var id: Int
  /// Direction of the entry.
  package var side: OracleSide
  /// Quantity units.
  package var units: Int64
  /// When the entry filled.
  package var openTime: Timestamp
  /// At what.
  package var openPrice: Int64
  /// When the exit filled.
  package var closeTime: Timestamp
  /// At what.
  package var closePrice: Int64
  /// Price result.
  package var gross: Int64
  /// Commission of entry and exit.
  package var commission: Int64
  /// Half spreads of entry and exit.
  package var spreadCost: Int64
  /// Slippage of entry and exit, negative when better.
  package var slippageCost: Int64
  /// Why it closed.
  package var reason: OracleReason
  /// Lowest open result.
  package var mae: Int64
  /// Highest open result.
  package var mfe: Int64

  /// Price result less commission.
  package var net: Int64 { gross - commission }

  /// A trade from its parts.
  package init(
    id: Int, side: OracleSide, units: Int64, openTime: Timestamp, openPrice: Int64, closeTime: Timestamp,
    closePrice: Int64, gross: Int64, commission: Int64, spreadCost: Int64, slippageCost: Int64,
    reason: OracleReason, mae: Int64, mfe: Int64
  ) {
    self.id = id
    self.side = side
    self.units = units
    self.openTime = openTime
    self.openPrice = openPrice
    self.closeTime = closeTime
    self.closePrice = closePrice
    self.gross = gross
    self.commission = commission
    self.spreadCost = spreadCost
    self.slippageCost = slippageCost
    self.reason = reason
    self.mae = mae
    self.mfe = mfe
  }
}

/// One execution.
package struct OracleFill: Sendable, Hashable {
  /// When.
  package var time: Timestamp
  /// Direction of the execution: a long's close is a sell.
  package var side: OracleSide
  /// Quantity units.
  package var units: Int64
  /// Points.
  package var price: Int64
  /// Why it closed a position; `nil` when it opened one.
  package var closeReason: OracleReason?

  /// A fill from its parts.
  package init(time: Timestamp, side: OracleSide, units: Int64, price: Int64, closeReason: OracleReason?) {
    self.time = time
    self.side = side
    self.units = units
    self.price = price
    self.closeReason = closeReason
  }
}

/// What a run of the independent calculation gives.
package struct OracleResult: Sendable, Hashable {
  /// Closed trades in the order they closed.
  package var trades: [OracleTrade]
  /// Executions in the order they happened, the final closes included.
  package var fills: [OracleFill]
  /// Why orders were denied or rejected, in order; the words are the oracle's own.
  package var refusals: [String]
  /// Totals, drawdown and daily equity.
  package var summary: OracleSummary

  /// Money units.
  package var balance: Int64 { summary.endBalance }
}
