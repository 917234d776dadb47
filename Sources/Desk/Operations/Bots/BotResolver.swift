import BotAssembly
import StrategyPrograms

/// Looks registered bots up as they are today, with the strategies of this program.
struct BotResolver: Sendable {
  let home: Home
  /// Whether a strategy that is a program may be started.
  var startsPrograms = true
  /// Hears what is remarkable of programs that are about to be hosted; `nil` where none is.
  var hosting: (@Sendable (String) -> Void)?

  /// The bot as it is now; a strategy that is a program is started.
  ///
  /// - Throws: `OperationError`, `ProgramError`, and what `BotSpec.resolve` throws.
  func resolve(_ spec: BotSpec) throws -> ResolvedBot {
    return try spec.resolve(
      strategies: {
        guard startsPrograms || !$0.hasPrefix(ProgramCommand.prefix) else {
          throw OperationError.usage(
            what: "its strategy is a program, and none is started while a key is open",
            place: "bot '\(spec.id)'",
            advice: "sign for bots whose strategy is part of slipway")
        }
        return try home.strategy(
          $0, place: "bot '\(spec.id)'", execTimeout: spec.execTimeoutMilliseconds,
          isHosted: hosting != nil, note: hosting)
      }, home: home.folder)
  }

  /// The same for the run, which hosts bots.
  func hosting(_ note: @escaping @Sendable (String) -> Void) -> BotResolver {
    var resolver = self
    resolver.hosting = note
    return resolver
  }

  /// The same for commands that open somebody's key.
  var withoutPrograms: BotResolver {
    var resolver = self
    resolver.startsPrograms = false
    return resolver
  }
}
