import BotAssembly
package import JSONText
package import StrategyKit

extension Home {
  /// What a strategy says of itself, by its name; a program named after `exec:` is started. `execTimeout`: the longest
  /// wait for its answer, in seconds.
  ///
  /// - Throws: `OperationError.usage` for an unknown name, `ProgramError` for a program that does not work.
  package func strategy(_ name: String, execTimeout: String? = nil) throws -> ShownStrategy {
    let entry = try strategies.strategy(
      name, place: "strategy", limits: try ProgramLimits.limits(execTimeout), cancellation: cancellation,
      errors: listener.programLine)
    return ShownStrategy(descriptor: entry.descriptor)
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
}

extension ShownStrategy: Document {
  /// The strategy, for programs.
  package var json: JSONValue {
    [
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
  }
}
