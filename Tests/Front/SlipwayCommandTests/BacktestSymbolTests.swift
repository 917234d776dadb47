import Foundation
import TestSupport
import Testing

/// Which symbols of the tick files `slipway backtest` trades, and which only convert.
struct BacktestSymbolTests {
  private func fixture(_ symbols: [String]) throws -> (fixture: BacktestFixture, arguments: [String]) {
    let fixture = try BacktestFixture(count: 600)
    for symbol in symbols {
      try TickFixture.write(fixture.folder.file(symbol), count: 600, symbol: symbol)
    }
    let crossing = Array(BacktestFixture.crossing.dropLast())
    return (fixture, crossing + symbols)
  }

  private func names(_ document: [String: Any], _ key: String) -> [String]? { document[key] as? [String] }

  @Test("a strategy of one symbol takes the one that no other needs; the pair only converts")
  func conversion() throws {
    let (fixture, arguments) = try fixture(["EURGBP", "GBPUSD"])
    let document = try fixture.document(arguments)
    #expect(names(document, "symbols") == ["EURGBP"])
    #expect(names(document, "conversion_symbols") == ["GBPUSD"])
    #expect(document["ticks"] as? Int == 1_200)
    #expect(document["rejected_orders"] as? [String: Int] == [:])
    #expect((document["trades"] as? Int ?? 0) > 0)
  }

  @Test("without the pair orders are rejected, and a note says which ticks are missing")
  func missingPair() throws {
    let (fixture, arguments) = try fixture(["EURGBP"])
    let outcome = try fixture.run(arguments)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("rejected: no_conversion"))
    #expect(
      outcome.output.split { $0.isWhitespace }.joined(separator: " ").contains(
        "Note: EURGBP can't be traded: nothing converts GBP into USD. Add ticks of a symbol that connects them, "
          + "such as GBPUSD or USDGBP, to --ticks, or choose an account in GBP."))
  }

  @Test("more symbols than the strategy trades ask for --symbol, which leaves out what is not needed")
  func choice() throws {
    let (fixture, arguments) = try fixture(["EURUSD", "GBPUSD"])
    let refused = try fixture.run(arguments)
    #expect(refused.status == 64)
    #expect(refused.errors.contains("'ema_cross' trades one symbol, and the ticks are of EURUSD, GBPUSD"))
    #expect(refused.errors.contains("(--symbol)"))
    let document = try fixture.document(arguments + ["--symbol", "GBPUSD"])
    #expect(names(document, "symbols") == ["GBPUSD"])
    #expect(names(document, "conversion_symbols") == [])
    #expect(document["ticks"] as? Int == 600)
    let unknown = try fixture.run(arguments + ["--symbol", "EURGBP"])
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("there are no ticks of EURGBP"))
  }
}
