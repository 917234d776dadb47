import StrategyKit
import TradingCore

/// In rounds of ten quotes: a bet with a stop of 20 points at the first, closed at the second if it still is open;
/// and a position without a result from the third to the tenth, with a limit order far away beside it.
struct Rounder: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "rounder", version: 1, summary: "makes a round of ten quotes", parameters: [])

  private let lots: LotCount
  private var count = 0
  private var bet: ClientOrderID?
  private var rest: ClientOrderID?
  private var limit: ClientOrderID?

  init(parameters: ParameterValues) throws(ParameterError) { lots = try parameters.lots() }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    count += 1
    let stop = Protection(stopLoss: quote.ask.offset(by: -20))
    switch count % 10 {
    case 1: bet = context.buy(lots, protection: stop)
    case 2: Self.close(&bet, &context)
    case 3:
      rest = context.buy(lots, protection: stop)
      limit = context.limit(.buy, lots, at: quote.bid.offset(by: -5_000))
    case 0:
      Self.close(&rest, &context)
      if let limit, context.order(limit) != nil { context.cancel(limit) }
    default: break
    }
  }

  private static func close(_ id: inout ClientOrderID?, _ context: inout Context) {
    if let open = id, context.positions.contains(where: { $0.id == open }) { context.close(open) }
    id = nil
  }

  /// Quotes of rounds, a minute apart: `W` wins 30 points, `L` loses 20.
  static func quotes(_ rounds: String, from start: Timestamp) -> [Quote] {
    var quotes: [Quote] = []
    func add(_ bid: Int64, _ ask: Int64) {
      let time = start.advanced(by: Int64(quotes.count) * Timestamp.minute)
      quotes.append(Quote(eventTime: time, bid: Price(points: bid), ask: Price(points: ask)))
    }
    for round in rounds {
      add(110_000, 110_010)
      let second: Int64 = round == "W" ? 110_040 : 109_990
      add(second, second + 10)
      for _ in 3..<10 { add(110_000, 110_010) }
      add(110_010, 110_020)
    }
    return quotes
  }
}
