package import TradingCore

/// What turns an evidence's whole numbers into prices, lots and money.
package struct EvidenceUnits: Sendable, Hashable {
  /// The bot's symbols, by the index events have.
  package var instruments: [Instrument]
  /// The currency of its account.
  package var currency: Currency

  /// The symbols and currency an evidence was made with.
  package init(instruments: [Instrument], currency: Currency) {
    self.instruments = instruments
    self.currency = currency
  }
}

/// The rows of `fills.csv`, `trades.csv` and `orders.csv`.
///
/// The first columns are for people, and those that need an instrument or currency are empty where these are not
/// known; the last ones have the exact whole numbers: points, units, and 10^-6 or 10^-8 of the currency.
struct TradingRows {
  static let fillColumns = [
    "bot", "evidence", "event", "time", "fill", "order", "position", "symbol", "side", "lots", "price",
    "reason",
    "commission", "spread_cost", "slippage_cost", "currency", "symbol_index", "units", "price_points",
    "commission_units", "spread_cost_units", "slippage_cost_units",
  ]
  static let tradeColumns = [
    "bot", "evidence", "event", "trade", "position", "symbol", "side", "lots", "open_time", "open_price",
    "close_time", "close_price", "gross", "commission", "swap", "net", "spread_cost", "slippage_cost",
    "reason",
    "mae", "mfe", "currency", "symbol_index", "units", "open_price_points", "close_price_points",
    "gross_units",
    "commission_units", "swap_units", "net_units", "spread_cost_units", "slippage_cost_units", "mae_units",
    "mfe_units",
  ]
  static let orderColumns = [
    "bot", "evidence", "event", "time", "what", "order", "action", "position", "target", "symbol", "side",
    "lots",
    "kind", "price", "limit_price", "time_in_force", "expires", "stop_loss", "take_profit", "code", "layer",
    "limit", "value", "cycle", "symbol_index", "units", "price_points", "limit_price_points",
    "stop_loss_points",
    "take_profit_points", "trail_points", "break_even_trigger_points", "break_even_offset_points",
  ]

  private let bot: String
  private let evidence: String
  private let units: EvidenceUnits?

  init(_ evidence: EvidenceRecord, units: EvidenceUnits?) {
    bot = evidence.bot
    self.evidence = String(evidence.number)
    self.units = units
  }

  func fill(_ fill: Fill, number: Int) -> [String] {
    let instrument = instrument(fill.symbolIndex)
    let costs = [fill.commission, fill.spreadCost, fill.slippageCost]
    return [
      bot, evidence, String(number), fill.eventTime.exportText, String(fill.ordinal), text(fill.order),
      text(fill.position), instrument?.symbol.name ?? "", fill.side.rawValue, lots(fill.quantity, instrument),
      text(fill.price, instrument), fill.reason.code,
    ] + costs.map(text) + [
      units?.currency.code ?? "", String(fill.symbolIndex), text(fill.quantity.units),
      text(fill.price.points),
    ] + costs.map { text($0.units) }
  }

  func trade(_ trade: ClosedTrade, number: Int) -> [String] {
    let instrument = instrument(trade.symbolIndex)
    let results = [trade.grossResult, trade.commission, trade.swap, trade.netResult]
    let costs = [trade.spreadCost, trade.slippageCost]
    let extremes = [trade.maximumAdverseExcursion, trade.maximumFavorableExcursion]
    let front = [
      bot, evidence, String(number), String(trade.ordinal), text(trade.position),
      instrument?.symbol.name ?? "",
      trade.side.rawValue, lots(trade.quantity, instrument), trade.openTime.exportText,
      text(trade.openPrice, instrument), trade.closeTime.exportText, text(trade.closePrice, instrument),
    ]
    let middle = (results + costs).map(text) + [trade.exitReason.code] + extremes.map(text)
    let back = [
      units?.currency.code ?? "", String(trade.symbolIndex), text(trade.quantity.units),
      text(trade.openPrice.points), text(trade.closePrice.points),
    ]
    return front + middle + back + (results + costs + extremes).map { text($0.units) }
  }

  /// The row of what happened to an order, `nil` for what is no such thing.
  func order(_ event: BotEvent, number: Int) -> [String]? {
    switch event {
    case .asked(let intent, let time): order(event, number, time, IntentLine(intent))
    case .denied(let denial, let time):
      order(
        event, number, time, denial.order, code: denial.code.rawValue,
        [denial.layer, denial.limit, denial.value, String(denial.cycle)])
    case .accepted(let id, let time), .delayed(let id, let time), .canceled(let id, let time),
      .expired(let id, let time):
      order(event, number, time, id)
    case .rejected(let rejection):
      order(event, number, rejection.eventTime, rejection.order, code: rejection.code.rawValue)
    case .filled, .marginCall, .closed: nil
    }
  }
}

extension TradingRows {
  private func order(
    _ event: BotEvent, _ number: Int, _ time: Timestamp, _ id: ClientOrderID, code: String = "",
    _ details: [String] = ["", "", "", ""]
  ) -> [String] {
    [bot, evidence, String(number), time.exportText, event.code, text(id)]
      + [String](repeating: "", count: 13) + [code] + details + [String](repeating: "", count: 9)
  }

  private func order(_ event: BotEvent, _ number: Int, _ time: Timestamp, _ line: IntentLine) -> [String] {
    // A close or a modification names no symbol; a bot with one symbol means that one.
    let only = units?.instruments.count == 1 ? 0 : nil
    let instrument = (line.symbolIndex ?? only).flatMap { self.instrument($0) }
    let protection = line.protection
    let front = [
      bot, evidence, String(number), time.exportText, event.code, text(line.order), line.action,
      text(line.position), text(line.target), instrument?.symbol.name ?? "", line.side?.rawValue ?? "",
      line.quantity.map { lots($0, instrument) } ?? "", line.kind ?? "", text(line.price, instrument),
      text(line.limitPrice, instrument), line.timeInForce ?? "", line.expires?.exportText ?? "",
    ]
    let levels = [text(protection.stopLoss, instrument), text(protection.takeProfit, instrument)]
    let numbers: [Int64?] = [
      line.symbolIndex.map { Int64($0) }, line.quantity?.units, line.price?.points, line.limitPrice?.points,
      protection.stopLoss?.points, protection.takeProfit?.points, protection.trailPoints,
      protection.breakEven?.triggerPoints, protection.breakEven?.offsetPoints,
    ]
    return front + levels + ["", "", "", "", ""] + numbers.map(text)
  }

  /// A symbol by index; an index from a damaged batch finds none.
  private func instrument(_ index: Int) -> Instrument? {
    guard let units, units.instruments.indices.contains(index) else { return nil }
    return units.instruments[index]
  }

  private func text(_ number: Int64?) -> String { number.map { String($0) } ?? "" }
  private func text(_ order: ClientOrderID?) -> String { order.map { String($0.ordinal) } ?? "" }
  private func text(_ money: Money) -> String { units.map { money.text(in: $0.currency) } ?? "" }
  private func text(_ price: Price?, _ instrument: Instrument?) -> String {
    guard let price, let instrument else { return "" }
    return instrument.text(price)
  }
  private func lots(_ quantity: Quantity, _ instrument: Instrument?) -> String {
    instrument?.lotsText(units: quantity.units) ?? ""
  }
}
