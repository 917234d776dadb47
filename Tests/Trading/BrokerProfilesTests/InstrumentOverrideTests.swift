import Testing
import TradingCore

struct InstrumentOverrideTests {
  private func instrument(_ symbol: String, _ fields: String) throws -> Instrument {
    let profile = try ProfileText.profile(with: "instruments:\n  \(symbol): {\(fields)}")
    let symbol = try #require(Symbol(symbol))
    return try #require(profile.instrument(symbol))
  }

  private func standard(_ symbol: String) throws -> Instrument {
    let symbol = try #require(Symbol(symbol))
    return try #require(InstrumentCatalog.standard[symbol])
  }

  private func message(_ symbol: String, _ fields: String) -> String? {
    ProfileText.message(ProfileText.with("instruments:\n  \(symbol): {\(fields)}"))
  }

  @Test func changesOnlyWhatIsGiven() throws {
    var expected = try standard("EURUSD")
    expected.maximumUnits = 10_000_000
    #expect(try instrument("EURUSD", "lot_max: 100") == expected)
  }

  @Test func pricesBelowZeroAreAMark() throws {
    #expect(try instrument("UKOIL", "negative_prices: true").allowsNegativePrices)
    #expect(try !instrument("CL", "negative_prices: false").allowsNegativePrices)
    #expect(try instrument("CL", "lot_max: 100").allowsNegativePrices)
    #expect(try !instrument("UKOIL", "lot_max: 10").allowsNegativePrices)
    #expect(message("UKOIL", "negative_prices: maybe")?.contains("instruments.UKOIL.negative_prices") == true)
  }

  @Test func aPipKeepsItsPriceWhenTheDigitsChange() throws {
    let changed = try instrument("EURUSD", "digits: 4")
    #expect(changed.digits == 4)
    #expect(changed.pointsPerPip == 1)
    #expect(try instrument("XAUUSD", "digits: 2").pointsPerPip == 1)
    #expect(try instrument("XAUUSD", "digits: 2, pip: 0.1").pointsPerPip == 10)
  }

  @Test func lotsStayLotsWhenTheContractChanges() throws {
    let changed = try instrument("XAGUSD", "contract_size: 1000")
    #expect(changed.unitsPerLot == 1_000)
    #expect(changed.minimumUnits == 10)
    #expect(changed.lotsText(units: changed.maximumUnits) == "100.00")
  }

  @Test func quantitiesBecomeFinerWhenALotStepNeedsIt() throws {
    let changed = try instrument("XAUUSD", "lot_min: 0.001, lot_step: 0.001")
    #expect(changed.quantityDigits == 1)
    #expect(changed.unitsPerLot == 1_000)
    #expect(changed.stepUnits == 1)
    #expect(try changed.units(lots: "0.123") == 123)
  }

  @Test func everyBuiltInInstrumentSurvivesAnEmptyChange() throws {
    for standard in InstrumentCatalog.standard.all {
      let digits = "digits: \(standard.digits)"
      #expect(try instrument("\(standard.symbol)", digits) == standard)
    }
  }

  @Test func aNewInstrumentIsGivenInFull() throws {
    let fields =
      "class: index, base: FRA40, quote: EUR, digits: 1, pip: 1, contract_size: 1, lot_min: 0.1, lot_max: 50, "
      + "hours: fx_week_with_break"
    let (symbol, base) = try (#require(Symbol("FRA40")), #require(Currency(code: "FRA40")))
    #expect(
      try instrument("FRA40", fields)
        == Instrument(
          symbol: symbol, assetClass: .index, digits: 1, pointsPerPip: 10,
          base: base, quote: .eur, quantityDigits: 1, unitsPerLot: 10,
          minimumUnits: 1, stepUnits: 1, maximumUnits: 500, hours: .fxWeekWithBreak))
  }

  @Test func aNewInstrumentMustNotLeaveAnythingOut() {
    #expect(
      message("FRA40", "class: index, base: FRA40, quote: EUR, digits: 1")
        == "missing key 'instruments.FRA40.pip' (brokers/x.yaml:10): add it, for instance 'pip: 0.0001'")
  }

  @Test func mistakesHaveTheirLine() {
    #expect(
      message("EURUSD", "digit: 4")
        == "unknown key 'digit' (brokers/x.yaml:10): did you mean 'digits'?")
    #expect(
      message("EURUSD", "digits: 3")
        == "bad value of 'instruments.EURUSD.pip' (brokers/x.yaml:10): "
        + "a pip of 0.0001 is no whole number of points at 3 digits; give pip and digits that fit together")
    #expect(
      message("EURUSD", "lot_min: 0.015")
        == "bad value of 'instruments.EURUSD' (brokers/x.yaml:10): "
        + "the smallest lot must be a positive multiple of the step; correct the instrument")
    #expect(
      message("EURUSD", "lot_min: -0.01")
        == "bad value of 'instruments.EURUSD.lot_min' (brokers/x.yaml:10): "
        + "expected a positive number of at most eight decimals, was '-0.01'")
    #expect(
      message("EURUSD", "contract_size: 90000000000, lot_max: 1000000")
        == "bad value of 'instruments.EURUSD' (brokers/x.yaml:10): contract and lot sizes are no whole numbers "
        + "of 1e-8 of the base below 2^53; give sizes that fit together")
    #expect(
      message("EURUSD", "hours: weekdays")
        == "bad value of 'instruments.EURUSD.hours' (brokers/x.yaml:10): "
        + "expected one of always, fx_week, fx_week_with_break, us_equity, was 'weekdays'")
    #expect(
      message("EUR/USD", "digits: 4")
        == "bad value of 'instruments.EUR/USD' (brokers/x.yaml:10): "
        + "expected a symbol of up to 32 letters, digits or . - _ #, was 'EUR/USD'")
  }

  @Test func oneSymbolInTwoSpellingsIsADuplicate() {
    let text = ProfileText.with("instruments:\n  EURUSD: {digits: 5}\n  eurusd: {digits: 4}")
    #expect(
      ProfileText.message(text)
        == "key 'EURUSD' is there twice (brokers/x.yaml:11): it stood on line 10 already; keep one of the two"
    )
  }
}
