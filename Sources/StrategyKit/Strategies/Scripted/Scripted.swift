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
        "orders", "CSV file of orders: \(ScriptedRow.header)", kind: .file, default: nil)
    ], needsHedging: true)

  private var waiting: [ScriptedRow]
  private var orders: [String: ClientOrderID] = [:]
  private var nextTime: Timestamp
  private let lots: LotCount

  /// Reads the file's rows.
  ///
  /// - Throws: `ParameterError` naming the line.
  public init(parameters: ParameterValues) throws(ParameterError) {
    waiting = try ScriptedRow.parse(try parameters.file("orders"))
    lots = try parameters.lots()
    nextTime = .distantPast
  }

  /// Scales the rows' prices to their instruments.
  ///
  /// - Throws: `ParameterError` for a symbol the bot does not have or a price with too many decimals.
  public mutating func prepare(for instruments: [Instrument]) throws(ParameterError) {
    for index in waiting.indices { try waiting[index].resolve(instruments) }
    findNextTime()
  }

  /// Acts on the rows whose time has come.
  public mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    guard quote.eventTime >= nextTime else { return }
    let symbolIndex = context.symbolIndex
    var later: [ScriptedRow] = []
    for row in waiting {
      if row.symbolIndex == symbolIndex, row.time <= quote.eventTime {
        act(on: row, &context)
      } else {
        later.append(row)
      }
    }
    if later.count != waiting.count {
      waiting = later
      findNextTime()
    }
  }

  private mutating func findNextTime() { nextTime = waiting.map(\.time).min() ?? .distantFuture }

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
