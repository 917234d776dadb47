import Configuration
import Foundation
import Testing
import TradingCore

struct BundledProfilesTests {
  private let profiles = BrokerProfiles(home: nil)

  @Test func referenceIsWhatComparisonsRelyOn() throws {
    let profile = try profiles.load("reference")
    #expect(
      profile
        == BrokerProfile(
          name: "reference", title: "Reference for comparisons", accountMode: .hedging,
          accountCurrency: .usd, leverage: 100, spread: .recorded, slippage: .none,
          commission: .perLotAndSide(Money(units: 3_500_000), .usd), latencyNanoseconds: 0,
          latencyRule: .lastBefore, limitFill: .atPrice, marginCallPercent: 100, stopOutPercent: 50,
          enforcesTradingHours: false, bookingDigits: 6, stopsLevel: .zero, staleQuoteSeconds: nil,
          instruments: []))
  }

  @Test func initializerDefaultsAreTheReference() throws {
    #expect(BrokerProfile(name: "x").canonicalLines == (try profiles.load("reference").canonicalLines))
  }

  @Test func exnessRawHasItsCosts() throws {
    let profile = try profiles.load("exness_raw")
    let tenth = PriceDistance(tenThousandths: 1_000, unit: .pip)
    #expect(profile.spread == .fixed(PriceDistance(tenThousandths: 2_000, unit: .pip)))
    #expect(
      profile.slippage == .uniform(minimum: tenth, maximum: PriceDistance(tenThousandths: 5_000, unit: .pip)))
    #expect(profile.commission == .perLotAndSide(Money(units: 3_500_000), .usd))
    #expect(profile.accountMode == .hedging)
    #expect(profile.leverage == 100)
    #expect(profile.marginCallPercent == 30)
    #expect(profile.stopOutPercent == 0)
    #expect(profile.enforcesTradingHours)
    #expect(profile.latencyNanoseconds == 0)
    #expect(profile.bookingDigits == 6)
  }

  @Test func everyFileOfTheFolderIsInTheProgram() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appendingPathComponent("brokers")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(files == profiles.list().map { $0.name + ".yaml" })
    for file in files {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      #expect(BrokerProfiles.bundledText(String(file.dropLast(5))) == text)
    }
  }
}
