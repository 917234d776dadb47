/// The market that a strategy is made for: what it declares, and what bots are matched by.
///
/// ```swift
/// ClimateSuitability(regimes: [.rangeStable], timeframes: [.m1, .m5])
/// ```
public struct ClimateSuitability: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case regimes = "regimes"
    case timeframes = "timeframes"
    case sessions = "sessions"
  }

  /// The regimes it suits, in the order of `MarketRegime`. Those in which no bot is authorized are never suited, named
  /// or not.
  public let regimes: [MarketRegime]
  /// The timeframes whose regime it goes by, shortest first.
  public let timeframes: [Timeframe]
  /// The sessions it may act in; `nil` for any hour.
  public let sessions: [TradingSession]?

  /// What a strategy is made for; what is not said is any authorized regime, and any timeframe that has one.
  public init(
    regimes: [MarketRegime] = MarketRegime.allCases.filter(\.authorizes),
    timeframes: [Timeframe] = Timeframe.ofRegimes, sessions: [TradingSession]? = nil
  ) {
    // In one order, as what is stored of it is part of digests.
    self.regimes = MarketRegime.allCases.filter { regimes.contains($0) }
    self.timeframes = Timeframe.allCases.filter { timeframes.contains($0) }
    self.sessions = sessions.map { named in TradingSession.allCases.filter { named.contains($0) } }
  }

  /// Whether it may act at an instant.
  public func isInSession(at time: Timestamp) -> Bool { sessions?.contains { $0.isOpen(at: time) } ?? true }

  /// Whether a regime on a timeframe suits it.
  public func suits(_ regime: MarketRegime, on timeframe: Timeframe) -> Bool {
    regime.authorizes && regimes.contains(regime) && timeframes.contains(timeframe)
  }
}
