import ArgumentParser
import BotAssembly
import Operations
import Reports
import StrategyKit
import TradingCore

/// `slipway strategy`: what can be run.
struct StrategyCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strategy",
    abstract: "Look at the strategies this program contains, or start one of your own.",
    subcommands: [StrategyList.self, StrategyShow.self, StrategyNew.self])
}

/// `slipway strategy list`
struct StrategyList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the strategies that --strategy takes.",
    discussion: """
      Example:
        slipway strategy list
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let descriptors = StrategyRegistry.catalog.all.map(\.descriptor)
    try shared.print(StrategyListing(strategies: descriptors)) { colored in
      var table = TextTable([.init("NAME"), .init("VERSION", .right), .init("SUMMARY")])
      for descriptor in descriptors {
        table.add([
          TextCell(descriptor.name), TextCell("\(descriptor.version)"), TextCell(descriptor.summary),
        ])
      }
      return table.text(colored: colored)
    }
  }
}

/// `slipway strategy show`
struct StrategyShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a strategy's parameters, their bounds and defaults.",
    discussion: """
      A strategy in Python needs its module: pip install ./python, or PYTHONPATH=python/src.

      Examples:
        slipway strategy show donchian_breakout
        slipway strategy show 'exec:python3 examples/python/ema_cross.py'
      """)

  @Argument(help: "A strategy's name, or exec:PROGRAM.", completion: .names(.strategies))
  var name: String

  @OptionGroup var program: ProgramOptions

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let strategy = try shared.operations.strategy(name, execTimeout: program.execTimeout)
    try shared.print(strategy) { colored in
      let kept = strategy.sandbox.map { "\nkept from it: \($0)\n" } ?? ""
      return text(strategy.descriptor, colored: colored) + kept
    }
  }

  private func text(_ descriptor: StrategyDescriptor, colored: Bool) -> String {
    var table = TextTable([.init("PARAMETER"), .init("DEFAULT"), .init("VALUES"), .init("WHAT IT DOES")])
    for spec in descriptor.allParameters {
      table.add([
        TextCell(spec.name, .strong), TextCell(spec.defaultText ?? "required"), TextCell(spec.domain),
        TextCell(spec.summary),
      ])
    }
    let title = TextStyle.strong.applied(to: descriptor.name, colored: colored)
    return "\(title) (version \(descriptor.version)): \(descriptor.summary)\n\n"
      + table.text(colored: colored) + (descriptor.suits.map { "\nsuits: \(text($0))\n" } ?? "")
  }

  private func text(_ suits: ClimateSuitability) -> String {
    let hours = suits.sessions.map { " in " + $0.map(\.rawValue).joined(separator: ", ") } ?? ""
    return suits.regimes.map(\.rawValue).joined(separator: ", ") + " on "
      + suits.timeframes.map(\.rawValue).joined(separator: ", ") + hours
  }
}
