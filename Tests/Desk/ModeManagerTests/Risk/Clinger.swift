import StrategyKit
import TradingCore

/// Buys at the first quote, and again whenever a position of its is closed.
struct Clinger: Strategy {
  static let descriptor = StrategyDescriptor(
    name: "clinger", version: 1, summary: "is always in the market", parameters: [])

  private let lots: LotCount
  private var hasBought = false

  init(parameters: ParameterValues) throws(ParameterError) { lots = try parameters.lots() }

  mutating func onQuote(_ quote: Quote, _ context: inout Context) {
    if !hasBought { context.buy(lots) }
    hasBought = true
  }

  mutating func onFill(_ fill: Fill, _ context: inout Context) {
    if fill.reason != .entry { context.buy(lots) }
  }
}
