import BotAssembly
package import JSONText
package import StrategyKit
import TradingCore

extension Home {
  /// What a strategy says of itself, by its name; a program named after `exec:` is started. `execTimeout`: the longest
  /// wait for its answer, in seconds.
  ///
  /// - Throws: `OperationError.usage` for an unknown name, `ProgramError` for a program that does not work.
  package func strategy(_ name: String, execTimeout: String? = nil) throws -> ShownStrategy {
    let entry = try strategy(
      name, place: "strategy", execTimeout: try ProgramLimits.milliseconds(execTimeout))
    return ShownStrategy(descriptor: entry.descriptor, sandbox: try sandbox(of: name).map { "\($0)" })
  }
}

/// Strategies that a program contains.
package struct StrategyListing: Sendable {
  /// What they say of themselves.
  package let strategies: [StrategyDescriptor]

  /// A listing of these.
  package init(strategies: [StrategyDescriptor]) { self.strategies = strategies }
}

extension StrategyListing: Document {
  /// The strategies, for programs.
  package var json: JSONValue {
    [
      "strategies": .array(
        strategies.map {
          ["name": .string($0.name), "version": .count($0.version), "summary": .string($0.summary)]
        })
    ]
  }
}

/// A strategy with its parameters.
package struct ShownStrategy: Sendable {
  /// What it says of itself.
  package let descriptor: StrategyDescriptor
  /// What is kept from it, in words, where it is a program of its own.
  package var sandbox: String?
}

extension ShownStrategy: Document {
  /// The strategy, for programs.
  package var json: JSONValue {
    var document: JSONValue = [
      "name": .string(descriptor.name), "version": .count(descriptor.version),
      "summary": .string(descriptor.summary), "needs_hedging": .boolean(descriptor.needsHedging),
      "parameters": .array(
        descriptor.allParameters.map { spec in
          [
            "name": .string(spec.name), "summary": .string(spec.summary), "values": .string(spec.domain),
            "default": spec.defaultText.map { .string($0) } ?? .null,
          ]
        }),
    ]
    if let suits = descriptor.suits { document = document.adding("suits", Self.json(suits)) }
    return sandbox.map { document.adding("sandbox", .string($0)) } ?? document
  }

  private static func json(_ suits: ClimateSuitability) -> JSONValue {
    [
      "regimes": .array(suits.regimes.map { .string($0.rawValue) }),
      "timeframes": .array(suits.timeframes.map { .string($0.rawValue) }),
      "sessions": suits.sessions.map { .array($0.map { .string($0.rawValue) }) } ?? .null,
    ]
  }
}
