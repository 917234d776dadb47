import BotAssembly

/// Looks registered bots up as they are today, with the strategies of this program.
struct BotResolver: Sendable {
  let home: Home

  /// The bot as it is now; a strategy that is a program is started.
  ///
  /// - Throws: `OperationError`, `ProgramError`, and what `BotSpec.resolve` throws.
  func resolve(_ spec: BotSpec) throws -> ResolvedBot {
    let limits = ProgramLimits.limits(milliseconds: spec.execTimeoutMilliseconds)
    return try spec.resolve(
      strategies: {
        try home.strategies.strategy(
          $0, place: "bot '\(spec.id)'", limits: limits, cancellation: home.cancellation,
          errors: home.listener.programLine)
      }, home: home.folder)
  }
}
