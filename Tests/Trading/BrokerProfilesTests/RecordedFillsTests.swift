import BrokerProfiles
import FileSystem
import Foundation
import TestSupport
import Testing
import TradingCore

@Suite("Slippage from recorded fills")
struct RecordedFillsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func profile(_ line: String, fills: String) throws -> BrokerProfile {
    try fills.write(toFile: folder.file("fills.csv"), atomically: true, encoding: .utf8)
    try ProfileText.with(line).write(toFile: folder.file("x.yaml"), atomically: true, encoding: .utf8)
    return try BrokerProfileLoader.load(path: folder.file("x.yaml"))
  }

  private func message(_ line: String, fills: String) -> String {
    do {
      _ = try profile(line, fills: fills)
      return "no error"
    } catch { return "\(error)" }
  }

  @Test("Fills of every instrument alike are in points")
  func shared() throws {
    let profile = try profile(
      "slippage: {model: empirical, file: fills.csv}", fills: "time,slippage_points\n1,2\n2,-0.5\n")
    #expect(profile.slippage == .empirical([20_000, -5_000]))
  }

  @Test("With symbols each has its own")
  func bySymbol() throws {
    let fills = "symbol,slippage_pips\nEURUSD,0.2\nBTCUSD,3\nEURUSD,0.1\n"
    let profile = try profile("slippage: {model: empirical, file: fills.csv, otherwise: none}", fills: fills)
    #expect(profile.slippage == .none)
    #expect(
      profile.symbolTerms.mapValues(\.slippage) == [
        try #require(Symbol("EURUSD")): .empirical([20_000, 10_000]),
        try #require(Symbol("BTCUSD")): .empirical([30_000]),
      ])
    let own = try self.profile(
      "instruments: {EURUSD: {slippage: {model: empirical, file: fills.csv}}}", fills: fills)
    #expect(own.symbolTerms.count == 1)
    let ofClass = try self.profile(
      "classes: {fx: {slippage: {model: empirical, file: fills.csv, otherwise: none}}}", fills: fills)
    #expect(ofClass.symbolTerms.keys.map(\.name) == ["EURUSD"])
  }

  @Test(
    "Mistakes are named by the file's line",
    arguments: [
      ("slippage\n1\n", "fills.csv:1"), ("slippage_points\n1\nmuch\n", "fills.csv:3"),
      ("slippage_points\n", "has no fills to use"), ("slippage_pips\n1\n", "fills.csv:1"),
      ("symbol,slippage_points\nEURUSD\n", "fills.csv:2"),
      ("symbol,slippage_points\nNOSUCH,1\n", "there is no instrument NOSUCH"),
      ("slippage_points\n1\n0,5\n", "a row of 2 cells under a header of 1"),
      ("symbol,slippage_points\nEURUSD,1\n", "missing key 'slippage.otherwise'"),
    ])
  func mistakes(fills: String, part: String) {
    let text = message("slippage: {model: empirical, file: fills.csv}", fills: fills)
    #expect(text.contains(part), "\(text)")
  }

  @Test("The mark of UTF-8 is passed over, UTF-16 refused by name")
  func marks() throws {
    let line = "slippage: {model: empirical, file: fills.csv}"
    #expect(
      try profile(line, fills: "\u{FEFF}slippage_points\n2\n1e-1\n").slippage == .empirical([20_000, 1_000]))
    _ = message(line, fills: "")
    try Data([0xFF, 0xFE, 0x61, 0]).write(to: URL(fileURLWithPath: folder.file("fills.csv")))
    let error = #expect(throws: FileError.self) {
      try BrokerProfileLoader.load(path: folder.file("x.yaml"))
    }
    #expect(
      "\(error.map { "\($0)" } ?? "")".hasPrefix("this is text in UTF-16 (\(folder.file("fills.csv")))"))
  }

  @Test("A missing file is a missing file")
  func missing() {
    #expect(
      message("slippage: {model: empirical, file: none.csv}", fills: "").contains(folder.file("none.csv")))
  }
}
