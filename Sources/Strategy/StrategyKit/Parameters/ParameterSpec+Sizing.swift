import TradingCore

extension ParameterSpec {
  /// Risk per trade, read by `OrderSizing`: above zero it takes the place of `lots`.
  public static let riskPercent = ParameterSpec.decimal(
    "risk_percent", "percent of equity a trade may lose at its stop; 0 trades the fixed lots", from: "0",
    to: "100", default: "0")

  /// Everything that `OrderSizing` reads besides `lots`: `risk_percent`, `sizing` and the numbers of its rules.
  ///
  /// But for the first they print no line of a bot's identity while they have their defaults, so that a strategy can
  /// be given them without its bots becoming others.
  public static let orderSizing: [ParameterSpec] = [riskPercent] + sizingRules

  static let sizingName = "sizing"
  static let automatic = "auto"

  private static let sizingRules = [
    ParameterSpec(
      sizingName, "what decides on the size; auto is risk where risk_percent is above 0, else fixed",
      kind: .choice([automatic] + OrderSizing.Rule.allCases.map(\.rawValue)), default: automatic),
    .decimal(
      "volatility_percent", "percent of equity that the result may deviate by, one standard deviation",
      from: "0", to: "100", default: "0"),
    .integer("volatility_bars", "bars that it deviates over", in: 1...10_000, default: 1),
    .decimal(
      "kelly_percent", "percent taken of Kelly's stake", from: "0.000001", to: "100", default: "50"),
    .decimal(
      "kelly_cap_percent", "largest position by Kelly in percent of equity", from: "0.000001", to: "10000",
      default: "200"),
    .integer("kelly_trades", "trades by the fixed lots before Kelly decides", in: 30...10_000, default: 100),
  ].map { spec in
    var newer = spec
    newer.isNewer = true
    return newer
  }
}

extension ParameterValues {
  /// The rule that sizes orders; `nil` where the description has no choice of one.
  func sizingRule() throws(ParameterError) -> OrderSizing.Rule? {
    guard describes(ParameterSpec.sizingName) else { return nil }
    let word = try choice(ParameterSpec.sizingName)
    if let rule = OrderSizing.Rule(rawValue: word) { return rule }
    return try percentage(ParameterSpec.riskPercent.name) > .zero ? .risk : .fixed
  }

  /// Whether orders are sized by the parameter `lots`, of which they need to be possible then.
  package var areOrdersSizedByLots: Bool {
    guard describes(ParameterSpec.riskPercent.name) else { return true }
    if let rule = try? sizingRule() { return rule == .fixed || rule == .kelly }
    return (try? percentage(ParameterSpec.riskPercent.name)).map { $0 <= .zero } ?? true
  }

  /// Refuses a rule without its number, and numbers that another rule would count.
  func checkSizing(_ rule: OrderSizing.Rule) throws(ParameterError) {
    let owners: [(name: String, rule: OrderSizing.Rule)] = [
      (ParameterSpec.riskPercent.name, .risk), ("volatility_percent", .volatility),
      ("volatility_bars", .volatility), ("kelly_percent", .kelly), ("kelly_cap_percent", .kelly),
      ("kelly_trades", .kelly),
    ]
    for (name, owner) in owners where owner != rule && !isDefault(name) {
      throw ParameterError(
        name,
        "counts with sizing=\(owner.rawValue) only, and sizing is \(rule.rawValue): leave one of them out")
    }
    let needed: String? =
      switch rule {
      case .fixed, .kelly: nil
      case .risk: ParameterSpec.riskPercent.name
      case .volatility: "volatility_percent"
      }
    guard let needed, try percentage(needed) <= .zero else { return }
    throw ParameterError(needed, "is 0, with which sizing=\(rule.rawValue) trades nothing: give one above 0")
  }
}
