import TradingCore

/// One row of a scripted strategy's CSV file.
struct ScriptedRow: Sendable, Hashable, Codable {
  enum Action: String, Sendable, Codable, CaseIterable {
    case buy, sell
    case buyLimit = "buy_limit"
    case sellLimit = "sell_limit"
    case buyStop = "buy_stop"
    case sellStop = "sell_stop"
    case close, cancel
  }

  let line: Int
  let time: Timestamp
  let id: String
  let symbol: Symbol
  let action: Action
  let lots: LotCount?
  /// Price fields are texts until the instrument, and with it the digits, is known.
  let priceText: String
  let stopLossText: String
  let takeProfitText: String
  let trailPoints: Int64?
  let expiry: Timestamp?
  var symbolIndex = 0
  var price: Price?
  var protection = Protection.none

  static let header = "time,id,symbol,action,lots,price,stop_loss,take_profit,trail_points,expiry"

  /// The rows of a file; the header may be left out, empty lines are passed over.
  static func parse(_ text: String) throws(ParameterError) -> [ScriptedRow] {
    var rows: [ScriptedRow] = []
    var opened: Set<String> = []
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, raw) in lines.enumerated() {
      let line = raw.last == "\r" ? raw.dropLast() : raw
      if line.isEmpty || (rows.isEmpty && line == header) { continue }
      let row = try ScriptedRow(line: index + 1, text: line)
      let opens = row.action != .close && row.action != .cancel
      if opens, !opened.insert(row.id).inserted {
        throw row.error("id '\(row.id)' is used twice: give every order its own")
      }
      rows.append(row)
    }
    return rows
  }

  private init(line: Int, text: Substring) throws(ParameterError) {
    let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    func fault(_ problem: String) -> ParameterError { ParameterError("orders", "line \(line): \(problem)") }
    guard fields.count == 10 else { throw fault("expected 10 fields (\(Self.header)), was \(fields.count)") }
    self.line = line
    do { time = try Timestamp(iso8601: fields[0]) } catch {
      throw fault("time '\(fields[0])': expected ISO 8601 with a zone, such as 2019-02-04T08:00:00Z")
    }
    guard !fields[1].isEmpty else { throw fault("the id is empty") }
    id = fields[1]
    guard let symbol = Symbol(fields[2]) else { throw fault("'\(fields[2])' is not a symbol") }
    self.symbol = symbol
    guard let action = Action(rawValue: fields[3]) else {
      let known = Action.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault("action '\(fields[3])': expected one of \(known)")
    }
    self.action = action
    if fields[4].isEmpty {
      lots = nil
    } else {
      guard let value = try? DecimalText.parse(fields[4], digits: 8) else {
        throw fault("lots '\(fields[4])': expected a decimal number")
      }
      lots = LotCount(hundredMillionths: value)
    }
    (priceText, stopLossText, takeProfitText) = (fields[5], fields[6], fields[7])
    if fields[8].isEmpty {
      trailPoints = nil
    } else {
      guard let points = Int64(fields[8]), points > 0 else {
        throw fault("trail_points '\(fields[8])': expected a whole number above 0")
      }
      trailPoints = points
    }
    if fields[9].isEmpty {
      expiry = nil
    } else {
      do { expiry = try Timestamp(iso8601: fields[9]) } catch {
        throw fault("expiry '\(fields[9])': expected ISO 8601 with a zone")
      }
    }
    let isPending = ![.buy, .sell, .close, .cancel].contains(action)
    guard isPending != priceText.isEmpty else {
      throw fault(isPending ? "\(action.rawValue) needs a price" : "\(action.rawValue) takes no price")
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
    protection = Protection(
      stopLoss: try scaled(stopLossText, "stop_loss", digits),
      takeProfit: try scaled(takeProfitText, "take_profit", digits), trailPoints: trailPoints)
  }

  private func scaled(_ text: String, _ field: String, _ digits: Int) throws(ParameterError) -> Price? {
    if text.isEmpty { return nil }
    do { return Price(points: try DecimalText.parse(text, digits: digits)) } catch {
      throw self.error("\(field) '\(text)': expected a price with at most \(digits) decimals")
    }
  }

  func error(_ problem: String) -> ParameterError { ParameterError("orders", "line \(line): \(problem)") }

  var kind: OrderKind {
    guard let price else { return .market }
    return action == .buyLimit || action == .sellLimit ? .limit(price) : .stop(price)
  }

  var side: OrderSide { [.buy, .buyLimit, .buyStop].contains(action) ? .buy : .sell }
}
