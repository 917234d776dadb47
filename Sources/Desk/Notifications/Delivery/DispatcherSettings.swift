import FileSystem
package import TradingCore

/// Time, chance and surroundings as a dispatcher sees them; tests give their own.
package struct DispatcherSettings: Sendable {
  /// The value of an environment variable.
  package var environment: @Sendable (String) -> String?
  /// The time of day.
  package var now: @Sendable () -> Timestamp
  /// A number from 0 to 1.
  package var random: @Sendable () -> Double
  /// How often an empty queue is looked into.
  package var pollInterval: Duration
  /// How long deliveries under way may go on at shutdown before they are broken off.
  package var grace: Duration

  /// The machine's time and environment, unless given.
  package init(
    environment: @escaping @Sendable (String) -> String? = { Machine.variable($0) },
    now: @escaping @Sendable () -> Timestamp = { DispatcherSettings.wallClock() },
    random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
    pollInterval: Duration = .milliseconds(500), grace: Duration = .seconds(3)
  ) {
    self.environment = environment
    self.now = now
    self.random = random
    self.pollInterval = pollInterval
    self.grace = grace
  }

  /// The machine's time of day.
  package static func wallClock() -> Timestamp { Timestamp(nanoseconds: Machine.wallClock) }
}
