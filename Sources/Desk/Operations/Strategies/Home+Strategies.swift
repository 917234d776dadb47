import BotAssembly
import StrategyKit
import StrategyPrograms
import Synchronization

extension Home {
  /// Whether it was said that programs are kept from less than they should be; once is enough.
  private static let hasWarned = Mutex(false)

  /// The strategy of that name, or the program named after `exec:`, which is started.
  ///
  /// `execTimeout`: milliseconds that it may take for an answer, `nil` for the default. `isHosted`: whether what a program
  /// is told is kept, for one that saves no state; `note` hears of it, by default the listener.
  /// - Throws: `usage` for an unknown name, `ProgramError` for a program that does not work, and what is wrong with
  ///   `programs.yaml`.
  func strategy(
    _ text: String, place: String, execTimeout: Int64?, isHosted: Bool = false,
    note: (@Sendable (String) -> Void)? = nil
  ) throws -> StrategyEntry {
    guard text.hasPrefix(ProgramCommand.prefix) else {
      return try strategies.strategy(named: text, place: place)
    }
    var limits =
      execTimeout.map { ExternalProgram.Limits(answer: .milliseconds($0)) } ?? ExternalProgram.Limits()
    limits.sandbox = try ProgramSettings.sandbox(home: folder)
    warn(of: limits.sandbox)
    let program = try ExternalProgram(
      text, limits: limits, memory: ProgramMemory(home: folder, isWritten: isHosted),
      cancellation: cancellation, note: note ?? listener.note, errors: listener.programLine)
    return StrategyEntry(describedAs: program.descriptor, identityLines: program.identityLines) {
      program.makeStrategy(parameters: $0)
    }
  }

  /// What is kept from a strategy that is a program of its own; `nil` for others.
  ///
  /// - Throws: what is wrong with `programs.yaml`.
  func sandbox(of strategy: String) throws -> SandboxLevel? {
    guard strategy.hasPrefix(ProgramCommand.prefix) else { return nil }
    return try ProgramSettings.sandbox(home: folder).reached
  }

  private func warn(of sandbox: ProgramSandbox) {
    guard sandbox.use == .wherePossible, !sandbox.reached.isWhole else { return }
    let isFirst = Self.hasWarned.withLock { hasWarned in
      defer { hasWarned = true }
      return !hasWarned
    }
    if isFirst { listener.note("of the sandbox for strategy programs this machine has \(sandbox.reached)") }
  }
}
