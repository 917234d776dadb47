import TestSupport
import Testing
import TradingCore

@testable import TickStore

@Suite("Prices at zero and below")
struct NegativePriceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let rows = """
    time,bid,ask
    2020-04-20T18:08:00Z,0.01,0.02
    2020-04-20T18:10:00Z,-0.01,0.01
    2020-04-20T18:15:00Z,0.00,-0.0
    2020-04-20T18:29:00Z,-37.63,-37.60
    2020-04-21T18:00:00Z,10.00,10.01

    """
  private static let points: [Int64] = [1, 2, -1, 1, 0, 0, -3_763, -3_760, 1_000, 1_001]

  private func points(_ quotes: [Quote]) -> [Int64] { quotes.flatMap { [$0.bid.points, $0.ask.points] } }

  @Test("An instrument that may have them is imported, stored, verified and exported as it is")
  func roundTrip() throws {
    let input = try folder.write("oil.csv", Self.rows)
    let outcome = try TickImport.run(
      inputs: [input], options: .symbol("CL"), output: folder.file("oil.ticks"))
    #expect(outcome.info.statistics.bidMin.points == -3_763)
    #expect(outcome.info.statistics.bidMax.points == 1_000)
    #expect(outcome.info.statistics.crossed == 0 && outcome.info.statistics.locked == 1)
    let reader = try TickFileReader(path: folder.file("oil.ticks"))
    #expect(points(try Ticks.read(reader.makeCursor())) == Self.points)
    guard case .sound = try TickFileReader.verify(path: reader.path) else {
      throw TestFault("verify found a fault")
    }
    _ = try reader.export(to: folder.file("again.csv"))
    let again = try TickImport.run(
      inputs: [folder.file("again.csv")], options: .symbol("CL"), output: folder.file("again.ticks"))
    #expect(again.info.contentDigest == outcome.info.contentDigest)
  }

  @Test("An instrument that may not refuses them with its line, unless somebody says that they are right")
  func refused() throws {
    let input = try folder.write("oil.csv", Self.rows)
    let text = refusal(input, .symbol("USOIL"))
    #expect(text.contains("price '-0.01' is not positive (\(input), line 3)"), "\(text)")
    #expect(text.contains("say --negative-prices"))
    let stated = ImportOptions.symbol("USOIL").with { $0.negativePrices = true }
    #expect(try Imported([input], stated).quotes.last?.bid == Price(points: 10_000))
    #expect(
      refusal(try folder.write("b.csv", "time,bid,ask\n2020-04-20T18:08:00Z,0,1\n"), .symbol("EURUSD"))
        .contains("price '0' is not positive"))
  }

  @Test("Near zero and across it a price has no scale; far from it a point that moved still shows")
  func scale() throws {
    func text(_ first: String, _ second: String) throws -> String {
      refusal(
        try folder.write(
          "scale.csv",
          "time,bid,ask\n2020-04-20T18:08:00Z,\(first),\(first)\n2020-04-20T18:09:00Z,\(second),\(second)\n"),
        .symbol("CL"))
    }
    for (first, second) in [
      ("0.05", "0.50"), ("0.50", "-5.00"), ("-4.00", "-40.00"), ("-0.01", "0.10"), ("0", "10"),
    ] {
      #expect(try text(first, second) == "imported 2 ticks")
    }
    #expect(try text("20.00", "200.00").contains("the price changes scale, from 20.00 to 200.00"))
  }

  @Test("Trades, MetaTrader's and other formats have them, too; the largest magnitudes are the bounds")
  func formats() throws {
    let trades = try folder.write("t.csv", "time,price,size,side\n2020-04-20T18:29:00Z,-37.63,3,sell\n")
    #expect(try Imported([trades], .symbol("CL")).trades.map(\.price.points) == [-3_763])
    let histdata = try folder.write("DAT_ASCII_NG_T_202004.csv", "20200420 132900000,-0.500,-0.499,0\n")
    let options = ImportOptions.symbol("NG").with { $0.format = .histdata }
    #expect(points(try Imported([histdata], options).quotes) == [-500, -499])
    let large = try folder.write("l.csv", "time,bid,ask\n2020-04-20T18:08:00Z,-10995116277.75,0\n")
    #expect(try Imported([large], .symbol("CL")).quotes[0].bid.points == 1 - Price.magnitudeLimit)
    let larger = try folder.write("l.csv", "time,bid,ask\n2020-04-20T18:08:00Z,-10995116277.76,0\n")
    #expect(refusal(larger, .symbol("CL")).contains("is too large"))
  }

  @Test("Spreads and a survey of the file are figures of differences, whatever the sign")
  func survey() throws {
    let input = try folder.write("oil.csv", Self.rows)
    let statistics = try TickImport.run(
      inputs: [input], options: .symbol("CL"), output: folder.file("oil.ticks")
    ).info.statistics
    #expect(statistics.spreadMin == 0 && statistics.spreadMax == 3)
  }
}
