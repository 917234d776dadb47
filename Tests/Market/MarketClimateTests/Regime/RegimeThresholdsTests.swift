import Foundation
import MarketClimate
import Testing
import TradingCore

/// Thresholds that make no sense are refused with what to do.
struct RegimeThresholdsTests {
  private static func fault(_ change: (inout RegimeThresholds) -> Void) -> String? {
    var thresholds = RegimeThresholds()
    change(&thresholds)
    do {
      _ = try ClimateTracker(timeframes: [.m1], thresholds: thresholds)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("the defaults are in order")
  func defaults() {
    #expect(Self.fault { _ in } == nil)
  }

  @Test("a ratio is from 0 to 1, and no NaN")
  func ratios() {
    #expect(
      Self.fault { $0.chaosEnter = 1.5 } == "chaos_enter: expected a ratio from 0 to 1, was 1.5")
    #expect(
      Self.fault { $0.breakoutQuiet = .nan } == "breakout_quiet: expected a ratio from 0 to 1, was nan")
  }

  @Test("what is left at one threshold is entered at another that is not beyond it")
  func order() {
    #expect(
      Self.fault { $0.chaosLeave = 0.9 }
        == "chaos_leave: expected at most chaos_enter, which is 0.8, was 0.9")
    #expect(
      Self.fault { $0.trendEfficiencyLeave = 0.5 }
        == "trend_efficiency_leave: expected at most trend_efficiency_enter, which is 0.4, was 0.5")
    #expect(
      Self.fault { $0.rangeEfficiencyLeave = 0.45 }
        == "range_efficiency_leave: expected at most trend_efficiency_enter, which is 0.4, was 0.45")
  }

  @Test("bars are one or more, a rise is none below 1")
  func counts() {
    #expect(Self.fault { $0.dwellBars = 0 } == "dwell_bars: expected 1 to 10000 bars, was 0")
    #expect(Self.fault { $0.staleBars = -5 } == "stale_bars: expected 1 to 10000 bars, was -5")
    #expect(
      Self.fault { $0.breakoutRise = .infinity } == "breakout_rise: expected a factor of 1 or more, was inf")
  }
}
