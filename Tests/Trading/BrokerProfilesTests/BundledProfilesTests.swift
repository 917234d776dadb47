import BrokerProfiles
import Foundation
import TestSupport
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

  /// Evidence is bound to these lines: they stay, whatever keys profiles learn.
  @Test func identitiesFromBeforeTermsStay() throws {
    #expect(
      try profiles.load("exness_raw").canonicalLines == [
        "account_currency=USD", "account_mode=hedging", "booking_digits=6",
        "commission=per_lot_and_side 3.50 USD", "enforces_trading_hours=true", "latency_ns=0",
        "latency_rule=last_before", "leverage=100", "limit_fill=at_price", "margin_call_percent=30",
        "slippage=uniform 0.1 pip to 0.5 pip", "spread=fixed 0.2 pip", "stale_quote_seconds=none",
        "stop_out_percent=0", "stops_level=0 point",
      ])
    #expect(try profiles.load("reference").canonicalLines.count == 15)
    // What gold costs at exness_raw is no part of a bot on EURUSD.
    let euro = try #require(Symbol("EURUSD"))
    #expect(try profiles.load("exness_raw").canonicalLines(trading: [euro]).count == 16)
  }

  @Test func roboForexChargesByVolumeAndForNights() throws {
    let profile = try profiles.load("roboforex_prime")
    #expect(profile.commission == .ofNotional(Percentage(hundredMillionths: 1_000)))
    let terms = profile.terms(for: try instrument("EURUSD", profile))
    #expect(
      terms.swap.rate
        == .points(
          long: PriceDistance(tenThousandths: -6_000, unit: .pip),
          short: PriceDistance(tenThousandths: -520, unit: .pip)))
    #expect(terms.swap.tripleDay == 3)
  }

  @Test func oandaHasNoCommissionAndLeverageByClass() throws {
    let profile = try profiles.load("oanda")
    #expect(profile.commission.isNone)
    #expect(profile.accountMode == .netting)
    let expected: [(String, MarginModel)] = [
      ("EURUSD", .account), ("USDZAR", .leverage(20)), ("XAUUSD", .leverage(20)), ("XAGUSD", .leverage(10)),
      ("US500", .leverage(20)), ("UKOIL", .leverage(10)), ("AAPL", .leverage(5)), ("BTCUSD", .leverage(2)),
    ]
    for (name, margin) in expected {
      #expect(profile.terms(for: try instrument(name, profile)).margin == margin, "\(name)")
    }
  }

  @Test func futuresCostByContract() throws {
    let profile = try profiles.load("futures_retail")
    let expected: [(String, Int64, Int64, Int64)] = [
      ("ES", 500, 2_250_000, 1_650_000), ("MNQ", 50, 620_000, 470_000), ("CL", 1_000, 2_470_000, 1_870_000),
      ("MGC", 100, 770_000, 620_000),
    ]
    for (name, margin, first, last) in expected {
      let terms = profile.terms(for: try instrument(name, profile))
      #expect(terms.margin == .perLot(Money(units: margin * 1_000_000)), "\(name)")
      #expect(terms.commission.tiers.first?.taker == .perLot(Money(units: first)), "\(name)")
      #expect(terms.commission.tier(at: .max)?.taker == .perLot(Money(units: last)), "\(name)")
    }
  }

  @Test func theCoinExchangeHasMakersAndTakers() throws {
    let profile = try profiles.load("crypto_exchange")
    #expect(profile.leverage == 1)
    #expect(profile.commission.measure == .notional)
    #expect(profile.commission.tiers.map(\.from) == [0, 1_000_000_000_000, 5_000_000_000_000])
    let rates: [Int64] = [100_000, 90_000, 80_000]
    #expect(
      profile.commission.tiers.map(\.maker) == rates.map { .ofNotional(Percentage(hundredMillionths: $0)) })
  }

  @Test func everyBundledProfileCanBeUsed() throws {
    for listing in profiles.list() {
      let profile = try profiles.load(listing.name)
      #expect(profile.fault == nil, "\(listing.name)")
      #expect(!profile.title.isEmpty, "\(listing.name)")
    }
  }

  private func instrument(_ name: String, _ profile: BrokerProfile) throws -> Instrument {
    try #require(Symbol(name).flatMap { profile.instrument($0) })
  }

  @Test func everyFileOfTheFolderIsInTheProgram() throws {
    let folder = URL(fileURLWithPath: PackageRoot.path(of: "brokers"))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(files == profiles.list().map { $0.name + ".yaml" })
    for file in files {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      #expect(BrokerProfiles.bundledText(String(file.dropLast(5))) == text)
    }
  }
}
