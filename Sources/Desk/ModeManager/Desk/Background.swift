import Dispatch

/// Housekeeping that nothing waits for.
enum Background {
  private static let queue = DispatchQueue(label: "slipway.housekeeping", qos: .utility)

  /// Does one thing after another, on a thread of its own.
  static func run(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }
}
