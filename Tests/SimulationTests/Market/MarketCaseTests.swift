import Testing

@testable import SeededProperties

/// Every rule of a broker that goes beyond spread and a fee, against sessions worked out by hand.
struct MarketCaseTests {
  private static let all =
    MarketCase.commission + MarketCase.swap + MarketCase.margin + MarketCase.conversion + MarketCase.depth
    + MarketCase.slippage + MarketCase.stopLimits + MarketCase.breakEven + MarketCase.ticks
    + MarketCase.passed + MarketCase.crossedFirst + MarketCase.reversals + MarketCase.symbols

  @Test("a broker's rules give what was worked out by hand", arguments: all)
  func handWorked(_ example: MarketCase) throws {
    let result = try MarketCaseResult(example)
    #expect(result.fills == example.fills)
    if let trades = example.trades { #expect(result.trades == trades) }
    if let end = example.end { #expect(result.end == end) }
    #expect(result.refused == example.refused)
    #expect(result.marginCalls == example.marginCalls)
  }
}
