import Foundation

/// How many random sessions a test runs: few in debug builds, which are slow, all of them in release builds, and
/// as many as the environment variable `SLIPWAY_SESSIONS` says where it is set.
package enum SessionCount {
  /// So many in debug builds, so many in release builds.
  package static func of(debug: Int, release: Int) -> Int {
    if let text = ProcessInfo.processInfo.environment["SLIPWAY_SESSIONS"], let count = Int(text), count > 0 {
      return count
    }
    #if DEBUG
      return debug
    #else
      return release
    #endif
  }
}
