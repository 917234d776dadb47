public import BotAssembly
import Operations
import Synchronization

/// A strategy a program contains. `StrategyEntry(MyStrategy.self)` makes one.
public typealias StrategyEntry = BotAssembly.StrategyEntry

/// The strategies this program contains: the bundled ones and those its `main` was given.
enum StrategyRegistry {
  private static let known = Mutex(StrategyCatalog())

  /// Adds strategies; one of a bundled strategy's name takes its place.
  static func add(_ more: [StrategyEntry]) { known.withLock { $0 = $0.adding(more) } }

  /// All of them.
  static var catalog: StrategyCatalog { known.withLock { $0 } }
}
