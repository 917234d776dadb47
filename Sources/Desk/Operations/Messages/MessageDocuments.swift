package import JSONText
import Journal
import ModeManager
import Notifications
package import TradingCore

/// How a message stands. Text codes are stable.
package enum MessageStatus: String, Sendable, Hashable, CaseIterable {
  /// It waits.
  case pending
  /// It was delivered.
  case sent
  /// It was given up.
  case dead
}

/// How channels did with a test message.
package struct ChannelTest: Sendable {
  /// How one channel did.
  package struct Result: Sendable {
    /// The channel's name.
    package let channel: String
    /// Whether it took the message for every recipient.
    package let isGood: Bool
    /// `delivered`, `refused` or `failed`.
    package let result: String
    /// Why not.
    package let detail: String

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

    fileprivate var json: JSONValue {
      ["channel": .string(channel), "result": .string(result), "detail": .string(detail)]
    }
  }

  /// Every channel that was tried.
  package let channels: [Result]
}

extension ChannelTest: Document {
  /// The channels, for programs.
  package var json: JSONValue { ["channels": .array(channels.map(\.json))] }
}

/// What a delivery came to.
package struct SentMessages: Sendable {
  /// Messages that were delivered.
  package let sent: Int
  /// Attempts that failed and will be made again.
  package let failed: Int
  /// Messages that were given up.
  package let dead: Int
  /// Messages that wait.
  package let left: Int
  /// Why channels failed, by channel in order of name.
  package let reasons: [(channel: String, reason: String)]

  init(_ report: PendingReport) {
    (sent, failed, dead, left) = (report.sent, report.failed, report.dead, report.left)
    reasons = report.reasons.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension SentMessages: Document {
  /// The delivery, for programs.
  package var json: JSONValue {
    [
      "sent": .count(sent), "failed": .count(failed), "dead": .count(dead), "left": .count(left),
      "reasons": .object(reasons.map { JSONMember($0.channel, .string($0.reason)) }),
    ]
  }
}

/// Messages to the operator.
package struct MessageListing: Sendable {
  /// A message, and how it stands.
  package struct Row: Sendable {
    /// Its number.
    package let id: Int64
    /// When it was made.
    package let createdAt: Timestamp
    /// What it is about, as a title, else as the event's code.
    package let title: String
    /// The channel it goes over.
    package let channel: String
    /// How it stands.
    package let status: String
    /// How often it was tried.
    package let attempts: Int
    /// What the last attempt failed of.
    package let lastError: String?
    fileprivate let json: JSONValue

    init(_ row: OutboxRecord) {
      (id, createdAt, channel) = (row.id, row.createdAt, row.channel)
      (status, attempts, lastError) = (row.status.rawValue, row.attempts, row.lastError)
      title = if case .string(let text)? = row.payload["title"] { text } else { row.event }
      json = [
        "id": .integer(row.id), "created_at": .string(row.createdAt.iso8601), "event": .string(row.event),
        "channel": .string(row.channel), "status": .string(row.status.rawValue),
        "attempts": .count(row.attempts),
        "next_attempt_at": row.status == .pending ? .string(row.nextAttemptAt.iso8601) : .null,
        "last_error": row.lastError.map { .string($0) } ?? .null, "message": row.payload,
      ]
    }
  }

  /// The newest first.
  package let messages: [Row]
  let counts: [JSONMember]
}

extension MessageListing: Document {
  /// The messages, and how many there are of each status, for programs.
  package var json: JSONValue {
    ["messages": .array(messages.map(\.json)), "counts": .object(counts)]
  }
}

/// Messages that are tried again.
package struct RetriedMessages: Sendable {
  /// Their numbers.
  package let ids: [Int64]
}

extension RetriedMessages: Document {
  /// The messages, for programs.
  package var json: JSONValue { ["messages": .array(ids.sorted().map { .integer($0) })] }
}
