import TradingCore

/// One row of a scripted strategy's CSV file.
struct ScriptedRow: Sendable, Hashable, Codable {
  enum Action: String, Sendable, Codable, CaseIterable {
    case buy, sell
    case buyLimit = "buy_limit"
    case sellLimit = "sell_limit"
    case buyStop = "buy_stop"
    case sellStop = "sell_stop"
    case buyStopLimit = "buy_stop_limit"
    case sellStopLimit = "sell_stop_limit"
    case close, cancel

    var opens: Bool { self != .close && self != .cancel }
    var isPending: Bool { opens && self != .buy && self != .sell }
    var isStopLimit: Bool { self == .buyStopLimit || self == .sellStopLimit }
  }

  let line: Int
  let time: Timestamp
  let id: String
  let symbol: Symbol
  let action: Action
  let lots: LotCount?
  /// Price fields are texts until the instrument, and with it the digits, is known.
  let priceText: String
  let limitText: String
  let stopLossText: String
  let takeProfitText: String
  let trailPoints: Int64?
  let breakEven: BreakEven?
  let timeInForce: TimeInForce
  var symbolIndex = 0
  var price: Price?
  var limitPrice: Price?
  var protection = Protection.none

  /// The columns every file has, in the order of a file without header.
  static let header = "time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry"
  /// Columns that a header may add.
  static let optionalColumns = ["limit_price", "break_even_points", "break_even_offset", "tif", "close_lots"]

  /// The rows of a file; the header may be left out where no column is added, empty lines are passed over.
  static func parse(_ text: String) throws(ParameterError) -> [ScriptedRow] {
    var rows: [ScriptedRow] = []
    var opened: Set<String> = []
    var columns = header.split(separator: ",").map(String.init)
    var isFirst = true
    // The mark of UTF-8 that editors put in front.
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, raw) in lines.enumerated() {
      let line = raw.last == "\r" ? raw.dropLast() : raw
      if line.isEmpty { continue }
      defer { isFirst = false }
      if isFirst, line.hasPrefix("time,id,") {
        columns = try Self.columns(line, lineNumber: index + 1)
        continue
      }
      let row = try ScriptedRow(ScriptedFields(line: index + 1, text: line, columns: columns))
      if row.action.opens, !opened.insert(row.id).inserted {
        throw row.error("id '\(row.id)' is used twice: give every order its own")
      }
      rows.append(row)
    }
    return rows
  }

  private static func columns(_ line: Substring, lineNumber: Int) throws(ParameterError) -> [String] {
    let names = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let required = header.split(separator: ",").map(String.init)
    func fault(_ problem: String) -> ParameterError {
      ParameterError("orders", "line \(lineNumber): \(problem)")
    }
    for (index, name) in names.enumerated() {
      if !required.contains(name), !optionalColumns.contains(name) {
        let known = (required + optionalColumns).joined(separator: ", ")
        throw fault("column '\(name)': expected one of \(known)")
      }
      if names[..<index].contains(name) { throw fault("column '\(name)' is there twice") }
    }
    for name in required where !names.contains(name) { throw fault("column '\(name)' is missing") }
    return names
  }

  private init(_ fields: ScriptedFields) throws(ParameterError) {
    line = fields.line
    time = try fields.instant("time", example: ", such as 2019-02-04T08:00:00Z")
    id = fields["id"]
    guard !id.isEmpty else { throw fields.fault("the id is empty") }
    guard let symbol = Symbol(fields["symbol"]) else {
      throw fields.fault("'\(fields["symbol"])' is not a symbol")
    }
    self.symbol = symbol
    guard let action = Action(rawValue: fields["action"]) else {
      let known = Action.allCases.map(\.rawValue).joined(separator: ", ")
      throw fields.fault("action '\(fields["action"])': expected one of \(known)")
    }
    self.action = action
    lots = try fields.lots(for: action)
    (priceText, limitText) = (fields["price"], fields["limit_price"])
    (stopLossText, takeProfitText) = (fields["stop_loss"], fields["take_profit"])
    trailPoints = try fields.points("trail_points", above: 0)
    breakEven = try fields.breakEven()
    timeInForce = try fields.timeInForce()
    guard action.isPending != priceText.isEmpty else {
      throw fields.fault("\(action.rawValue) \(action.isPending ? "needs a price" : "takes no price")")
    }
    guard action.isStopLimit != limitText.isEmpty else {
      let problem = action.isStopLimit ? "needs a limit_price" : "takes no limit_price"
      throw fields.fault("\(action.rawValue) \(problem)")
    }
  }

  /// Scales the prices to the instrument the row names.
  mutating func resolve(_ instruments: [Instrument]) throws(ParameterError) {
    guard let index = instruments.firstIndex(where: { $0.symbol == symbol }) else {
      throw error("symbol \(symbol) is not among the bot's: \(instruments.map(\.symbol.name))")
    }
    symbolIndex = index
    let digits = instruments[index].digits
    price = try scaled(priceText, "price", digits)
    limitPrice = try scaled(limitText, "limit_price", digits)
    protection = Protection(
      stopLoss: try scaled(stopLossText, "stop_loss", digits),
      takeProfit: try scaled(takeProfitText, "take_profit", digits), trailPoints: trailPoints,
      breakEven: breakEven)
  }

  private func scaled(_ text: String, _ field: String, _ digits: Int) throws(ParameterError) -> Price? {
    if text.isEmpty { return nil }
    let points: Int64
    do { points = try DecimalText.parse(text, digits: digits) } catch {
      throw self.error("\(field) '\(text)': expected a price with at most \(digits) decimals")
    }
    guard points.magnitude < Price.magnitudeLimit.magnitude else {
      throw self.error("\(field) '\(text)': expected a price below 2^40 points")
    }
    return Price(points: points)
  }

  func error(_ problem: String) -> ParameterError { ParameterError("orders", "line \(line): \(problem)") }

  var kind: OrderKind {
    guard let price else { return .market }
    if let limitPrice { return .stopLimit(stop: price, limit: limitPrice) }
    return action == .buyLimit || action == .sellLimit ? .limit(price) : .stop(price)
  }

  var side: OrderSide { [.buy, .buyLimit, .buyStop, .buyStopLimit].contains(action) ? .buy : .sell }
}
