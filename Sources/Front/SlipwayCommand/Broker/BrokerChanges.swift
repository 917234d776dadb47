import ArgumentParser
import Operations

/// What `broker add` and `broker edit` change.
struct ChangeOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Give a key a value, as in commission.amount='3.00 USD'; may be repeated.", valueName: "key=value"))
  var sets: [String] = []
}

/// `slipway broker add`
struct BrokerAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a broker profile to the home, from a file or as a copy of another.",
    usage: """
      slipway broker add <name> --from <profile> [--set <key=value> ...]
        [<options>]
      slipway broker add <name> --file <file> [--set <key=value> ...]
        [<options>]
      """,
    discussion: """
      Give one of --from and --file. 'slipway broker show' lists the keys that --set takes; docs/broker-profiles.md says what \
      they mean.

      Examples:
        slipway broker add mine --from exness_raw --set commission.amount='3.00 USD'
        slipway broker add mine --file my-broker.yaml
      """)

  @Argument(help: "The new profile's name.")
  var name: String

  @Option(help: ArgumentHelp("A YAML file to take it from.", valueName: "file"), completion: .yamlFiles)
  var file: String?

  @Option(
    help: ArgumentHelp("A profile to copy: a name, or the path of a YAML file.", valueName: "profile"),
    completion: .names(.brokers))
  var from: String?

  @OptionGroup var changes: ChangeOptions
  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.show(shared.operations.brokers.add(name, file: file, from: from, sets: changes.sets)) {
      "added \($0.name) (\($0.path))\n"
    }
  }
}

/// `slipway broker edit`
struct BrokerEdit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change values of a broker profile; a bundled one is copied to the home first.",
    discussion: """
      Give --set or --unset, once or more. 'slipway broker show' lists the keys; docs/broker-profiles.md says what they mean.

      Example:
        slipway broker edit mine --set stop_out_percent=30
      """)

  @Argument(
    help: ArgumentHelp("The profile's name.", valueName: "profile"), completion: .names(.brokers))
  var name: String

  @OptionGroup var changes: ChangeOptions

  @Option(
    name: .customLong("unset"), parsing: .singleValue,
    help: ArgumentHelp("Take a key away, so that its default holds; may be repeated.", valueName: "key"))
  var unsets: [String] = []

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.show(shared.operations.brokers.edit(name, sets: changes.sets, unsets: unsets)) {
      "changed \($0.name) (\($0.path))\n"
    }
  }
}

/// `slipway broker remove`
struct BrokerRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a broker profile from the home.",
    discussion: """
      A bundled profile can't be removed; one of the home that hides it can, and the bundled one is used again.

      Example:
        slipway broker remove mine
      """)

  @Argument(
    help: ArgumentHelp("The profile's name.", valueName: "profile"), completion: .names(.brokers))
  var name: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.show(shared.operations.brokers.remove(name)) {
      "removed \($0.name) (\($0.path))" + ($0.isBundledAgain ? "; the bundled one is used again\n" : "\n")
    }
  }
}

extension SharedOptions {
  fileprivate func show(_ changed: ChangedProfile, text: (ChangedProfile) -> String) throws {
    changed.notes.forEach(note)
    try print(changed) { _ in text(changed) }
  }
}
