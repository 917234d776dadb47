import ArgumentParser

/// `slipway broker`: the brokers whose costs and rules can be simulated.
struct BrokerCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "broker", abstract: "Look at broker profiles.", subcommands: [])
}
