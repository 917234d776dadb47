import Foundation
import MarketClimate
import TestSupport
import Testing
import TradingCore

/// A state that was damaged where it was stored is an error that names the field, and no trap.
struct DamagedClimateTests {
  /// The stored state of a tracker of M1 and M5, with one thing in it changed.
  private static func fault(_ change: (inout [String: Any]) -> Void) throws -> String? {
    var tracker = ClimateTracker(timeframes: [.m1, .m5])
    tracker.take(ClimateStreams.walk(seed: 1, minutes: 900))
    let data = try JSONEncoder().encode(tracker)
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    change(&object)
    do {
      _ = try JSONDecoder().decode(ClimateTracker.self, from: JSONSerialization.data(withJSONObject: object))
      return nil
    } catch DecodingError.dataCorrupted(let context) {
      return context.codingPath.last.map { "\($0.stringValue): \(context.debugDescription)" }
    }
  }

  /// Changes what is known of M1.
  private static func climateFault(_ change: (inout [String: Any]) -> Void) throws -> String? {
    try fault { object in
      var lines = object["lines"] as? [[String: Any]] ?? []
      var climate = lines[0]["climate"] as? [String: Any] ?? [:]
      change(&climate)
      lines[0]["climate"] = climate
      object["lines"] = lines
    }
  }

  /// Changes what is known of M1's hours.
  private static func historyFault(_ key: String, _ value: Any) throws -> String? {
    try climateFault { climate in
      var history = climate["history"] as? [String: Any] ?? [:]
      history[key] = value
      climate["history"] = history
    }
  }

  @Test("what was not changed is read")
  func sound() throws {
    #expect(try Self.fault { _ in } == nil)
  }

  @Test("lines that are missing or of other timeframes")
  func lines() throws {
    #expect(try Self.fault { $0["lines"] = [Any]() } == "lines: expected M1, M5, M15")
    #expect(try Self.fault { $0["timeframes"] = ["M5", "M15"] } == "lines: expected M5, M15, H1")
  }

  @Test("steps, chaos and silence that are too many or out of bounds")
  func climate() throws {
    let step: [String: Any] = ["change": 1, "above": 0, "below": 0, "true_range": 1]
    let far = step.merging(["change": Int64.max]) { $1 }
    let steps = "steps: expected at most 28 steps, of distances that prices have"
    #expect(try Self.climateFault { $0["steps"] = Array(repeating: step, count: 29) } == steps)
    #expect(try Self.climateFault { $0["steps"] = [far] } == steps)
    let chaos = "recent_chaos: expected at most 8 ratios from 0 to 1"
    #expect(try Self.climateFault { $0["recent_chaos"] = Array(repeating: 0.5, count: 9) } == chaos)
    #expect(try Self.climateFault { $0["recent_chaos"] = [1.5] } == chaos)
    #expect(try Self.climateFault { $0["silent_bars"] = 11 } == "silent_bars: expected 0 to 10 bars")
  }

  @Test("hours that are too few, or of another timeframe")
  func history() throws {
    #expect(
      try Self.historyFault("samples", [1.0])
        == "samples: expected 8064 samples, finite and not negative")
    #expect(try Self.historyFault("counts", [1]) == "counts: expected 168 counts, none below 0")
    #expect(
      try Self.historyFault("counts", Array(repeating: -1, count: 168))
        == "counts: expected 168 counts, none below 0")
    #expect(try Self.historyFault("period", 7) == "period: no timeframe has samples every 7 ns")
  }
}
