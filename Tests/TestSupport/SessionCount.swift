import Foundation

/// Which random sessions a test runs: few, since debug builds are slow; `make sim` runs thousands of every property.
///
/// `SLIPWAY_SESSIONS` says how many there are instead, `SLIPWAY_SEED` the first of them: a failure of `make sim` is
/// repeated under a debugger that way.
package enum SessionCount {
  /// The seeds to run, so many unless the environment says otherwise.
  package static func seeds(_ count: UInt64) -> Range<UInt64> {
    let first = number("SLIPWAY_SEED") ?? 0
    return first..<first + (number("SLIPWAY_SESSIONS") ?? count)
  }

  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }
}
