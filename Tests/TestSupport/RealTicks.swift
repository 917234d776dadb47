import Foundation

/// Real recorded ticks, found through the environment variable `SLIPWAY_REAL_TICKS`.
package enum RealTicks {
  /// The folder, or `nil` where this machine has none; tests then skip with `skipMessage`.
  package static let folder: String? = {
    guard let path = ProcessInfo.processInfo.environment["SLIPWAY_REAL_TICKS"], !path.isEmpty,
      FileManager.default.fileExists(atPath: path)
    else { return nil }
    return path
  }()

  /// Whether recorded ticks are there, for `.enabled(if:)`.
  package static var areAvailable: Bool { folder != nil }

  /// What a skipped test says.
  package static let skipMessage = "SLIPWAY_REAL_TICKS names no folder of recorded ticks: skipped"

  /// The path of a file below the folder.
  package static func path(_ relative: String) -> String { (folder ?? "/nonexistent") + "/" + relative }
}
