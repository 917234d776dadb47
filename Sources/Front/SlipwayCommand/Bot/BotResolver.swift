import BotAssembly

/// Looks registered bots up as they are today, with the strategies of this program.
struct BotResolver {
  let home: String
  let quiet: Bool

  /// The bot as it is now; a strategy that is a program is started.
  ///
  /// - Throws: `CommandError`, `ProgramError`, and what `BotSpec.resolve` throws.
  func resolve(_ spec: BotSpec) throws -> ResolvedBot {
    let limits = ProgramOptions.limits(milliseconds: spec.execTimeoutMilliseconds)
    return try spec.resolve(
      strategies: {
        try StrategyRegistry.strategy($0, option: "bot '\(spec.id)'", limits: limits, quiet: quiet)
      }, home: home)
  }
}
