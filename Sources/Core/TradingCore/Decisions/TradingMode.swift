/// Where a bot's orders go. Text codes are stable; a backtest is a run, not a mode.
package enum TradingMode: String, Sendable, Hashable, Codable, CaseIterable {
  /// To our own fill simulator.
  case paper
  /// To a broker's account with play money.
  case demo
  /// To a broker's account with real money.
  case live
}
