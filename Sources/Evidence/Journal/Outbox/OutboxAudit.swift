import Crypto
import JSONText
import TradingCore

/// What was to be said to an operator, held against the chain: a message that was taken out, changed, or marked as sent by
/// anybody but the program.
package struct OutboxAudit: Sendable, Hashable {
  /// Something that is wrong with a message.
  package enum Fault: Sendable, Hashable {
    /// It is gone, and the chain does not know that it was delivered or given up.
    case missing(message: Int64, seq: Int64)
    /// It is not the one that was to be sent.
    case altered(message: Int64, seq: Int64)
    /// It says that it was delivered or given up, and the chain does not.
    case silenced(message: Int64, seq: Int64)

    /// A stable text code.
    package var code: String {
      switch self {
      case .missing: "missing_message"
      case .altered: "altered_message"
      case .silenced: "silenced_message"
      }
    }

    /// The row of the chain that the message was made with.
    package var seq: Int64 {
      switch self {
      case .missing(_, let seq), .altered(_, let seq), .silenced(_, let seq): seq
      }
    }

    /// What is wrong, in a sentence without its full stop.
    package var description: String {
      switch self {
      case .missing(let id, let seq): "message \(id) of row \(seq) is gone, and nobody has sent it"
      case .altered(let id, let seq): "message \(id) is not the one of row \(seq)"
      case .silenced(let id, let seq): "message \(id) of row \(seq) counts as done, but nobody has sent it"
      }
    }
  }

  /// Messages that the chain knows of.
  package private(set) var sealed = 0
  /// Messages of an earlier program, which the chain does not know of.
  package private(set) var unsealed = 0
  /// What is wrong, in order of messages.
  package private(set) var faults: [Fault] = []
}

extension OutboxRecord {
  /// SHA-256 over what never changes of a message, in hexadecimal.
  var digest: String {
    let document: JSONValue = [
      "created_at": .integer(createdAt.nanoseconds), "event": .string(event), "channel": .string(channel),
      "payload": payload,
    ]
    return Hexadecimal.text(SHA256.hash(data: Array("slipway.message.v1\0\(document.compactText)".utf8)))
  }
}

extension JournalReading {
  /// Holds every message against the chain.
  ///
  /// - Throws: `JournalError`.
  package func auditOutbox() throws -> OutboxAudit {
    var audit = OutboxAudit()
    // By its number, which is given again once a message is gone: the last row about it counts.
    var posted: [Int64: (seq: Int64, digest: String)] = [:]
    var done: Set<Int64> = []
    try eachEvent(of: [.messagePosted, .messageSent, .notificationDead]) { event in
      guard case .integer(let id)? = event.json?["message"] else { return }
      guard event.kind == .messagePosted else {
        done.insert(id)
        return
      }
      if let before = posted[id], !done.contains(id) {
        audit.add(.missing(message: id, seq: before.seq))
      }
      let digest = if case .string(let text)? = event.json?["digest"] { text } else { "" }
      posted[id] = (event.seq, digest)
      done.remove(id)
    }
    audit.count(posted.count)
    for message in try messages(limit: .max) {
      guard let known = posted.removeValue(forKey: message.id) else {
        audit.countUnsealed()
        continue
      }
      if message.digest != known.digest {
        audit.add(.altered(message: message.id, seq: known.seq))
      } else if message.status != .pending, !done.contains(message.id) {
        audit.add(.silenced(message: message.id, seq: known.seq))
      }
    }
    for (id, known) in posted where !done.contains(id) {
      audit.add(.missing(message: id, seq: known.seq))
    }
    audit.sort()
    return audit
  }
}

extension OutboxAudit {
  fileprivate mutating func add(_ fault: Fault) { faults.append(fault) }
  fileprivate mutating func count(_ messages: Int) { sealed = messages }
  fileprivate mutating func countUnsealed() { unsealed += 1 }
  fileprivate mutating func sort() { faults.sort { $0.seq < $1.seq } }
}
