import ArgumentParser
import Operations
import Reports

/// `slipway notify`: the messages to the operator.
struct NotifyCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notify",
    abstract: "Try the channels of notifications.yaml, and see what became of messages.",
    discussion: """
      The file stands in the home and says where messages go, and which: docs/notifications.md has its keys.
      """,
    subcommands: [NotifyTest.self, NotifyList.self, NotifyRetry.self, NotifySend.self])
}

/// `slipway notify test`
struct NotifyTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Send a test message over every channel, once.",
    discussion: """
      Filters don't count, and nothing is stored. Ends with 69 when a channel does not take it.

      Example:
        slipway notify test --channel desk
      """)

  @Option(help: ArgumentHelp("This channel of notifications.yaml only.", valueName: "name"))
  var channel: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let test = try shared.operations.messages.test(channel: channel)
    try shared.print(test) { colored in
      var table = TextTable([.init("CHANNEL"), .init("RESULT"), .init("DETAIL")])
      for line in test.channels {
        table.add([
          TextCell(line.channel, .strong), TextCell(line.result, line.isGood ? .gain : .loss),
          TextCell(line.detail),
        ])
      }
      return table.text(colored: colored)
    }
    if test.channels.contains(where: { !$0.isGood }) { throw ExitCode(ExitStatus.unavailable.rawValue) }
  }
}

/// `slipway notify send`
struct NotifySend: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Deliver the messages that wait, now.",
    discussion: """
      'slipway run' delivers by itself: this is for what its last run left. A channel that fails is left with its \
      remaining messages. Ends with 69 when one failed or was given up.

      Example:
        slipway notify send
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let report = try shared.operations.messages.send()
    try shared.print(report) { _ in
      let lines = report.reasons.map { "\($0.channel): \($0.reason)\n" }.joined()
      return "\(report.sent) sent, \(report.failed) failed, \(report.dead) given up, \(report.left) wait\n"
        + lines
    }
    if report.failed + report.dead > 0 { throw ExitCode(ExitStatus.unavailable.rawValue) }
  }
}
