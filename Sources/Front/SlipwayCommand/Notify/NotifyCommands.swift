import ArgumentParser
import FileSystem
import JSONText
import Journal
import ModeManager
import Notifications
import Reports
import TradingCore
import YAMLConfiguration

/// `slipway notify`: the messages to the operator.
struct NotifyCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notify",
    abstract: "Try the channels of notifications.yaml, and see what became of messages.",
    subcommands: [NotifyTest.self, NotifyList.self, NotifyRetry.self, NotifySend.self])
}

extension SharedOptions {
  /// What the home says of what is sent where, with one of its channels only where one is named.
  ///
  /// - Throws: `ConfigurationError`, or `CommandError.usage` when there is no such channel.
  fileprivate func notifications(channel: String? = nil) throws -> NotificationConfiguration {
    var configuration = try NotificationPump.configuration(home: homeFolder)
    guard !configuration.channels.isEmpty else {
      throw CommandError.usage(
        what: "there is no channel to send anything to", option: configuration.path,
        advice: "describe one there, see docs/notifications.md")
    }
    guard let channel else { return configuration }
    let names = configuration.channels.map(\.name)
    configuration.channels.removeAll { $0.name != channel }
    guard !configuration.channels.isEmpty else {
      let advice = nearestMatch(to: channel, among: names).map { "did you mean '\($0)'?" }
      throw CommandError.usage(
        what: "there is no channel '\(channel)'", option: "--channel",
        advice: advice ?? "choose one of " + names.joined(separator: ", "))
    }
    return configuration
  }
}

/// `slipway notify test`
struct NotifyTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Send a test message over every channel, once.",
    discussion: "Filters don't count, and nothing is stored. Ends with 69 when a channel does not take it.")

  @Option(help: ArgumentHelp("This channel only.", valueName: "name"))
  var channel: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let configuration = try shared.notifications(channel: channel)
    let results = try AsyncWork.run(whileWaiting: {}) {
      try await NotificationPump.test(configuration).map { Line($0.channel, $0.outcome) }
    }
    let document: JSONValue = ["channels": .array(results.map(\.json))]
    try shared.printResult(json: document) { colored in
      var table = TextTable([.init("CHANNEL"), .init("RESULT"), .init("DETAIL")])
      for line in results {
        table.add([
          TextCell(line.channel, .strong), TextCell(line.result, line.isGood ? .gain : .loss),
          TextCell(line.detail),
        ])
      }
      return table.text(colored: colored)
    }
    if results.contains(where: { !$0.isGood }) { throw ExitCode(ExitStatus.unavailable.rawValue) }
  }

  /// How one channel did.
  private struct Line: Sendable {
    let channel: String
    let isGood: Bool
    let result: String
    let detail: String

    init(_ channel: String, _ outcome: DeliveryOutcome) {
      self.channel = channel
      switch outcome {
      case .delivered(let refused):
        // Whoever asks wants to know of every recipient.
        isGood = refused.isEmpty
        result = refused.isEmpty ? "delivered" : "refused"
        detail = refused.joined(separator: "; ")
      case .retry(_, let reason), .dead(let reason):
        isGood = false
        result = "failed"
        detail = reason
      }
    }

    var json: JSONValue {
      ["channel": .string(channel), "result": .string(result), "detail": .string(detail)]
    }
  }
}

/// `slipway notify send`
struct NotifySend: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Deliver the messages that wait, now.",
    discussion: """
      'slipway run' delivers by itself: this is for what its last run left. A channel that fails is left with its \
      remaining messages. Ends with 69 when one failed or was given up.
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let configuration = try shared.notifications()
    let home = shared.homeFolder
    guard try BotStore(home: home).read({ _ in true }) != nil else { throw JournalError.missing(home: home) }
    let lock = try HomeLock(home: home, since: WallClock.now.iso8601)
    let report = try withExtendedLifetime(lock) {
      let pump = try NotificationPump(home: home, configuration: configuration)
      return try AsyncWork.run(whileWaiting: {}) {
        let result: Result<PendingReport, any Error>
        do { result = .success(try await pump.sendPending()) } catch { result = .failure(error) }
        await pump.shutDown()
        return try result.get()
      }
    }
    let reasons = report.reasons.sorted { $0.key < $1.key }
    let document: JSONValue = [
      "sent": .count(report.sent), "failed": .count(report.failed), "dead": .count(report.dead),
      "left": .count(report.left),
      "reasons": .object(reasons.map { JSONMember($0.key, .string($0.value)) }),
    ]
    try shared.printResult(json: document) { _ in
      let lines = reasons.map { "\($0.key): \($0.value)\n" }.joined()
      return "\(report.sent) sent, \(report.failed) failed, \(report.dead) given up, \(report.left) wait\n"
        + lines
    }
    if report.failed + report.dead > 0 { throw ExitCode(ExitStatus.unavailable.rawValue) }
  }
}
