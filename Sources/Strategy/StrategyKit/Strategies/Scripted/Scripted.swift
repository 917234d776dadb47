public import TradingCore

/// Places the orders of a CSV file, to the row: the reference for order handling.
///
/// A header may add columns: `limit_price` for stop-limit orders, `break_even_points` and `break_even_offset`,
/// `tif` (gtc, gtd, day, ioc, fok), and `close_lots` for how much a close takes. A row acts on the first tick of its symbol at or after its time, in file order.
public struct Scripted: Strategy {
  /// Name, version and parameters.
  public static let descriptor = StrategyDescriptor(
    name: "scripted", version: 1, summary: "places the orders of a CSV file",
    parameters: [
      ParameterSpec(
        "orders", "CSV file of orders: \(ScriptedRow.header)", kind: .file, default: nil),
      .lots("size in lots of the orders that state none", sizing: .others),
    ], needsHedging: true)

  private var rows: [ScriptedRow]
  /// Which rows have been acted on, and the first that has not; rows are large and stay where they are.
  private var isDone: [Bool]
  private var firstWaiting = 0
  private var orders: [String: ClientOrderID] = [:]
  private var nextTime: Timestamp
  private let lots: LotCount

  /// Reads the file's rows.
  ///
  /// - Throws: `ParameterError` naming the line.
  public init(parameters: ParameterValues) throws(ParameterError) {
    rows = try ScriptedRow.parse(try parameters.file("orders"))
    isDone = Array(repeating: false, count: rows.count)
    lots = try parameters.lots()
    nextTime = .distantPast
  }

  /// Scales the rows' prices to their instruments.
  ///
  /// - Throws: `ParameterError` for a symbol the bot does not have or a price with too many decimals.
  public mutating func prepare(for instruments: [Instrument]) throws(ParameterError) {
    for index in rows.indices { try rows[index].resolve(instruments) }
    nextTime = rows.map(\.time).min() ?? .distantFuture
  }

  /// Acts on the rows whose time has come.
  public mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    guard quote.eventTime >= nextTime else { return }
    let symbolIndex = context.symbolIndex
    var firstLeft = rows.count
    nextTime = .distantFuture
    for index in firstWaiting..<rows.count where !isDone[index] {
      if rows[index].symbolIndex == symbolIndex, rows[index].time <= quote.eventTime {
        isDone[index] = true
        act(on: rows[index], &context)
      } else {
        firstLeft = min(firstLeft, index)
        nextTime = min(nextTime, rows[index].time)
      }
    }
    firstWaiting = firstLeft
  }

  private mutating func act(on row: ScriptedRow, _ context: inout Context) {
    let size = row.lots ?? lots
    // An id that no row has opened yet gets number 0, which no order has: it is denied and counted.
    let named = orders[row.id] ?? ClientOrderID(ordinal: 0)
    switch row.action {
    case .close:
      context.close(named, quantity: row.lots.map { context.quantity($0, symbolIndex: row.symbolIndex) })
    case .cancel:
      context.cancel(named)
    default:
      orders[row.id] = context.submit(
        row.side, context.quantity(size, symbolIndex: row.symbolIndex), kind: row.kind,
        symbolIndex: row.symbolIndex, timeInForce: row.timeInForce, protection: row.protection)
    }
  }
}
