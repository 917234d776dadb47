import FileSystem
import JSONText
import Journal
import ModeManager
import Notifications
import TradingCore
import YAMLText

/// Messages to the operator: the channels they go over, and what became of them.
package struct MessageOperations {
  let home: Home

  /// Sends a test message over every channel, or over one, once. Filters don't count, and nothing is stored.
  ///
  /// - Throws: `ConfigurationError`, `NotificationError`, or `OperationError.usage` when there is no such channel.
  package func test(channel: String? = nil) throws -> ChannelTest {
    let configuration = try configuration(channel: channel)
    let results = try AsyncWork.run(home.cancellation) {
      try await NotificationPump.test(configuration).map { ChannelTest.Result($0.channel, $0.outcome) }
    }
    return ChannelTest(channels: results)
  }

  /// Delivers the messages that wait, now.
  ///
  /// - Throws: as `test`; `JournalError` for a home without journal, `HomeLockError` while a run goes on.
  package func send() throws -> SentMessages {
    let configuration = try configuration()
    try home.journal.require()
    let lock = try HomeLock(home: home.folder, since: home.now().iso8601)
    let report = try withExtendedLifetime(lock) {
      let pump = try NotificationPump(home: home.folder, configuration: configuration)
      return try AsyncWork.run(home.cancellation) {
        let result: Result<PendingReport, any Error>
        do { result = .success(try await pump.sendPending()) } catch { result = .failure(error) }
        await pump.shutDown()
        return try result.get()
      }
    }
    return SentMessages(report)
  }

  /// Messages, the newest first; of one status where that is wanted, at most so many.
  ///
  /// - Throws: `JournalError`.
  package func list(_ status: MessageStatus? = nil, limit: Int) throws -> MessageListing {
    try home.journal.require()
    let wanted = status.flatMap { OutboxStatus(rawValue: $0.rawValue) }
    let found = try home.journal.read { reading in
      (rows: try reading.messages(wanted, limit: limit), counts: try reading.messageCounts())
    }
    return MessageListing(
      messages: (found?.rows ?? []).map(MessageListing.Row.init),
      counts: OutboxStatus.allCases.map { JSONMember($0.rawValue, .count(found?.counts[$0] ?? 0)) })
  }

  /// Has a message that was given up, or waits, tried again at once; all that were given up where none is named.
  ///
  /// - Throws: `OperationError.usage` for one that is not there or was delivered, `JournalError`.
  package func retry(_ id: Int64?) throws -> RetriedMessages {
    try home.journal.require()
    let time = home.now()
    let ids = try Journal(home: home.folder, mode: .open).write { transaction in
      let rows =
        if let id { [try Self.message(id, transaction.reading)] } else {
          try transaction.reading.messages(.dead, limit: .max)
        }
      for row in rows { try transaction.retry(row, at: time) }
      return rows.map(\.id)
    }
    return RetriedMessages(ids: ids)
  }

  /// What the home says of what is sent where, with one of its channels only where one is named.
  private func configuration(channel: String? = nil) throws -> NotificationConfiguration {
    var configuration = try NotificationPump.configuration(home: home.folder)
    guard !configuration.channels.isEmpty else {
      throw OperationError.usage(
        what: "there is no channel to send anything to", place: configuration.path,
        advice: "describe one there, see docs/notifications.md")
    }
    guard let channel else { return configuration }
    let names = configuration.channels.map(\.name)
    configuration.channels.removeAll { $0.name != channel }
    guard !configuration.channels.isEmpty else {
      let advice = nearestMatch(to: channel, among: names).map { "did you mean '\($0)'?" }
      throw OperationError.usage(
        what: "there is no channel '\(channel)'", place: "--channel",
        advice: advice ?? "choose one of " + names.joined(separator: ", "))
    }
    return configuration
  }

  private static func message(_ id: Int64, _ reading: JournalReading) throws -> OutboxRecord {
    guard let row = try reading.message(id) else {
      throw OperationError.usage(
        what: "there is no message \(id)", place: "MESSAGE", advice: "see 'slipway notify list'")
    }
    guard row.status != .sent else {
      throw OperationError.usage(
        what: "message \(id) was delivered", place: "MESSAGE", advice: "see 'slipway notify list --dead'")
    }
    return row
  }
}
