/// What kind of market a symbol is in on a timeframe; `docs/regime.md` has the rules.
public enum MarketRegime: String, Sendable, Hashable, Codable, CaseIterable {
  /// It goes one way, and orderly.
  case trendStable = "TREND_STABLE"
  /// It goes to and fro within bounds, and orderly.
  case rangeStable = "RANGE_STABLE"
  /// A quiet range is being left with rising volatility.
  case breakoutPrime = "BREAKOUT_PRIME"
  /// Fast, erratic and jumping: no bot is authorized.
  case highChaos = "HIGH_CHAOS"
  /// Within the window of a release of high impact.
  case newsEvent = "NEWS_EVENT"
  /// Too little history, or a reading that fits no rule.
  case unknown = "UNKNOWN"

  /// Whether bots may be authorized in it at all.
  public var authorizes: Bool { self != .highChaos && self != .newsEvent && self != .unknown }
}

/// How a symbol's market was on one timeframe, as of its last closed bar.
///
/// Ratios are statistics, from 0 to 1; none of them has seen a bar that was not closed.
public struct ClimateReading: Sendable, Hashable, Codable {
  private enum CodingKeys: String, CodingKey {
    case timeframe = "timeframe"
    case at = "at"
    case regime = "regime"
    case since = "since"
    case chaos = "chaos"
    case quality = "quality"
    case efficiencyRatio = "efficiency_ratio"
    case permutationEntropy = "permutation_entropy"
    case jumpShare = "jump_share"
    case volatilityPercentile = "volatility_percentile"
    case volatilityBasis = "volatility_basis"
    case direction = "direction"
    case unknownReason = "unknown_reason"
  }

  /// The timeframe.
  public var timeframe: Timeframe
  /// The end of the last closed bar.
  public var at: Timestamp
  /// The regime, after hysteresis, dwell and the veto of the higher timeframe.
  public var regime: MarketRegime
  /// The end of the bar that brought the regime.
  public var since: Timestamp
  /// `√(V · mean(1 − ER, PE, J))`; `nil` while the history is too short.
  public var chaos: Double?
  /// How much history there is and how stable the reading is.
  public var quality: Double
  /// ER: Kaufman's efficiency ratio.
  public var efficiencyRatio: Double?
  /// PE: permutation entropy, over its largest value.
  public var permutationEntropy: Double?
  /// J: the share of jumps in the realized variance.
  public var jumpShare: Double?
  /// V: the percentile of realized volatility for the hour of the week.
  public var volatilityPercentile: Double?

  /// What V was compared with.
  public var volatilityBasis: VolatilityBasis?
  /// Where the market went over the window of the reading: 1 up, −1 down, 0 nowhere.
  public var direction: Int
  /// Why the regime is UNKNOWN; `nil` in any other.
  public var unknownReason: UnknownReason?

  /// A reading from its parts.
  public init(
    timeframe: Timeframe, at: Timestamp, regime: MarketRegime, since: Timestamp, chaos: Double? = nil,
    quality: Double = 0, efficiencyRatio: Double? = nil, permutationEntropy: Double? = nil,
    jumpShare: Double? = nil, volatilityPercentile: Double? = nil, volatilityBasis: VolatilityBasis? = nil,
    direction: Int = 0, unknownReason: UnknownReason? = nil
  ) {
    self.timeframe = timeframe
    self.at = at
    self.regime = regime
    self.since = since
    self.chaos = chaos
    self.quality = quality
    self.efficiencyRatio = efficiencyRatio
    self.permutationEntropy = permutationEntropy
    self.jumpShare = jumpShare
    self.volatilityPercentile = volatilityPercentile
    self.volatilityBasis = volatilityBasis
    self.direction = direction
    self.unknownReason = unknownReason
  }
}

/// Among which hours of the past a volatility was ranked: the more history, the closer ones.
public enum VolatilityBasis: String, Sendable, Hashable, Codable, CaseIterable {
  /// The same hour of the week.
  case hourOfWeek = "hour_of_week"
  /// The same hour of any day.
  case hourOfDay = "hour_of_day"
  /// The hours up to three before and after it, of any day.
  case hoursAround = "hours_around"
  /// All hours that there were.
  case allHours = "all_hours"
}

/// Why a regime is UNKNOWN.
public enum UnknownReason: String, Sendable, Hashable, Codable, CaseIterable {
  /// Too few bars since the start or the last long gap, or too little to rank the volatility among.
  case shortHistory = "short_history"
  /// No bar has closed for long.
  case stale = "stale"
  /// The figures fit no regime.
  case noRule = "no_rule"
  /// The next higher timeframe is in HIGH_CHAOS, or trends the other way.
  case higherTimeframe = "higher_timeframe"
}

extension Timeframe {
  /// The timeframes that have a regime, shortest first.
  public static let ofRegimes: [Timeframe] = [.m1, .m5, .m15, .h1, .h4]

  /// The next longer one of those, whose regime has a veto; `nil` for the longest and for what has no regime.
  package var nextOfRegimes: Timeframe? {
    guard let place = Self.ofRegimes.firstIndex(of: self), place + 1 < Self.ofRegimes.count else {
      return nil
    }
    return Self.ofRegimes[place + 1]
  }
}
