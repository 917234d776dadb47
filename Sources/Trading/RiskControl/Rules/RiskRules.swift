/// Every kind of rule there is. A new one is a file and a line here.
package enum RiskRules {
  /// The rules, in the order in which those of a scope hear an event.
  package static let all: [any RiskRule.Type] = [
    GrantTerm.self,
    Ladder.self,
    AuthLossGuard.self,
    SymbolBlocks.self,
    SessionBlockOutside.self,
    PriceCollar.self,
    OrderSize.self,
    OrderValue.self,
    MessageRate.self,
    DuplicateOrder.self,
    RepeatedExecution.self,
    CapitalPolicy.self,
    MaxContracts.self,
    MaxContractsPerInstrument.self,
    TradeFrequency.self,
    CooldownAfterLoss.self,
    DailyRealizedLoss.self,
    DailyUnrealizedLoss.self,
    MaxUnrealizedProfit.self,
    DailyLoss.self,
    TotalDrawdown.self,
    TrailingDrawdown.self,
    NoStopLossGrace.self,
    TradeManagement.self,
    BotTier.self,
    FamilyTier.self,
    AccountTier.self,
    SessionTier.self,
    SystemTier.self,
    RiskModes.self,
    AlertLevels.self,
  ]

  /// Those whose limits stand in files.
  package static var configured: [any ConfiguredRiskRule.Type] {
    all.compactMap { $0 as? any ConfiguredRiskRule.Type }
  }

  /// The kind of rule of that name.
  package static func named(_ name: String) -> (any RiskRule.Type)? { all.first { $0.name == name } }

  /// Where rules of a name come; those that are not in the list, last.
  static func place(of name: String) -> Int { all.firstIndex { $0.name == name } ?? all.count }
}
