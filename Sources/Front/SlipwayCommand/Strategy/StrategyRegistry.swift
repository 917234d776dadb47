public import BotAssembly
import StrategyKit
import StrategyPrograms
import Synchronization

/// A strategy a program contains. `StrategyEntry(MyStrategy.self)` makes one.
public typealias StrategyEntry = BotAssembly.StrategyEntry

/// The strategies this program contains: the bundled ones and those its `main` was given.
enum StrategyRegistry {
  private static let entries = Mutex<[StrategyEntry]>(StrategyEntry.bundled)

  /// Adds strategies; one of a bundled strategy's name takes its place.
  static func add(_ more: [StrategyEntry]) {
    entries.withLock { known in
      let names = Set(more.map(\.descriptor.name))
      known = known.filter { !names.contains($0.descriptor.name) } + more
    }
  }

  /// Every strategy, by name.
  static var all: [StrategyEntry] {
    entries.withLock { $0 }.sorted { $0.descriptor.name < $1.descriptor.name }
  }

  /// The strategy of that name.
  ///
  /// - Throws: `usage`, listing the names there are.
  static func strategy(named name: String, option: String) throws(CommandError) -> StrategyEntry {
    let all = all
    guard let entry = all.first(where: { $0.descriptor.name == name }) else {
      throw .usage(
        what: "there is no strategy '\(name)'", option: option,
        advice: "choose one of " + all.map(\.descriptor.name).joined(separator: ", "))
    }
    return entry
  }

  /// The strategy of that name, or the program named after `exec:`, which is started.
  ///
  /// - Throws: `usage` for an unknown name, `ProgramError` for a program that does not work.
  static func strategy(
    _ text: String, option: String, limits: ExternalProgram.Limits, quiet: Bool
  ) throws -> StrategyEntry {
    guard text.hasPrefix(ProgramCommand.prefix) else {
      return try strategy(named: text, option: option)
    }
    let program = try ExternalProgram(
      text, limits: limits,
      errors: { line in if !quiet { StandardError.write("exec: \(line)\n") } })
    return StrategyEntry(describedAs: program.descriptor, identityLines: program.identityLines) {
      program.makeStrategy(parameters: $0)
    }
  }
}
