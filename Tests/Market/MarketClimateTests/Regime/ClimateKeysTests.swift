import Foundation
import MarketClimate
import TestSupport
import Testing
import TradingCore

/// What is stored keeps its names.
struct ClimateKeysTests {
  @Test("a reading")
  func reading() throws {
    let reading = ClimateReading(
      timeframe: .m5, at: Timestamp(nanoseconds: 2), regime: .unknown, since: Timestamp(nanoseconds: 1),
      chaos: 0.5, quality: 0.25, efficiencyRatio: 0.5, permutationEntropy: 1, jumpShare: 0,
      volatilityPercentile: 0.75, volatilityBasis: .hourOfDay, direction: -1, unknownReason: .noRule)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      String(decoding: try encoder.encode(reading), as: UTF8.self)
        == #"{"at":2,"chaos":0.5,"direction":-1,"efficiency_ratio":0.5,"jump_share":0,"permutation_entropy":1,"#
        + #""quality":0.25,"regime":"UNKNOWN","since":1,"timeframe":"M5","unknown_reason":"no_rule","#
        + #""volatility_basis":"hour_of_day","volatility_percentile":0.75}"#)
  }

  @Test("all names that a tracker's state has")
  func tracker() throws {
    var tracker = ClimateTracker(timeframes: [.m1, .m5])
    tracker.take(ClimateStreams.walk(seed: 1, minutes: 900))
    tracker.setNews(true, at: ClimateStreams.start)
    let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(tracker))
    var names: Set<String> = []
    Self.collect(object, &names)
    #expect(
      names.sorted() == [
        "above", "at", "bar", "bars", "below", "beyond", "breakout_bars", "breakout_efficiency",
        "breakout_quiet",
        "breakout_rise", "change", "chaos", "chaos_enter", "chaos_leave", "climate", "close", "counts",
        "direction",
        "dwell_bars", "efficiency_ratio", "endTime", "high", "history", "isOpen",
        "jump_share",
        "last_bar", "last_period", "lines", "low", "minute", "news_since", "open",
        "period",
        "permutation_entropy", "quality", "quoteCount", "range_chaos_enter", "range_chaos_leave",
        "range_efficiency_enter", "range_efficiency_leave", "reading", "recent_chaos", "regime", "samples",
        "silent_bars", "since", "stale_bars", "startTime", "state", "steps", "subscription", "symbolIndex",
        "thresholds", "timeframe", "timeframes", "trend_chaos_enter", "trend_chaos_leave",
        "trend_efficiency_enter",
        "trend_efficiency_leave", "true_range", "volatility_basis", "volatility_percentile",
      ])
  }

  private static func collect(_ value: Any, _ names: inout Set<String>) {
    if let object = value as? [String: Any] {
      for (name, value) in object {
        names.insert(name)
        collect(value, &names)
      }
    } else if let array = value as? [Any] {
      for value in array { collect(value, &names) }
    }
  }
}
