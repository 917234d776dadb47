import Foundation
import StrategyKit
import TradingCore

/// Asks for what a plan says, each thing on the first quote of its symbol at or after its time, in order.
struct Planner: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "planner", version: 1, summary: "asks for what a plan says",
    parameters: [ParameterSpec("plan", "the plan as JSON", kind: .file, default: nil)])

  /// One thing to ask for. Orders and positions go by number: 1 for the first thing asked for.
  enum Ask: Codable, Sendable {
    case submit(
      OrderSide, Int64, OrderKind = .market, TimeInForce = .goodTillCanceled, Protection = .none,
      symbol: Int = 0)
    case close(UInt64, Int64? = nil)
    case cancel(UInt64)
    case protect(UInt64, Protection)
    case change(UInt64, price: Int64?, limit: Int64? = nil)
  }

  struct Step: Codable, Sendable {
    var time: Timestamp
    var ask: Ask
  }

  private var steps: [Step]

  init(parameters: ParameterValues) throws(ParameterError) {
    let text = try parameters.file("plan")
    do {
      steps = try JSONDecoder().decode([Step].self, from: Data(text.utf8))
    } catch {
      throw ParameterError("plan", "\(error)")
    }
  }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    let symbol = context.symbolIndex
    let due = steps.filter { $0.time <= quote.eventTime && $0.ask.symbol == symbol }
    steps.removeAll { $0.time <= quote.eventTime && $0.ask.symbol == symbol }
    for step in due { act(step.ask, &context) }
  }

  private func act(_ ask: Ask, _ context: inout Context) {
    switch ask {
    case .submit(let side, let units, let kind, let timeInForce, let protection, let symbol):
      context.submit(
        side, Quantity(units: units), kind: kind, symbolIndex: symbol, timeInForce: timeInForce,
        protection: protection)
    case .close(let id, let units):
      context.close(ClientOrderID(ordinal: id), quantity: units.map { Quantity(units: $0) })
    case .cancel(let id): context.cancel(ClientOrderID(ordinal: id))
    case .protect(let id, let protection): context.protect(ClientOrderID(ordinal: id), with: protection)
    case .change(let id, let price, let limit):
      context.change(
        ClientOrderID(ordinal: id), price: price.map { Price(points: $0) },
        limit: limit.map { Price(points: $0) })
    }
  }
}

extension Planner.Ask {
  fileprivate var symbol: Int {
    if case .submit(_, _, _, _, _, let symbol) = self { symbol } else { 0 }
  }
}

extension Context {
  /// Changes price and limit of a working order and takes its levels away.
  fileprivate mutating func change(_ id: ClientOrderID, price: Price?, limit: Price?) {
    modify(id, price: price, limitPrice: limit, protection: .none)
  }
}
