import Testing

struct BrokerProfileMistakesTests {
  @Test func acceptsTheCompleteProfile() {
    #expect(ProfileText.message(ProfileText.lines.joined(separator: "\n")) == nil)
  }

  @Test func aMisspelledKeyIsNamedWithItsNeighbor() {
    let text = ProfileText.without("commission") + "comission: none\n"
    #expect(
      ProfileText.message(text) == "unknown key 'comission' (brokers/x.yaml:8): did you mean 'commission'?")
  }

  @Test func anUnknownKeyIsAnsweredWithTheKnownOnes() {
    #expect(
      ProfileText.message(ProfileText.with("spread: {model: fixed, color: blue}"))
        == "unknown key 'color' (brokers/x.yaml:6): known here: model, distance")
  }

  @Test(arguments: [
    ("leverage", "leverage: 100"), ("account_mode", "account_mode: hedging"),
    ("account_currency", "account_currency: USD"), ("margin_call_percent", "margin_call_percent: 100"),
    ("stop_out_percent", "stop_out_percent: 50"), ("spread", "spread: recorded"),
    ("slippage", "slippage: none"),
    ("commission", "commission: {model: per_lot_and_side, amount: 3.50 USD}"),
  ])
  func whatCostsMoneyMustBeStated(key: String, example: String) {
    #expect(
      ProfileText.message(ProfileText.without(key))
        == "missing key '\(key)' (brokers/x.yaml): add it, for instance '\(example)'")
  }

  @Test func aMissingKeyWithinAMapHasALine() {
    #expect(
      ProfileText.message(ProfileText.with("spread:\n  model: fixed"))
        == "missing key 'spread.distance' (brokers/x.yaml:6): add it, for instance 'distance: 0.2 pip'")
  }

  @Test(arguments: [
    ("leverage: high", 3, "leverage", "a whole number from 1 to 1000000", "'high'"),
    ("leverage: 0", 3, "leverage", "a whole number from 1 to 1000000", "'0'"),
    ("leverage: 1e", 3, "leverage", "a whole number from 1 to 1000000", "'1e'"),
    (
      "leverage: 99999999999999999999", 3, "leverage", "a whole number from 1 to 1000000",
      "'99999999999999999999'"
    ),
    ("leverage:", 3, "leverage", "a whole number from 1 to 1000000", "empty"),
    ("leverage: [100]", 3, "leverage", "a whole number from 1 to 1000000", "a list"),
    ("account_mode: hedge", 1, "account_mode", "one of netting, hedging", "'hedge'"),
    ("account_currency: dollar bill", 2, "account_currency", "a currency code such as USD", "'dollar bill'"),
    ("enforce_trading_hours: yes", 9, "enforce_trading_hours", "true or false", "'yes'"),
    ("latency_rule: first", 9, "latency_rule", "one of last_before, first_after", "'first'"),
    ("limit_fill: better", 9, "limit_fill", "one of at_price, at_quote", "'better'"),
    ("latency_ms: -1", 9, "latency_ms", "a number of milliseconds from 0 to 3600000", "'-1'"),
    ("latency_ms: 50 ms", 9, "latency_ms", "a number of milliseconds from 0 to 3600000", "'50 ms'"),
    ("booking_digits: 7", 9, "booking_digits", "a whole number from 0 to 6", "'7'"),
    ("stale_quote_seconds: 0", 9, "stale_quote_seconds", "a whole number from 1 to 1000000", "'0'"),
    ("stops_level: 2", 9, "stops_level", "a distance such as '0.2 pip' or '2 points'", "'2'"),
    ("title: [a, b]", 9, "title", "text", "a list"),
    ("instruments: EURUSD", 9, "instruments", "keys and values", "'EURUSD'"),
  ])
  func aWrongValueIsShownWithWhatWasExpected(
    line: String, number: Int, field: String, expected: String, was: String
  ) {
    #expect(
      ProfileText.message(ProfileText.with(line))
        == "bad value of '\(field)' (brokers/x.yaml:\(number)): expected \(expected), was \(was)")
  }

  @Test(arguments: [
    (
      "spread: {model: fixed, distance: 0.2}", 6, "spread.distance",
      "a distance such as '0.2 pip' or '2 points'", "'0.2'"
    ),
    (
      "spread:\n  model: markup\n  distance: -0.2 pip", 8, "spread.distance",
      "a distance that is not negative",
      "'-0.2 pip'"
    ),
    (
      "spread: 0.2 pip", 6, "spread", "'recorded' or a map such as '{model: fixed, distance: 0.2 pip}'",
      "'0.2 pip'"
    ),
    ("spread: {model: fix}", 6, "spread.model", "one of recorded, fixed, markup, floor", "'fix'"),
    (
      "slippage: {model: fixed, distance: -1 point}", 7, "slippage.distance",
      "a distance that is not negative",
      "'-1 point'"
    ),
    (
      "slippage: {model: normal, mean: 0 pip, deviation: -1 pip}", 7, "slippage.deviation",
      "a distance that is not negative", "'-1 pip'"
    ),
    (
      "commission: {model: per_lot_and_side, amount: 3.50}", 8, "commission.amount",
      "an amount with its currency such as '3.50 USD'", "'3.50'"
    ),
    (
      "commission:\n  model: per_lot_and_side\n  amount: -3.50 USD", 10, "commission.amount",
      "a fee that is not negative", "'-3.50 USD'"
    ),
    (
      "commission: {model: per_lot_and_side, amount: 3.5000001 USD}", 8, "commission.amount",
      "an amount with its currency such as '3.50 USD'", "'3.5000001 USD'"
    ),
    (
      "commission: 3.50 USD", 8, "commission",
      "'none' or a map such as '{model: per_lot_and_side, amount: 3.50 USD}'", "'3.50 USD'"
    ),
  ])
  func aWrongCostIsShownWithItsLine(line: String, number: Int, field: String, expected: String, was: String) {
    #expect(
      ProfileText.message(ProfileText.with(line))
        == "bad value of '\(field)' (brokers/x.yaml:\(number)): expected \(expected), was \(was)")
  }

  @Test func keysOfAnotherModelAreRefused() {
    #expect(
      ProfileText.message(ProfileText.with("slippage:\n  model: fixed\n  distance: 1 point\n  mean: 1 point"))
        == "unknown key 'mean' (brokers/x.yaml:10): known here: model, distance")
  }

  @Test func valuesThatContradictEachOtherAreRefused() {
    #expect(
      ProfileText.message(ProfileText.with("stop_out_percent: 120"))
        == "bad value of 'stop_out_percent' (brokers/x.yaml:5): "
        + "expected at most margin_call_percent, 100, was 120; a broker warns before it closes")
    #expect(
      ProfileText.message(ProfileText.with("slippage: {model: uniform, minimum: 0.5 pip, maximum: 0.1 pip}"))
        == "bad value of 'slippage.minimum' (brokers/x.yaml:7): "
        + "expected a minimum up to the maximum, was 0.5 pip to 0.1 pip; give both in one unit, the smaller one first"
    )
  }
}
